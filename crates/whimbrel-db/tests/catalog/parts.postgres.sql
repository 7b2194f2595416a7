-- Every property of views, indexes, routines, triggers, rules, policies and statistics, in SQL that PostgreSQL 12
-- understands.
CREATE SCHEMA "Odd one";
CREATE DOMAIN public.code AS varchar(10) COLLATE "C";
CREATE DOMAIN public.short_code AS public.code;
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE TYPE public.pair AS (a integer, b integer);
CREATE COLLATION public.plain (locale = 'C');
CREATE OPERATOR FAMILY public.backwards USING btree;
CREATE FUNCTION public.backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1';
CREATE OPERATOR CLASS public.backwards_ops FOR TYPE integer USING btree FAMILY public.backwards AS
  OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 public.backwards(integer, integer);
CREATE TABLE public.things (
  id integer PRIMARY KEY, "Name" text, label varchar(20), fixed char(3), tag name, code public.code,
  short public.short_code, feeling public.mood, tags text[], during tstzrange, both_ public.pair, pairs public.pair[],
  document jsonb, address inet, network cidr, at timestamptz, search tsvector, "select" integer);
CREATE INDEX plain_columns ON public.things (label, fixed, tag, code, short, feeling, tags, during, address, network, at);
CREATE INDEX rows_of_columns ON public.things (both_, pairs);
CREATE INDEX orders ON public.things (id DESC, at NULLS FIRST, "Name" DESC NULLS LAST, "select");
CREATE INDEX classes ON public.things ("Name" text_pattern_ops, label varchar_pattern_ops, id public.backwards_ops);
CREATE INDEX collations ON public.things ("Name" COLLATE "C", label COLLATE public.plain, code COLLATE "default");
CREATE INDEX domain_classes ON public.things (code text_pattern_ops DESC, short varchar_ops);
CREATE UNIQUE INDEX included ON public.things (id) INCLUDE ("Name", "select") WHERE "Name" IS NOT NULL AND at > '2024-01-01 00:00+00';
CREATE INDEX expressions ON public.things (lower("Name"), (id + 1) DESC, (label || ')'), code) WITH (fillfactor = 60);
CREATE INDEX documents ON public.things USING gin (document jsonb_path_ops, tags) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX spans ON public.things USING gist (during, network inet_ops, search) WITH (buffering = auto);
CREATE INDEX blocks ON public.things USING brin (at, address inet_minmax_ops) WITH (pages_per_range = 16, autosummarize = true);
CREATE INDEX hashed ON public.things USING hash (code);
CREATE INDEX spread ON public.things USING spgist (network);
ALTER INDEX public.expressions ALTER COLUMN 2 SET STATISTICS 300;
ALTER TABLE public.things CLUSTER ON orders;
CREATE STATISTICS public.all_kinds ON label, fixed FROM public.things;
CREATE STATISTICS "Odd one".some_kinds (mcv, ndistinct) ON id, "Name", "select" FROM public.things;

CREATE TABLE public.calls (id integer NOT NULL, who text, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.calls_1 PARTITION OF public.calls FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.calls_2 (at date NOT NULL, who text, id integer NOT NULL);
ALTER TABLE public.calls ATTACH PARTITION public.calls_2 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.calls_3 PARTITION OF public.calls FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (who);
CREATE TABLE public.calls_3_a PARTITION OF public.calls_3 FOR VALUES IN ('a');
CREATE INDEX calls_who ON public.calls (who, lower(who)) INCLUDE (id);
CREATE INDEX calls_2_by_day ON public.calls_2 (at);
CREATE INDEX calls_at ON public.calls (at);
CREATE INDEX calls_only ON ONLY public.calls (id);

CREATE VIEW public.named (one, "Two") WITH (security_barrier) AS SELECT id, "Name" COLLATE "C" FROM public.things;
CREATE VIEW public.checked AS SELECT id, label FROM public.things WHERE id > 0 WITH LOCAL CHECK OPTION;
ALTER VIEW public.checked ALTER COLUMN label SET DEFAULT 'none';
ALTER VIEW public.checked SET (security_barrier = false);
CREATE RECURSIVE VIEW public.numbers (n) AS SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3;
CREATE VIEW public.nothing AS SELECT;
CREATE MATERIALIZED VIEW public.filled WITH (fillfactor = 70, toast.autovacuum_enabled = false) AS
  SELECT feeling, count(*) AS things, max("Name") AS last FROM public.things GROUP BY feeling;
CREATE UNIQUE INDEX filled_feeling ON public.filled (feeling);
ALTER MATERIALIZED VIEW public.filled CLUSTER ON filled_feeling;
ALTER MATERIALIZED VIEW public.filled ALTER COLUMN last SET STATISTICS 10;
ALTER MATERIALIZED VIEW public.filled ALTER COLUMN last SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW public.filled ALTER COLUMN things SET (n_distinct = 5);
CREATE MATERIALIZED VIEW public.unfilled AS SELECT 1 AS one WITH NO DATA;

CREATE FUNCTION public."Weird name"(integer, "Some" text DEFAULT 'x''y') RETURNS SETOF text
  LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 5 ROWS 20
  SET search_path TO public, pg_temp SET work_mem TO '8MB' AS 'BEGIN RETURN NEXT $2; END';
CREATE FUNCTION public.modes(a integer, INOUT b text, OUT c public.mood, VARIADIC d integer[] DEFAULT '{}')
  LANGUAGE sql AS 'SELECT b, NULL::public.mood';
CREATE FUNCTION public."table"(a integer = 1) RETURNS TABLE (x integer, y text) LANGUAGE sql AS 'SELECT a, NULL::text';
CREATE FUNCTION public.anything(anyelement, anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION public.of_any(VARIADIC "any") RETURNS integer LANGUAGE internal IMMUTABLE AS 'pg_num_nulls';
CREATE FUNCTION public.row_place() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION public.loaded() RETURNS trigger LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE PROCEDURE public.tidy(INOUT a integer, b text DEFAULT NULL) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION public.keep(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION public.done(text, double precision) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE public.counted(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE public.ordered(double precision ORDER BY text)
  (SFUNC = public.keep, STYPE = text, FINALFUNC = public.done, FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE public.hypothetical(VARIADIC "any" ORDER BY VARIADIC "any")
  (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE public.moving(a integer) (
  SFUNC = int4_avg_accum, STYPE = bigint[], SSPACE = 64, FINALFUNC = int8_avg, COMBINEFUNC = int4_avg_combine,
  INITCOND = '{0,0}', MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = bigint[], MSSPACE = 64,
  MFINALFUNC = int8_avg, MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '{0,0}', PARALLEL = RESTRICTED);
CREATE AGGREGATE public.partial(numeric) (
  SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
  SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE AGGREGATE public.lowest(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);

CREATE TRIGGER changes BEFORE INSERT OR UPDATE OF id, "Name", "select" OR DELETE ON public.things FOR EACH ROW
  EXECUTE FUNCTION public.touch('a''b', 'back\slash', '', 'ünïcode', ') EXECUTE');
CREATE TRIGGER "On Condition" AFTER UPDATE ON public.things FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.* AND NEW."Name" <> 'x) EXECUTE FUNCTION y(') EXECUTE FUNCTION public.touch(') EXECUTE');
CREATE TRIGGER seen AFTER UPDATE ON public.things REFERENCING OLD TABLE AS "Old" NEW TABLE AS fresh FOR EACH STATEMENT
  EXECUTE FUNCTION public.touch();
CREATE TRIGGER emptied BEFORE TRUNCATE ON public.things FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
CREATE TRIGGER replaced INSTEAD OF UPDATE ON public.named FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER unique_ids BEFORE INSERT ON public.things FOR EACH ROW
  EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger();
CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON public.things FROM public.calls DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE CONSTRAINT TRIGGER at_once AFTER INSERT ON public.things DEFERRABLE FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE CONSTRAINT TRIGGER never_late AFTER INSERT ON public.things FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.things DISABLE TRIGGER changes;
ALTER TABLE public.things ENABLE REPLICA TRIGGER seen;
ALTER TABLE public.things ENABLE ALWAYS TRIGGER emptied;
CREATE TRIGGER called AFTER INSERT ON public.calls FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.calls_1 DISABLE TRIGGER called;
ALTER TABLE public.calls_3_a ENABLE ALWAYS TRIGGER called;
CREATE EVENT TRIGGER parts_watch ON ddl_command_start EXECUTE FUNCTION public.watch();
CREATE EVENT TRIGGER "Parts drop" ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION public.watch();
ALTER EVENT TRIGGER parts_watch DISABLE;

CREATE RULE "Odd rule" AS ON INSERT TO public.things WHERE NEW.id < 0 DO ALSO (UPDATE public.calls SET who = NULL WHERE id = NEW.id; DELETE FROM public.calls WHERE id = NEW.id);
CREATE RULE on_view AS ON DELETE TO public.checked DO INSTEAD DELETE FROM public.things WHERE id = OLD.id;
ALTER TABLE public.things ENABLE REPLICA RULE "Odd rule";
CREATE POLICY every ON public.things;
CREATE POLICY own ON public.things AS RESTRICTIVE FOR UPDATE TO pg_monitor, pg_read_all_stats
  USING ((id > 1) OR ("Name" = CURRENT_USER)) WITH CHECK (true);
CREATE POLICY "Insert" ON public.things FOR INSERT TO PUBLIC WITH CHECK (id IN (SELECT id FROM public.calls));
