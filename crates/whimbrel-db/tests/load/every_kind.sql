CREATE SCHEMA app;
CREATE SCHEMA util;
COMMENT ON SCHEMA app IS 'the application';
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE app.address AS (street text, town text);
CREATE DOMAIN app.email AS text CHECK (util.is_email(VALUE));
CREATE FUNCTION util.is_email(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t LIKE '%@%' $$;
CREATE TYPE util.span;
CREATE FUNCTION util.span_canonical(util.span) RETURNS util.span LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE util.span AS RANGE (subtype = int, canonical = util.span_canonical, subtype_diff = util.distance);
CREATE FUNCTION util.distance(a int, b int) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT (a - b)::float8';
CREATE SEQUENCE app.numbers INCREMENT 5;
CREATE TABLE app.users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email app.email NOT NULL UNIQUE,
  mood app.mood DEFAULT 'ok',
  home app.address,
  number int DEFAULT nextval('app.numbers'),
  initial text GENERATED ALWAYS AS (util.first_letter(email)) STORED,
  boss bigint REFERENCES app.users,
  team int
);
ALTER SEQUENCE app.numbers OWNED BY app.users.number;
CREATE FUNCTION util.first_letter(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(t, 1)';
CREATE TABLE app.teams (id int PRIMARY KEY, lead bigint REFERENCES app.users DEFERRABLE, name text COLLATE "C");
ALTER TABLE app.users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES app.teams ON DELETE SET NULL;
CREATE UNIQUE INDEX users_lower ON app.users (lower(email)) WHERE boss IS NULL;
CREATE INDEX users_town ON app.users (((home).town) text_pattern_ops) INCLUDE (mood);
CREATE STATISTICS app.users_stats (dependencies) ON team, boss FROM app.users;
CREATE TABLE app.events (at timestamptz NOT NULL, user_id bigint REFERENCES app.users, what text) PARTITION BY RANGE (at);
CREATE TABLE app.events_2025 PARTITION OF app.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (what);
CREATE TABLE app.events_2025_login PARTITION OF app.events_2025 FOR VALUES IN ('login');
CREATE TABLE app.events_rest (at timestamptz NOT NULL, user_id bigint, what text);
ALTER TABLE app.events ATTACH PARTITION app.events_rest DEFAULT;
CREATE INDEX events_at ON app.events (at);
CREATE TABLE app.base (id int, note text);
CREATE TABLE app.child (extra int CHECK (extra > 0)) INHERITS (app.base);
CREATE TABLE app.slots (during util.span, EXCLUDE USING gist (during WITH &&));
CREATE VIEW app.active AS SELECT u.id, u.email, util.shout(u.email) AS loud FROM app.users u WHERE u.mood <> 'sad' GROUP BY u.id;
CREATE FUNCTION util.shout(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(t) || ''!''';
CREATE VIEW app.active_leads WITH (security_barrier) AS SELECT a.* FROM app.active a JOIN app.teams t ON t.lead = a.id;
CREATE VIEW app.sad WITH (security_barrier) AS SELECT id, mood FROM app.users WHERE mood = 'sad' WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW app.counts AS SELECT team, count(*) AS n FROM app.users GROUP BY team;
CREATE UNIQUE INDEX counts_team ON app.counts (team);
REFRESH MATERIALIZED VIEW app.counts;
CREATE FUNCTION app.touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER users_touched BEFORE UPDATE ON app.users FOR EACH ROW WHEN (OLD.mood IS DISTINCT FROM NEW.mood) EXECUTE FUNCTION app.touched();
ALTER TABLE app.users DISABLE TRIGGER users_touched;
CREATE TRIGGER active_insert INSTEAD OF INSERT ON app.active_leads FOR EACH ROW EXECUTE FUNCTION app.touched();
CREATE CONSTRAINT TRIGGER teams_later AFTER INSERT ON app.teams DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touched();
COMMENT ON TRIGGER users_touched ON app.users IS 'a trigger';
CREATE RULE no_delete AS ON DELETE TO app.teams DO INSTEAD NOTHING;
ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.users FOR SELECT TO PUBLIC USING (util.may_see(id));
CREATE FUNCTION util.may_see(who bigint) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM app.users WHERE boss = who)';
COMMENT ON POLICY own ON app.users IS 'only one''s own';
CREATE FUNCTION util.add_up(state int, value int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT state + value';
CREATE AGGREGATE util.total (int) (SFUNC = util.add_up, STYPE = int, INITCOND = '0');
CREATE VIEW app.totals AS SELECT util.total(team) FROM app.users;
CREATE FUNCTION util.near(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs(a - b) < 2';
CREATE OPERATOR util.~~~ (LEFTARG = int, RIGHTARG = int, FUNCTION = util.near, COMMUTATOR = OPERATOR(util.~~~));
CREATE VIEW app.neighbours AS SELECT a.id FROM app.teams a JOIN app.teams b ON a.id OPERATOR(util.~~~) b.id;
CREATE FUNCTION util.compare(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT sign(b - a)::int';
CREATE OPERATOR FAMILY util.backwards USING btree;
CREATE OPERATOR CLASS util.backwards_ops FOR TYPE int USING btree FAMILY util.backwards AS
  OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 util.compare(int, int);
CREATE INDEX teams_backwards ON app.teams (id util.backwards_ops);
CREATE FUNCTION util.mood_number(app.mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT CASE $1 WHEN ''sad'' THEN 0 ELSE 1 END';
CREATE CAST (app.mood AS int) WITH FUNCTION util.mood_number(app.mood) AS ASSIGNMENT;
CREATE VIEW app.numbered AS SELECT mood::int AS n FROM app.users;
CREATE PROCEDURE app.clear() LANGUAGE sql AS 'DELETE FROM app.base';
CREATE TEXT SEARCH DICTIONARY util.plain (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION util.search (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION util.search ALTER MAPPING FOR word WITH util.plain;
CREATE INDEX teams_search ON app.teams USING gin (to_tsvector('util.search', name));
CREATE COLLATION util.german (LOCALE = 'C');
CREATE TABLE app.words (word text COLLATE util.german, of_users bigint[] DEFAULT ARRAY[]::bigint[]);
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper;
CREATE USER MAPPING FOR PUBLIC SERVER elsewhere;
CREATE FOREIGN TABLE app.remote (id int, mood app.mood) SERVER elsewhere;
CREATE PUBLICATION changes FOR TABLE app.users, app.teams;
ALTER TABLE app.teams REPLICA IDENTITY USING INDEX teams_pkey;
ALTER TABLE app.teams CLUSTER ON teams_pkey;
GRANT USAGE ON SCHEMA app TO PUBLIC;
GRANT SELECT (email), UPDATE ON app.users TO PUBLIC;
GRANT EXECUTE ON FUNCTION util.shout(text) TO PUBLIC;
COMMENT ON COLUMN app.users.email IS 'where to write to';
COMMENT ON CONSTRAINT users_team ON app.users IS 'may have none';
COMMENT ON OPERATOR util.~~~ (int, int) IS 'close by';
COMMENT ON CAST (app.mood AS int) IS 'for statistics';
CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION util.watch();
CREATE FUNCTION util.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
ALTER EVENT TRIGGER watch DISABLE;
CREATE TABLE app.all_of (u app.users, us app.users[], s util.span DEFAULT util.span(1, 2));
CREATE FUNCTION app.of_user(u app.users) RETURNS text LANGUAGE sql STABLE AS 'SELECT u.email || util.shout(u.initial)';
CREATE VIEW app.of_users AS SELECT app.of_user(u) FROM app.users u;
ALTER FUNCTION util.near(int, int) COST 5;
ALTER VIEW app.totals SET (security_barrier = true);
