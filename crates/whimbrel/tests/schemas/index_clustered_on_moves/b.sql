-- the table is kept in another order
CREATE TABLE readings (id integer PRIMARY KEY, meter integer, at timestamptz);
CREATE INDEX readings_meter ON readings (meter);
CREATE INDEX readings_at ON readings (at);

ALTER TABLE readings CLUSTER ON readings_at;
