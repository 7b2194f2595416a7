CREATE TABLE parts (id integer NOT NULL, code text NOT NULL, weight numeric);

CREATE UNIQUE INDEX parts_code ON parts (code);
CREATE INDEX parts_weight ON parts (round(weight));

ALTER TABLE parts REPLICA IDENTITY USING INDEX parts_code;
ALTER TABLE parts CLUSTER ON parts_weight;
ALTER INDEX parts_weight ALTER COLUMN 1 SET STATISTICS 42;
COMMENT ON INDEX parts_weight IS 'heavy ones last';
