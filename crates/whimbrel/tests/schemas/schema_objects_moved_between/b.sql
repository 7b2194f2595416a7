-- a view, a type, a sequence and a function move; a table and what stands on it
CREATE SCHEMA v1;
CREATE SCHEMA v2;

CREATE TYPE v2.level AS ENUM ('low', 'high');
CREATE TABLE v2.levels (id integer PRIMARY KEY, level v2.level NOT NULL DEFAULT 'low');
CREATE VIEW v2.high_levels AS SELECT id FROM v2.levels WHERE level = 'high';
CREATE FUNCTION v2.count_levels() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM v2.levels $$;
