CREATE TABLE sensors (id integer PRIMARY KEY, kind text NOT NULL, place point);
CREATE TABLE samples (sensor_id integer NOT NULL REFERENCES sensors, at timestamptz NOT NULL, value real NOT NULL, PRIMARY KEY (sensor_id, at));
CREATE VIEW sample_days AS SELECT sensor_id, date_trunc('day', at) AS day, avg(value) AS average FROM samples GROUP BY 1, 2;
GRANT ALL ON ALL TABLES IN SCHEMA public TO role_a;
