-- one empty side: everything is made, everything is dropped
CREATE SCHEMA app;
CREATE EXTENSION hstore SCHEMA app;
CREATE TYPE app.kind AS ENUM ('a', 'b');
CREATE TABLE app.things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind app.kind NOT NULL DEFAULT 'a', extra app.hstore);
CREATE INDEX things_extra ON app.things USING gin (extra);
CREATE VIEW app.kinds AS SELECT DISTINCT kind FROM app.things;
CREATE FUNCTION app.thing_count() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT count(*) FROM app.things $$;
CREATE PUBLICATION things_out FOR TABLE app.things;
