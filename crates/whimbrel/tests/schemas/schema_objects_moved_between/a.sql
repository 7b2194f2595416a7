CREATE SCHEMA v1;
CREATE SCHEMA v2;

CREATE TYPE v1.level AS ENUM ('low', 'high');
CREATE TABLE v1.levels (id integer PRIMARY KEY, level v1.level NOT NULL DEFAULT 'low');
CREATE VIEW v1.high_levels AS SELECT id FROM v1.levels WHERE level = 'high';
CREATE FUNCTION v1.count_levels() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM v1.levels $$;
