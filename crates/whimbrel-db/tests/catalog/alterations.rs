//! How views, indexes, routines, triggers, rules, policies and statistics become others: in place where PostgreSQL
//! allows it, and what each statement may do to a database in use.

use std::fmt::Write as _;

use whimbrel_catalog::{Catalog, generate};
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::shared;

use crate::connect;

const COMMON: &str = "
    CREATE TABLE notes (id integer NOT NULL, body text, at date);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FUNCTION touch_again() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';";

/// The statements from A to B and back on this version, with their hazards; both ways are run and read back.
async fn both_ways(version: u32, a: &str, b: &str) -> String {
    let (database, other) = (shared(version).database(), shared(version).database());
    database.psql(&format!("{COMMON}{a}"));
    other.psql(&format!("{COMMON}{b}"));
    let postgres = connect(&database).await;
    let old = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
    let new = read(&connect(&other).await, &ReadOptions::default()).await.expect("it can be read");
    let mut out = format!("====== PostgreSQL {version}\n{a}\n====== to\n{b}\n");
    for (word, from, to) in [("forth", &old, &new), ("back", &new, &old)] {
        let _ = writeln!(out, "------ {word}");
        for statement in generate::statements(from, to, version).expect("there is no circle") {
            for hazard in &statement.hazards {
                let _ = writeln!(out, "-- {}: {}", hazard.kind.words(), hazard.what);
            }
            let _ = writeln!(out, "{};", statement.sql);
            postgres.run(&statement.sql).await.unwrap_or_else(|error| panic!("{error}\nin {}", statement.sql));
        }
        let found = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(Catalog::changes(&found, to), [], "after\n{out}");
    }
    out
}

async fn check(name: &str, versions: &[u32], pairs: &[(&str, &str)]) {
    let mut out = String::new();
    for (a, b) in pairs {
        for &version in versions {
            out.push_str(&both_ways(version, a, b).await);
        }
    }
    insta::assert_snapshot!(name, out);
}

#[tokio::test]
async fn views() {
    let pairs = [
        ("CREATE VIEW v AS SELECT id FROM notes", "CREATE VIEW v AS SELECT id, body FROM notes WHERE id > 0"),
        (
            "CREATE VIEW v WITH (security_barrier) AS SELECT id FROM notes WITH CASCADED CHECK OPTION",
            "CREATE VIEW v AS SELECT id FROM notes WITH LOCAL CHECK OPTION; ALTER VIEW v ALTER COLUMN id SET DEFAULT 1",
        ),
        (
            "CREATE VIEW v AS SELECT id FROM notes; CREATE VIEW w AS SELECT * FROM v; COMMENT ON VIEW w IS 'kept'",
            "CREATE VIEW v AS SELECT id::text FROM notes; CREATE VIEW w AS SELECT * FROM v; COMMENT ON VIEW w IS 'kept'",
        ),
        (
            "CREATE MATERIALIZED VIEW m AS SELECT id FROM notes; CREATE INDEX m_id ON m (id)",
            "CREATE MATERIALIZED VIEW m WITH (fillfactor = 50) AS SELECT id FROM notes WITH NO DATA;
             ALTER MATERIALIZED VIEW m ALTER COLUMN id SET STATISTICS 5; CREATE INDEX m_id ON m (id);
             ALTER MATERIALIZED VIEW m CLUSTER ON m_id",
        ),
        (
            "CREATE MATERIALIZED VIEW m AS SELECT id FROM notes; CREATE INDEX m_id ON m (id)",
            "CREATE MATERIALIZED VIEW m AS SELECT id + 1 AS id FROM notes; CREATE INDEX m_id ON m (id)",
        ),
    ];
    check("views", &[15], &pairs).await;
}

#[tokio::test]
async fn indexes() {
    let pairs = [
        (
            "CREATE INDEX i ON notes (id) WITH (fillfactor = 50); ALTER TABLE notes CLUSTER ON i",
            "CREATE INDEX i ON notes (id) WITH (fillfactor = 60, deduplicate_items = off)",
        ),
        (
            "CREATE INDEX i ON notes USING gin (to_tsvector('simple', body)) WITH (fastupdate = off)",
            "CREATE INDEX i ON notes USING gin (to_tsvector('simple', body));
             ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 50",
        ),
        (
            "CREATE INDEX i ON notes (id)",
            "CREATE UNIQUE INDEX i ON notes (id); ALTER TABLE notes REPLICA IDENTITY USING INDEX i",
        ),
        ("CREATE UNIQUE INDEX i ON notes (id)", "ALTER TABLE notes ADD CONSTRAINT i UNIQUE (id)"),
    ];
    check("indexes", &[15], &pairs).await;
}

#[tokio::test]
async fn statistics() {
    let pairs = [
        (
            "CREATE STATISTICS s ON id, at FROM notes",
            "CREATE STATISTICS s ON id, at FROM notes; ALTER STATISTICS s SET STATISTICS 9",
        ),
        ("CREATE STATISTICS s ON id, at FROM notes", "CREATE STATISTICS s (mcv) ON id, body FROM notes"),
    ];
    check("statistics", &[15], &pairs).await;
}

#[tokio::test]
async fn triggers() {
    let pairs = [
        (
            "CREATE TRIGGER t AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch()",
            "CREATE TRIGGER t BEFORE UPDATE OF body ON notes FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION touch_again('a');
             ALTER TABLE notes ENABLE REPLICA TRIGGER t",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch()",
            "CREATE TRIGGER t AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch(); ALTER TABLE notes DISABLE TRIGGER t",
        ),
        (
            "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch()",
            "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch()",
        ),
        (
            "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
             CREATE EVENT TRIGGER alterations ON ddl_command_end WHEN TAG IN ('DROP SCHEMA') EXECUTE FUNCTION e()",
            "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
             CREATE EVENT TRIGGER alterations ON ddl_command_end WHEN TAG IN ('DROP SCHEMA') EXECUTE FUNCTION e();
             ALTER EVENT TRIGGER alterations ENABLE ALWAYS",
        ),
    ];
    check("triggers", &[13, 18], &pairs).await;
}

#[tokio::test]
async fn rules_and_policies() {
    let pairs = [
        (
            "CREATE RULE r AS ON DELETE TO notes DO INSTEAD NOTHING",
            "CREATE RULE r AS ON DELETE TO notes DO ALSO NOTIFY gone; ALTER TABLE notes DISABLE RULE r",
        ),
        (
            "CREATE POLICY p ON notes TO pg_monitor USING (id > 0)",
            "CREATE POLICY p ON notes USING (id > 1) WITH CHECK (id < 9)",
        ),
        ("CREATE POLICY p ON notes FOR SELECT", "CREATE POLICY p ON notes AS RESTRICTIVE FOR SELECT"),
    ];
    check("rules_and_policies", &[15], &pairs).await;
}

#[tokio::test]
async fn routines() {
    let of = |head: &str, body: &str| format!("CREATE FUNCTION f{head} LANGUAGE sql AS '{body}'");
    let one = of("(a integer) RETURNS integer", "SELECT a");
    let pairs = [
        (
            one.clone(),
            of("(a integer DEFAULT 1) RETURNS integer IMMUTABLE STRICT SET work_mem = '1MB'", "SELECT a + 1"),
        ),
        (
            one.clone(),
            "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN a; END'".to_owned(),
        ),
        (one.clone(), of("(integer) RETURNS integer", "SELECT $1")),
        (one.clone(), of("(a integer) RETURNS bigint", "SELECT 1::bigint")),
        (one.clone(), of("(a integer, OUT b integer) RETURNS integer", "SELECT a")),
        (one.clone(), of("(VARIADIC a integer[]) RETURNS integer", "SELECT 1")),
        (
            of("(a integer, OUT b text)", "SELECT NULL::text"),
            of("(a integer, OUT b text, OUT c text)", "SELECT NULL, NULL"),
        ),
        (
            of("(a integer) RETURNS TABLE (x integer)", "SELECT 1"),
            of("(a integer) RETURNS TABLE (y integer)", "SELECT 1"),
        ),
        (one, "CREATE PROCEDURE f(a integer) LANGUAGE sql AS 'SELECT 1'".to_owned()),
        (
            "CREATE AGGREGATE g(integer) (SFUNC = int4pl, STYPE = integer)".to_owned(),
            "CREATE AGGREGATE g(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5', PARALLEL = SAFE)".to_owned(),
        ),
        (
            "CREATE AGGREGATE g(integer) (SFUNC = int4pl, STYPE = integer)".to_owned(),
            "CREATE AGGREGATE g(integer) (SFUNC = int84pl, STYPE = bigint, INITCOND = '0')".to_owned(),
        ),
    ];
    let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    check("routines", &[15], &pairs).await;
}
