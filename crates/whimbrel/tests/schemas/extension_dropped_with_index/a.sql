CREATE TABLE streets (id integer PRIMARY KEY, name text);

CREATE EXTENSION pg_trgm;
CREATE INDEX streets_name ON streets USING gin (name gin_trgm_ops);
CREATE INDEX streets_near ON streets USING gist (name gist_trgm_ops);
COMMENT ON EXTENSION pg_trgm IS 'three letters at a time';
