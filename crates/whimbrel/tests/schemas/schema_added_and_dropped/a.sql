CREATE SCHEMA legacy;
CREATE TABLE legacy.users (id serial PRIMARY KEY);
CREATE VIEW legacy.user_count AS SELECT count(*) AS n FROM legacy.users;
CREATE FUNCTION legacy.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TYPE legacy.t AS ENUM ('a');
