CREATE TABLE lamps (id integer PRIMARY KEY, serial_number integer NOT NULL CONSTRAINT lamps_serial UNIQUE);

ALTER TABLE lamps REPLICA IDENTITY USING INDEX lamps_serial;
ALTER TABLE lamps CLUSTER ON lamps_serial;
