//! Schemas in the wrong order, and in the right one.

use insta::assert_snapshot;
use whimbrel_db::load::{Roles, load};
use whimbrel_testing::{shared, versions};

use super::*;

const WRONG_ORDER: &str = "
    CREATE INDEX chats_user ON chats (user_id);
    CREATE TRIGGER touched BEFORE UPDATE ON chats FOR EACH ROW EXECUTE FUNCTION app.touch();
    CREATE VIEW busy AS SELECT u.name, app.chat_count(u.id) AS n FROM users u WHERE u.mood = 'ok'::mood;
    CREATE FUNCTION app.chat_count(who int) RETURNS bigint LANGUAGE sql STABLE
      AS 'SELECT count(*) FROM chats WHERE user_id = who';
    COMMENT ON COLUMN chats.body IS 'what was said';
    ALTER TABLE chats ADD COLUMN body text;
    CREATE TABLE chats (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE, at timestamptz);
    CREATE TABLE users (id int, name text COLLATE app.german, mood mood DEFAULT 'ok');
    ALTER TABLE users ADD PRIMARY KEY (id);
    CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := now(); RETURN NEW; END';
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE COLLATION app.german (provider = icu, locale = 'de');
    CREATE SCHEMA app;
";

#[tokio::test]
async fn every_statement_goes_behind_what_it_needs() {
    let mut told = Vec::new();
    let mut dumps = Vec::new();
    for version in versions() {
        let database = shared(version).database();
        told.push(loaded(&database, &script(WRONG_ORDER)).await);
        if version <= 15 {
            dumps.push(database.pg_dump());
        }
        let right: String = {
            let mut lines: Vec<_> = WRONG_ORDER.split_inclusive(";\n").collect();
            lines.reverse();
            // the primary key before what points at it, the column before its comment
            lines.swap(4, 5);
            lines.concat()
        };
        let by_hand = shared(version).database();
        by_hand.psql(&right);
        if version <= 15 {
            assert_eq!(by_hand.pg_dump(), database.pg_dump());
        }
    }
    assert_snapshot!(told[0]);
    assert!(told.iter().all(|other| *other == told[0]), "all versions do the same");
}

#[tokio::test]
async fn what_is_in_the_right_order_stays_in_it() {
    let sql = "CREATE TABLE b (id int PRIMARY KEY);
        DROP TABLE IF EXISTS a;
        CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b);
        CREATE VIEW v AS SELECT * FROM a;
        DROP VIEW v;
        CREATE VIEW v AS SELECT id FROM a;
        CREATE OR REPLACE VIEW v AS SELECT id, b FROM a;
        ALTER TABLE a RENAME TO c";
    assert_snapshot!(loaded(&shared(15).database(), &script(sql)).await);
}

#[tokio::test]
async fn drops_stay_above_what_they_make_room_for() {
    let database = shared(15).database();
    let sql = "DROP TABLE IF EXISTS chats CASCADE;
        CREATE TABLE chats (id int PRIMARY KEY, user_id int REFERENCES users);
        DROP TABLE IF EXISTS app.users, users CASCADE;
        CREATE TABLE users (id int PRIMARY KEY)";
    assert_snapshot!(loaded(&database, &script(sql)).await);
    assert_eq!(database.psql("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"), "1");
}

#[tokio::test]
async fn nothing_is_passed_over_in_silence() {
    let database = shared(15).database();
    let sql = "ALTER TABLE IF EXISTS t DROP CONSTRAINT IF EXISTS c;
        DROP TABLE IF EXISTS t;
        ALTER TABLE IF EXISTS t ADD COLUMN b int;
        CREATE INDEX IF NOT EXISTS i ON t (b);
        CREATE TABLE t (a int);
        ALTER TABLE IF EXISTS nowhere ADD COLUMN b int;
        CREATE TABLE IF NOT EXISTS t (a int, c int);
        CREATE INDEX IF NOT EXISTS i ON t (b);
        CREATE SCHEMA IF NOT EXISTS app; CREATE SCHEMA IF NOT EXISTS app";
    let mut text = loaded(&database, &script(sql)).await;
    text.push_str(&database.psql("SELECT * FROM t LIMIT 0; SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"));
    assert_snapshot!(text);
}

#[tokio::test]
async fn what_goes_over_everything_keeps_its_place() {
    let database = shared(15).database();
    let sql = "CREATE TABLE a (id citext PRIMARY KEY);
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
        CREATE TABLE b ();
        ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO PUBLIC;
        CREATE TABLE c ();
        DO $$ BEGIN CREATE DOMAIN citext AS text; END $$;
        CREATE VIEW v AS SELECT * FROM d;
        REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM PUBLIC;
        CREATE TABLE d ();";
    let mut text = loaded(&database, &script(sql)).await;
    text.push_str(&database.psql("SELECT relname, relacl FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace ORDER BY 1"));
    assert_snapshot!(text);
}

#[tokio::test]
async fn foreign_keys_in_a_circle_are_added_afterwards() {
    let sql = "CREATE TABLE a (
          id int PRIMARY KEY,
          b_id int NOT NULL CONSTRAINT to_b REFERENCES b (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
          name text
        );
        CREATE TABLE b (id int PRIMARY KEY, c_id int, FOREIGN KEY (c_id) REFERENCES c ON UPDATE CASCADE, note text);
        CREATE INDEX ON b (c_id);
        CREATE TABLE c (id int PRIMARY KEY, a_id int REFERENCES a, self int REFERENCES c);
        CREATE TABLE d (id int PRIMARY KEY, c_id int REFERENCES c);";
    let mut told = Vec::new();
    for version in versions() {
        let database = shared(version).database();
        let mut text = loaded(&database, &script(sql)).await;
        text.push_str(&database.psql(
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2",
        ));
        told.push(text);
    }
    assert_snapshot!(told[0]);
    assert!(told.iter().all(|other| *other == told[0]), "all versions do the same");
}

#[tokio::test]
async fn functions_that_need_each_other_are_checked_afterwards() {
    let database = shared(15).database();
    let sql = "
        CREATE FUNCTION even(n int) RETURNS boolean LANGUAGE sql AS 'SELECT n = 0 OR odd(n - 1)';
        CREATE FUNCTION odd(n int) RETURNS boolean LANGUAGE sql AS 'SELECT n <> 0 AND even(n - 1)';
        CREATE TABLE t (id int DEFAULT next_id(), made_by text);
        CREATE OR REPLACE FUNCTION next_id() RETURNS int LANGUAGE sql AS 'SELECT coalesce(max(id), 0) + 1 FROM t';
        CREATE FUNCTION last_made() RETURNS SETOF u LANGUAGE sql AS 'SELECT * FROM u';
        CREATE TABLE u (id int DEFAULT how_many() + 1 NOT NULL);
        CREATE FUNCTION how_many() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM last_made()';
        CREATE FUNCTION broken() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM nowhere';
        CREATE FUNCTION needs_broken() RETURNS bigint LANGUAGE sql AS 'SELECT broken()'";
    let mut text = loaded(&database, &script(sql)).await;
    text.push_str(&database.psql("SELECT even(4), next_id(), how_many()"));
    assert_snapshot!(text);
}

#[tokio::test]
async fn a_default_that_needs_what_needs_its_table() {
    let database = shared(15).database();
    let sql = "CREATE TABLE t (id int DEFAULT count_of(NULL) + 1 NOT NULL CHECK (id > 0), a int);
        CREATE FUNCTION count_of(x t) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END";
    let mut text = loaded(&database, &script(sql)).await;
    text.push_str(&database.psql("INSERT INTO t DEFAULT VALUES RETURNING id"));
    assert_snapshot!(text);
}

#[tokio::test]
async fn settings_are_those_of_the_place() {
    let database = shared(15).database();
    let script = files(&[
        (
            "first.sql",
            "CREATE SCHEMA one; CREATE SCHEMA two;
             SET search_path = one;
             CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES two.b);
             SET search_path TO two; SET default_table_access_method = heap;
             CREATE TABLE b (id int PRIMARY KEY);
             BEGIN; SET LOCAL search_path = one; CREATE TABLE c (); COMMIT;
             CREATE TABLE d ();",
        ),
        ("second.sql", "CREATE TABLE e (); SELECT pg_catalog.set_config('search_path', '', false); RESET ROLE;"),
    ]);
    let postgres = connect(&database).await;
    postgres
        .run("SET lock_timeout = '7s'; SET search_path = public, pg_temp; SET ROLE pg_monitor; RESET ROLE")
        .await
        .expect("it runs");
    let mut text = told(&postgres, &script, Roles::Leave).await;
    let replies =
        postgres.run("SHOW lock_timeout; SHOW search_path; SHOW default_table_access_method").await.expect("it runs");
    let shown: Vec<_> = replies.iter().filter_map(|reply| reply.rows[0][0].as_deref()).collect();
    assert_eq!(shown, ["7s", "public, pg_temp", "heap"]);
    text.push_str(
        &database.psql("SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND oid > 16384 ORDER BY oid"),
    );
    assert_snapshot!(text);
}

#[tokio::test]
async fn what_needs_no_transaction_of_its_own_here() {
    let sql = "BEGIN;
        CREATE TABLE t (a int);
        CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);
        DROP INDEX CONCURRENTLY i;
        COMMIT;
        VACUUM t; ANALYZE t; REINDEX (CONCURRENTLY) TABLE t; CLUSTER; SET TRANSACTION READ ONLY; DISCARD ALL;
        CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;
        CREATE SCHEMA public; CREATE EXTENSION plpgsql;
        ALTER DATABASE shop SET timezone = 'UTC';
        SET no_such_setting = 1;
        CREATE ROLE app LOGIN; GRANT app TO postgres; COMMENT ON ROLE app IS 'it';
        COMMENT ON TABLE t IS 'role'";
    assert_snapshot!(loaded(&shared(15).database(), &script(sql)).await);
}

#[tokio::test]
async fn values_of_an_enum_are_used_where_they_are_added() {
    let right = "CREATE TYPE mood AS ENUM ('sad');
        ALTER TYPE mood ADD VALUE 'ok';
        CREATE TABLE t (m mood DEFAULT 'ok');";
    let wrong = "CREATE TABLE u (m mood DEFAULT 'ok', t_id int REFERENCES t);
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'sad');
        ALTER TYPE mood ADD VALUE 'ok';
        CREATE VIEW v AS SELECT * FROM u WHERE m <> 'ok'";
    for version in [15, 18] {
        let database = shared(version).database();
        let mut text = loaded(&database, &script(right)).await;
        text.push_str("--\n");
        let database = shared(version).database();
        text.push_str(&loaded(&database, &script(wrong)).await);
        text.push_str(&database.psql("SELECT enum_range(NULL::mood)"));
        assert_snapshot!(format!("values_of_an_enum_on_{version}"), text);
    }
}

#[tokio::test]
async fn a_dump_loads_as_it_is() {
    let source = shared(15).database();
    let mut right: Vec<_> = WRONG_ORDER.split_inclusive(";\n").collect();
    right.reverse();
    right.swap(4, 5);
    source.psql(&right.concat());
    source.psql(
        "CREATE OR REPLACE VIEW public.loop AS SELECT 1 AS a;
        CREATE FUNCTION f() RETURNS SETOF loop LANGUAGE sql AS 'SELECT 1';
        CREATE OR REPLACE VIEW public.loop AS SELECT count(*)::int AS a FROM f();",
    );
    let copy = shared(15).database();
    let dump = pg_dump(&source);
    assert!(dump.contains("check_function_bodies"), "it has its settings");
    let script = script(&dump);
    let postgres = connect(&copy).await;
    let loaded = load(&postgres, &script, Roles::Leave).await.expect("it loads");
    assert_eq!(loaded.remarks, []);
    let in_order = loaded.order.iter().map(|step| step.statement).is_sorted();
    assert!(in_order, "in the order of the dump:\n{}", tell(&script, Ok(loaded)));
    assert_eq!(pg_dump(&copy), dump);

    // the same upside down
    let file = SourceFile::new("reversed.sql", dump.as_str());
    let statements = whimbrel_source::Statement::split(&file, file.span(), Engine::Postgres).expect("SQL");
    let settings = |sql: &str| sql.starts_with("SET ") || sql.contains("set_config");
    let (first, rest): (Vec<_>, Vec<_>) = statements.into_iter().map(|s| s.sql).partition(|sql| settings(sql));
    let reversed: Vec<String> = first.into_iter().chain(rest.into_iter().rev()).collect();
    let copy = shared(15).database();
    let postgres = connect(&copy).await;
    load(&postgres, &super::script(&reversed.join(";\n")), Roles::Leave).await.expect("it loads");
    assert_eq!(pg_dump(&copy), dump);
}

/// The dump as it is written, but for the lines that differ from run to run.
fn pg_dump(database: &Database) -> String {
    let output = std::process::Command::new(whimbrel_testing::client_tool("pg_dump"))
        .args(["--schema-only", "-d", database.url()])
        .output()
        .expect("pg_dump can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let random = |line: &&str| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict");
    String::from_utf8_lossy(&output.stdout).lines().filter(random).map(|line| format!("{line}\n")).collect()
}

#[tokio::test]
async fn long_chains_are_followed() {
    let count = 1500;
    let mut sql = String::new();
    for n in (1..count).rev() {
        sql.push_str(&format!("CREATE TABLE t{n} (id int PRIMARY KEY, up int REFERENCES t{});\n", n - 1));
    }
    sql.push_str("CREATE TABLE t0 (id int PRIMARY KEY);\n");
    let database = shared(15).database();
    let text = loaded(&database, &script(&sql)).await;
    assert_eq!(text.lines().count(), count);
    assert!(text.starts_with(&format!("{count}: CREATE TABLE t0 ")), "{}", &text[..200]);
    assert_eq!(
        database.psql("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"),
        count.to_string()
    );
}

#[tokio::test]
async fn nothing_to_load() {
    for sql in ["-- nothing yet\n", ";"] {
        assert_eq!(loaded(&shared(15).database(), &script(sql)).await, "");
    }
    let none = Script::read(Vec::new(), Engine::Postgres).expect("nothing");
    assert_eq!(loaded(&shared(15).database(), &none).await, "");
}
