CREATE TABLE sensors (id integer PRIMARY KEY, unit text, offset_by real);

COMMENT ON COLUMN sensors.unit IS 'SI';
COMMENT ON COLUMN sensors.offset_by IS 'unused';
