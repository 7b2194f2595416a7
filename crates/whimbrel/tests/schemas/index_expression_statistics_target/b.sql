-- the sampled detail of an expression
CREATE TABLE shops (id integer PRIMARY KEY, name text, opened date);
CREATE INDEX shops_name ON shops (lower(name), extract(year FROM opened));

ALTER INDEX shops_name ALTER COLUMN 1 SET STATISTICS 500;
ALTER INDEX shops_name ALTER COLUMN 2 SET STATISTICS 50;
COMMENT ON INDEX shops_name IS 'for the directory';
