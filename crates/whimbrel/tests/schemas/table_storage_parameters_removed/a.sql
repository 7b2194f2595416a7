CREATE TABLE meter_readings (meter integer, value real)
    WITH (fillfactor = 100, autovacuum_enabled = false);
