CREATE FOREIGN DATA WRAPPER lens;
CREATE SERVER moon FOREIGN DATA WRAPPER lens;
CREATE TABLE craters (id integer, name text);
CREATE FUNCTION log_crater() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE FOREIGN TABLE moon_craters (id integer, name text) SERVER moon;
