-- a table that is updated all day is vacuumed sooner
CREATE TABLE seat_states (seat integer PRIMARY KEY, taken boolean NOT NULL)
    WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 5);
