-- Everything that can need something, in SQL that PostgreSQL 12 understands.
CREATE SCHEMA app;
CREATE EXTENSION citext;
CREATE TYPE app.mood AS ENUM ('sad', 'glad');
CREATE DOMAIN app.short AS text CHECK (length(VALUE) < 10);
CREATE TYPE app.pair AS (first app.mood, second app.short[]);
CREATE TYPE app.span AS RANGE (subtype = int);
CREATE FUNCTION app.next() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.fits(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE DOMAIN app.fitting AS text DEFAULT 'x' CHECK (app.fits(VALUE));
CREATE SEQUENCE app.ticket;
CREATE COLLATION app.plain FROM "C";
CREATE TABLE app.users (
  id serial PRIMARY KEY, again int GENERATED ALWAYS AS IDENTITY, name app.short, moods app.mood[],
  mail citext, mails citext[], pair app.pair, span app.span, sorted text COLLATE app.plain,
  number int DEFAULT app.next(), ticket bigint DEFAULT nextval('app.ticket'),
  twice int GENERATED ALWAYS AS (number * 2) STORED,
  CONSTRAINT checked CHECK (app.fits(sorted) AND number > 0),
  CONSTRAINT unmixed EXCLUDE USING gist (span WITH &&, box(point(number, number), point(number, number)) WITH &&)
    WHERE (app.fits(sorted))
);
CREATE UNIQUE INDEX by_number ON app.users (number);
CREATE INDEX by_expression ON app.users (lower(sorted), id) WHERE app.fits(sorted);
CREATE TABLE app.orders (
  id int PRIMARY KEY, user_id int CONSTRAINT of_user REFERENCES app.users,
  number int CONSTRAINT of_number REFERENCES app.users (number)
);
CREATE STATISTICS app.together ON id, number FROM app.orders;
CREATE VIEW app.names AS SELECT u.name, o.id FROM app.users u JOIN app.orders o ON o.user_id = u.id WHERE app.fits(u.name);
CREATE VIEW app.again AS SELECT n.name::app.mood FROM app.names n;
CREATE VIEW app.nothing AS SELECT 1 AS one FROM app.orders;
CREATE VIEW app.grouped AS SELECT id, user_id FROM app.orders GROUP BY id;
CREATE VIEW app.rows AS SELECT u FROM app.users u;
CREATE MATERIALIZED VIEW app.stored AS SELECT name, id FROM app.names;
CREATE INDEX by_id ON app.stored (id);
ALTER VIEW app.names ALTER COLUMN id SET DEFAULT app.next();
CREATE FUNCTION app.of_row(app.users) RETURNS SETOF app.names LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION app.with_default(a app.mood DEFAULT 'sad', b int DEFAULT app.next()) RETURNS app.users[]
  LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE OF name ON app.users FOR EACH ROW WHEN (app.fits(NEW.sorted))
  EXECUTE FUNCTION app.touch();
CREATE RULE keep AS ON DELETE TO app.orders WHERE (OLD.number > 0) DO INSTEAD UPDATE app.users SET number = 1;
CREATE POLICY own ON app.users USING (number IN (SELECT o.number FROM app.orders o));
CREATE AGGREGATE app.total(int) (sfunc = int4pl, stype = int);
CREATE VIEW app.totals AS SELECT app.total(id) FROM app.orders;
CREATE FUNCTION app.same(app.mood, app.mood) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR app.=== (leftarg = app.mood, rightarg = app.mood, function = app.same);
CREATE VIEW app.operated AS SELECT 'sad'::app.mood OPERATOR(app.===) 'glad'::app.mood AS same;
CREATE CAST (app.mood AS int) WITH INOUT AS ASSIGNMENT;
CREATE TABLE app.events (at int, kind app.mood) PARTITION BY LIST (kind);
CREATE TABLE app.events_sad PARTITION OF app.events FOR VALUES IN ('sad');
CREATE TABLE app.hashed (name text) PARTITION BY RANGE (lower(name) COLLATE app.plain);
CREATE TABLE app.child (more int) INHERITS (app.orders);
CREATE TABLE app.typed OF app.pair;
CREATE FOREIGN DATA WRAPPER pipes;
CREATE SERVER depot FOREIGN DATA WRAPPER pipes;
CREATE FOREIGN TABLE app.crates (id app.mood) SERVER depot;
CREATE USER MAPPING FOR PUBLIC SERVER depot;
CREATE PUBLICATION news FOR TABLE app.orders;
CREATE TEXT SEARCH DICTIONARY app.words (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION app.search (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION app.search ALTER MAPPING FOR word WITH app.words;
CREATE OPERATOR FAMILY app.family USING btree;
CREATE OPERATOR CLASS app.class FOR TYPE int USING btree FAMILY app.family AS OPERATOR 3 =, FUNCTION 1 btint4cmp(int, int);
CREATE INDEX by_class ON app.orders (number app.class);
