-- added, changed, removed
CREATE TABLE sensors (id integer PRIMARY KEY, unit text, offset_by real);

COMMENT ON COLUMN sensors.id IS 'printed on the case';
COMMENT ON COLUMN sensors.unit IS 'SI, but °C for temperatures';
