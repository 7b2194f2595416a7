-- Every object kind that the model has, in SQL that PostgreSQL 12 understands.
CREATE SCHEMA app;
CREATE TYPE public.mood AS ENUM ('sad', 'so so', 'it''s fine');
ALTER TYPE public.mood ADD VALUE 'meh' BEFORE 'sad';
CREATE DOMAIN app.email AS varchar(320) COLLATE "C" NOT NULL DEFAULT 'nobody@example.org' CONSTRAINT has_at CHECK (VALUE ~ '@');
CREATE TYPE app.point3 AS (x integer, y numeric(10,2), label text COLLATE "C");
CREATE TYPE app.span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE SEQUENCE app.ticket START 100 INCREMENT 5 MAXVALUE 1000 CYCLE;
CREATE TABLE public.users (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 10) PRIMARY KEY,
  email app.email,
  name varchar(255) NOT NULL DEFAULT 'anonymous',
  code text COLLATE "C",
  feelings mood[] DEFAULT '{}',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  upper_name text GENERATED ALWAYS AS (upper((name)::text)) STORED,
  UNIQUE (email) INCLUDE (name),
  CONSTRAINT short_name CHECK (char_length(name) < 200) NO INHERIT
);
ALTER TABLE users ADD CONSTRAINT late_check CHECK (id > 0) NOT VALID;
CREATE TABLE app."Odd Table" (
  "Key" serial, a int, b int, "select" text,
  PRIMARY KEY (a, b), CONSTRAINT at_end UNIQUE (b) DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 70);
ALTER TABLE app."Odd Table" ADD CONSTRAINT odd_unique UNIQUE ("Key");
CREATE UNLOGGED TABLE app.fast (id int NOT NULL);
CREATE TABLE public.orders (
  id serial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  odd_a int, odd_b int, state text,
  room int, during tstzrange,
  CONSTRAINT odd FOREIGN KEY (odd_b, odd_a) REFERENCES app."Odd Table" (b, a) MATCH FULL ON UPDATE SET NULL ON DELETE SET DEFAULT DEFERRABLE,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (state <> 'cancelled')
);
ALTER TABLE orders ADD CONSTRAINT again FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
CREATE INDEX orders_user ON orders (user_id DESC NULLS LAST, lower(state)) INCLUDE (room) WITH (fillfactor = 80) WHERE state IS NOT NULL;
CREATE UNIQUE INDEX orders_state ON orders USING btree (state text_pattern_ops) ;
CREATE TABLE public.events (at timestamptz NOT NULL, kind text, user_id bigint REFERENCES users) PARTITION BY RANGE (at);
CREATE TABLE public.events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');
CREATE TABLE public.events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_kind ON events (kind);
CREATE TABLE public.child (extra int) INHERITS (app."Odd Table");
CREATE VIEW app.user_orders WITH (security_barrier) AS SELECT u.name, count(o.id) AS orders FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.name;
CREATE MATERIALIZED VIEW public.totals AS SELECT u.id, o.state FROM users u JOIN orders o ON o.user_id = u.id WITH NO DATA;
CREATE INDEX totals_state ON totals (state);
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION app.add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION app.add(a text, b mood) RETURNS text LANGUAGE sql AS 'SELECT a';
CREATE PROCEDURE app.tidy() LANGUAGE sql AS 'DELETE FROM public.orders';
CREATE AGGREGATE app.total(int) (sfunc = int4pl, stype = int, initcond = '0');
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name, email ON users FOR EACH ROW WHEN (NEW.name <> 'x) EXECUTE') EXECUTE FUNCTION touch('a', 'it''s');
CREATE TRIGGER stats AFTER DELETE ON users REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION touch();
ALTER TABLE users DISABLE TRIGGER stats;
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON orders FROM users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER each_event AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER on_view INSTEAD OF INSERT ON app.user_orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE keep AS ON DELETE TO child DO INSTEAD NOTHING;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO PUBLIC USING (name = current_user);
CREATE POLICY admin ON users AS RESTRICTIVE TO postgres USING (true) WITH CHECK (id > 0);
CREATE FUNCTION app.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER audit ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION app.audit();
CREATE TEMP TABLE passing (id int);
CREATE SCHEMA history;
CREATE TABLE history.entries (id int PRIMARY KEY);
CREATE TABLE public.own_history (id serial PRIMARY KEY, at timestamptz);
CREATE INDEX own_history_at ON public.own_history (at);
