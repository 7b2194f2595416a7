CREATE TABLE seat_states (seat integer PRIMARY KEY, taken boolean NOT NULL)
    WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.2, parallel_workers = 2);
