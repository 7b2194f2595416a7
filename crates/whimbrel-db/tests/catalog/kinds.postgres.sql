-- Types, operators and the rarer kinds, with every property that PostgreSQL 12 has.
CREATE SCHEMA app;
CREATE SCHEMA "Odd Schema";
CREATE EXTENSION hstore SCHEMA app VERSION '1.4';
CREATE EXTENSION citext SCHEMA app;

CREATE FUNCTION app.handle() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION app.run_inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION app.look(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE plown HANDLER app.handle INLINE app.run_inline VALIDATOR app.look;
CREATE LANGUAGE plplain HANDLER app.handle;
CREATE ACCESS METHOD heap_own TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD btree_own TYPE INDEX HANDLER bthandler;

CREATE COLLATION app."From C" FROM "C";
CREATE COLLATION app.mixed (lc_collate = 'C', lc_ctype = 'POSIX');

CREATE TYPE app.empty AS ENUM ();
CREATE TYPE app.mood AS ENUM ('sad', 'so so', 'it''s fine', 'back\slash', '');
CREATE TYPE app."Odd Point" AS (x integer, "Y" numeric(10,2), label text COLLATE app."From C", moods app.mood[]);
CREATE TYPE app.nothing AS ();
CREATE DOMAIN app.email AS varchar(320) COLLATE app."From C" NOT NULL DEFAULT 'nobody@example.org'
  CONSTRAINT has_at CHECK (VALUE ~ '@') CONSTRAINT "is short" CHECK (length(VALUE) < 100);
ALTER DOMAIN app.email ADD CONSTRAINT late CHECK (VALUE <> '') NOT VALID;
CREATE DOMAIN app.inner_email AS app.email DEFAULT NULL;
COMMENT ON CONSTRAINT has_at ON DOMAIN app.email IS 'an address';
COMMENT ON COLUMN app."Odd Point"."Y" IS 'upwards';

CREATE FUNCTION app.span(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE app.textspan AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = app."From C");
CREATE TYPE app.floatspan AS RANGE (subtype = float8, subtype_diff = app.span);
CREATE TYPE app.steps;
CREATE FUNCTION app.step(app.steps) RETURNS app.steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE app.steps AS RANGE (subtype = int4, canonical = app.step);

CREATE FUNCTION app.same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE FUNCTION app.other(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';
CREATE FUNCTION app.compare(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION app.compare(integer, bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::int';
CREATE FUNCTION app.before(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2';
CREATE FUNCTION app.not_it(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -$1';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.===),
  NEGATOR = OPERATOR(app.<>=), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR app.<>= (FUNCTION = app.other, LEFTARG = integer, RIGHTARG = integer, NEGATOR = OPERATOR(app.===));
CREATE OPERATOR app.<<< (FUNCTION = app.before, LEFTARG = integer, RIGHTARG = bigint);
CREATE OPERATOR app.!! (FUNCTION = app.not_it, RIGHTARG = integer);
CREATE OPERATOR FAMILY app.family USING btree;
CREATE OPERATOR CLASS app.class FOR TYPE integer USING btree FAMILY app.family AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 app.===, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 app.compare(integer, integer);
ALTER OPERATOR FAMILY app.family USING btree ADD
  OPERATOR 1 app.<<< (integer, bigint), FUNCTION 1 (integer, bigint) app.compare(integer, bigint);
CREATE OPERATOR CLASS app."By Hash" DEFAULT FOR TYPE app.mood USING hash AS
  OPERATOR 1 = (anyenum, anyenum), FUNCTION 1 hashenum(anyenum);
CREATE OPERATOR CLASS app.kept FOR TYPE box USING gist AS STORAGE box, FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
  FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
  FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);

CREATE FUNCTION app.to_mood(integer) RETURNS app.mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'sad'::app.mood $$;
CREATE CAST (integer AS app.mood) WITH FUNCTION app.to_mood(integer) AS ASSIGNMENT;
CREATE CAST (app.mood AS varchar) WITH INOUT AS IMPLICIT;
CREATE CAST (xid AS integer) WITHOUT FUNCTION;
CREATE TRANSFORM FOR integer LANGUAGE plown
  (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE DEFAULT CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION app.back FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;

CREATE TEXT SEARCH PARSER app.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE app.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.dictionary (TEMPLATE = app.template, stopwords = 'english', accept = false);
CREATE TEXT SEARCH DICTIONARY app.plain (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION app.configuration (PARSER = app.parser);
ALTER TEXT SEARCH CONFIGURATION app.configuration ADD MAPPING FOR word, asciiword WITH app.dictionary, app.plain;
ALTER TEXT SEARCH CONFIGURATION app.configuration ADD MAPPING FOR int WITH simple;
CREATE TEXT SEARCH CONFIGURATION app.bare (PARSER = pg_catalog."default");

CREATE FOREIGN DATA WRAPPER plain_wrapper;
CREATE FOREIGN DATA WRAPPER "Odd Wrapper" OPTIONS (debug 'true', api_key 'sea-urchin');
CREATE SERVER far TYPE 'postgres' VERSION '9.4' FOREIGN DATA WRAPPER plain_wrapper
  OPTIONS (host 'far.example.org', port '5432', "Access Token" 'sea-horse');
CREATE SERVER near FOREIGN DATA WRAPPER plain_wrapper;
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS ("user" 'guest', password 'sea-cucumber');
CREATE USER MAPPING FOR postgres SERVER near OPTIONS (password '<password>');
CREATE USER MAPPING FOR postgres SERVER far;

CREATE TABLE app.parent (id integer PRIMARY KEY, at timestamptz);
CREATE TABLE app.child () INHERITS (app.parent);
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, truncate');
CREATE PUBLICATION one FOR TABLE ONLY app.parent WITH (publish = 'update');
CREATE PUBLICATION nothing;
