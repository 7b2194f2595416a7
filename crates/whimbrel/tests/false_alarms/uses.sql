-- What an application does with the tables of the corpus, as their owner and as a role with every privilege on them, and
-- what came of it before a statement. `:owner` and `:app` are those roles.
SET client_min_messages = warning;
CREATE ROLE :owner;
CREATE ROLE :app;
CREATE SCHEMA probing;
INSERT INTO notes VALUES (1001, ':owner', 'mine'), (1002, ':app', 'mine');
DO $$
DECLARE it record;
BEGIN
    FOR it IN SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'staging', 'archive') LOOP
        EXECUTE format('ALTER SCHEMA %I OWNER TO :owner', it.nspname);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO :app', it.nspname);
        EXECUTE format('GRANT ALL ON ALL TABLES IN SCHEMA %I TO :app', it.nspname);
        EXECUTE format('GRANT ALL ON ALL SEQUENCES IN SCHEMA %I TO :app', it.nspname);
    END LOOP;
    -- a partition or an owned sequence goes with its table, so that one may have its owner already
    FOR it IN SELECT oid::regclass AS name FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm')
        AND relnamespace IN ('public'::regnamespace, 'staging'::regnamespace) LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO :owner', it.name);
    END LOOP;
    ALTER SEQUENCE ticket_numbers OWNER TO :owner;
END $$;

-- Does it and takes it back. `works`, what it read, how many rows it touched, and how many were written in all; `refused`
-- where a constraint does what it is for.
CREATE FUNCTION probing.outcome(as_role text, use text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    value text;
    touched bigint;
    start bigint;
    written bigint;
    refused_table text;
    refused_column text;
BEGIN
    BEGIN
        SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) INTO start FROM pg_stat_xact_user_tables;
        EXECUTE format('SET LOCAL ROLE %I', as_role);
        IF use ~ '^(UPDATE|DELETE)' THEN
            EXECUTE use;
        ELSE
            EXECUTE use INTO value;
        END IF;
        GET DIAGNOSTICS touched = ROW_COUNT;
        SET CONSTRAINTS ALL IMMEDIATE;
        RESET ROLE;
        SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) - start INTO written FROM pg_stat_xact_user_tables;
        RAISE EXCEPTION 'taken back' USING ERRCODE = 'WH001';
    EXCEPTION WHEN SQLSTATE 'WH001' THEN
        RETURN format('works|%s|%s|%s', value, touched, written);
    END;
EXCEPTION
    WHEN foreign_key_violation OR unique_violation OR check_violation OR exclusion_violation THEN
        RETURN 'refused|' || SQLERRM;
    WHEN not_null_violation THEN
        GET STACKED DIAGNOSTICS refused_table = TABLE_NAME, refused_column = COLUMN_NAME;
        -- of a column that was NOT NULL already it is a value that no longer comes by itself
        IF EXISTS (SELECT FROM probing.nullable WHERE of_table = refused_table AND of_column = refused_column) THEN
            RETURN 'refused|' || SQLERRM;
        END IF;
        RETURN 'fails|' || SQLERRM;
    WHEN OTHERS THEN
        RETURN 'fails|' || SQLERRM;
END $$;

CREATE TABLE probing.nullable AS
SELECT c.relname::text AS of_table, a.attname::text AS of_column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND NOT a.attnotnull;
GRANT USAGE ON SCHEMA probing TO PUBLIC;
CREATE TABLE probing.uses (object text, what text, sql text, as_role text, before text);

CREATE VIEW probing.columns AS
SELECT c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) AS name, a.attnum, quote_ident(a.attname) AS attname, a.attnotnull,
       a.atthasdef OR a.attidentity <> '' AS is_filled, a.attgenerated <> '' OR a.attidentity = 'a' AS is_given
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname IN ('public', 'staging', 'archive') AND c.relkind IN ('r', 'p', 'v', 'm')
AND a.attnum > 0 AND NOT a.attisdropped;

INSERT INTO probing.uses (object, what, sql)
SELECT name, 'reading ' || attname, format('SELECT NULL FROM (SELECT %s FROM %s LIMIT 1) t', attname, name)
FROM probing.columns;
INSERT INTO probing.uses (object, what, sql)
SELECT DISTINCT name, 'counting the rows', format('SELECT count(*) FROM %s', name) FROM probing.columns;
-- with every column, and with none but those that it must name; told are the columns that are left without a value
INSERT INTO probing.uses (object, what, sql)
SELECT name, what, format(
    'INSERT INTO %1$s AS r %2$s ON CONFLICT DO NOTHING RETURNING (SELECT string_agg(key, '', '')
     FROM json_each_text(row_to_json(r)) WHERE value IS NULL AND key = ANY (%3$L))',
    name, CASE WHEN named IS NULL THEN 'DEFAULT VALUES' ELSE format('(%1$s) SELECT %1$s FROM %2$s LIMIT 1', named, name) END, known)
FROM (SELECT name, 'inserting all columns' AS what, string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE NOT is_given) AS named,
             array_agg(attname::text) AS known
      FROM probing.columns WHERE relkind IN ('r', 'p') GROUP BY name
      UNION ALL
      SELECT name, 'inserting what it must',
             string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE attnotnull AND NOT is_filled AND NOT is_given),
             array_agg(attname::text)
      FROM probing.columns WHERE relkind IN ('r', 'p') GROUP BY name) t;
INSERT INTO probing.uses (object, what, sql)
SELECT name, 'updating ' || attname,
       format('UPDATE %1$s SET %2$s = %2$s WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM %1$s LIMIT 1)', name, attname)
FROM probing.columns WHERE relkind IN ('r', 'p') AND NOT is_given;
INSERT INTO probing.uses (object, what, sql)
SELECT DISTINCT name, 'deleting a row',
       format('DELETE FROM %1$s WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM %1$s LIMIT 1)', name)
FROM probing.columns WHERE relkind IN ('r', 'p');
INSERT INTO probing.uses (object, what, sql)
SELECT p.oid::regprocedure::text, 'calling it', format('SELECT %L::regprocedure', format('public.%s', p.oid::regprocedure))
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace;
INSERT INTO probing.uses (object, what, sql)
SELECT t.typname, 'using the type', format('SELECT NULL::public.%I', t.typname)
FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd');
INSERT INTO probing.uses (object, what, sql)
SELECT t.typname, 'reading the value ' || enumlabel, format('SELECT %L::public.%I', enumlabel, t.typname)
FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid;
INSERT INTO probing.uses (object, what, sql)
SELECT relname, 'taking a number', format('SELECT NULL FROM (SELECT nextval(%L)) t', format('public.%I', relname))
FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
INSERT INTO probing.uses (object, what, sql)
VALUES ('plain', 'searching', 'SELECT to_tsvector(''public.plain'', ''a'')'),
       ('posix', 'collating', 'SELECT ''a'' COLLATE public.posix');

-- finding rows without reading all of them
INSERT INTO probing.uses (object, what, sql)
SELECT DISTINCT c.name, 'finding rows by ' || c.attname,
       format('SELECT (SELECT 1 FROM pg_index WHERE indrelid = %s AND indkey[0] = %s AND indisvalid LIMIT 1)', c.oid, c.attnum)
FROM pg_index i JOIN probing.columns c ON c.oid = i.indrelid AND c.attnum = i.indkey[0] WHERE i.indpred IS NULL;

-- Whether a foreign key that is declared is kept.
CREATE FUNCTION probing.keeps(key oid, use text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE use;
    RETURN CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE oid = key) THEN 'a row may point nowhere' ELSE '' END;
EXCEPTION WHEN OTHERS THEN
    RETURN '';
END $$;
INSERT INTO probing.uses (object, what, sql)
SELECT c.name, 'pointing nowhere with ' || c.attname, format('SELECT probing.keeps(%s, %L)', k.oid,
    format('UPDATE %1$s SET %2$s = -1 WHERE ctid IN (SELECT ctid FROM %1$s LIMIT 1)', c.name, c.attname))
FROM pg_constraint k JOIN probing.columns c ON c.oid = k.conrelid AND c.attnum = k.conkey[1] WHERE k.contype = 'f';

INSERT INTO probing.uses SELECT object, what, sql, ':app' FROM probing.uses;
UPDATE probing.uses SET as_role = ':owner' WHERE as_role IS NULL;
INSERT INTO probing.uses SELECT object, what, sql, current_user FROM probing.uses WHERE what = 'counting the rows' AND as_role = ':app';
UPDATE probing.uses SET before = probing.outcome(as_role, sql);
DELETE FROM probing.uses WHERE before NOT LIKE 'works|%';

-- How many rows, and values in each column, there are.
CREATE FUNCTION probing.holdings() RETURNS TABLE (relation oid, number smallint, name text, kept bigint) LANGUAGE plpgsql AS $$
DECLARE it record;
BEGIN
    FOR it IN SELECT c.oid, a.attnum, quote_ident(a.attname) AS attname, c.oid::regclass AS of_table
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
              WHERE c.relkind = 'r' AND c.relnamespace NOT IN ('probing'::regnamespace, 'pg_catalog'::regnamespace)
              AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND a.attnum > 0 AND NOT a.attisdropped LOOP
        RETURN QUERY EXECUTE format('SELECT %s::oid, %s::smallint, %L::text, count(%s) FROM ONLY %s',
            it.oid, it.attnum, it.of_table || '.' || it.attname, it.attname, it.of_table);
    END LOOP;
    FOR it IN SELECT c.oid, c.oid::regclass AS of_table FROM pg_class c
              WHERE c.relkind IN ('r', 'm') AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|probing)'
              AND c.relispopulated LOOP
        RETURN QUERY EXECUTE format('SELECT %s::oid, 0::smallint, %L::text, count(*) FROM ONLY %s', it.oid, it.of_table, it.of_table);
    END LOOP;
END $$;
CREATE TABLE probing.held AS SELECT h.*, c.relkind FROM probing.holdings() h JOIN pg_class c ON c.oid = h.relation;
-- of a table without rows none can be touched
DELETE FROM probing.uses u USING probing.held h
WHERE h.number = 0 AND h.kept = 0 AND u.object = 'public.' || h.name AND u.what ~ '^(updating|deleting)';
