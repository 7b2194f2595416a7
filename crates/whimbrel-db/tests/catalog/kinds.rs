//! Types, operators and the rarer kinds: every property is read, and what is written of them is read back the same.

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::{Catalog, ObjectKind};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{Database, shared, versions};

use crate::{connect, listing};

const KINDS: &str = include_str!("kinds.postgres.sql");

/// Every secret in it.
const SECRETS: [&str; 3] = ["sea-urchin", "sea-horse", "sea-cucumber"];

/// What only newer versions have.
fn newer(version: u32) -> String {
    let mut sql = String::new();
    if version >= 13 {
        sql.push_str("CREATE PUBLICATION roots FOR TABLE app.child WITH (publish_via_partition_root = true);");
    }
    if version >= 14 {
        sql.push_str("CREATE TYPE app.named AS RANGE (subtype = date, multirange_type_name = \"Odd Schema\".many);");
    }
    if version >= 15 {
        sql.push_str(
            "CREATE COLLATION app.numbers (provider = icu, locale = 'en-u-kn', deterministic = false);
             CREATE PUBLICATION columns FOR TABLE app.child (id, at) WHERE (id > 10);
             CREATE PUBLICATION schemas FOR TABLE app.child WHERE (id > 10), TABLES IN SCHEMA \"Odd Schema\";",
        );
    }
    if version >= 18 {
        sql.push_str(
            "CREATE COLLATION app.ruled (provider = icu, locale = 'und', rules = '&a < ''g''');
             CREATE COLLATION app.built_in (provider = builtin, locale = 'C.UTF-8');
             CREATE DOMAIN app.named_not_null AS integer CONSTRAINT given NOT NULL;
             CREATE PUBLICATION computed FOR TABLE app.child WITH (publish_generated_columns = stored);",
        );
    }
    sql
}

async fn reading(postgres: &Postgres) -> Catalog {
    read(postgres, &ReadOptions::default()).await.expect("it can be read")
}

async fn loaded(database: &Database) -> Catalog {
    database.psql(KINDS);
    database.psql(&newer(database.server().version()));
    reading(&connect(database).await).await
}

fn lines(catalog: &Catalog) -> String {
    use ObjectKind as K;
    let others = [K::Table, K::Column, K::PrimaryKey, K::Function].map(|kind| format!("{kind} "));
    let all = listing(catalog);
    let mut out = String::new();
    let mut keep = true;
    for line in all.lines() {
        // bodies of functions go over several lines
        if !line.starts_with([' ', '$', 'A']) {
            keep = !others.iter().any(|kind| line.starts_with(kind));
        }
        if keep {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[tokio::test]
async fn every_property_is_read() {
    for version in versions() {
        let catalog = loaded(&shared(version).database()).await;
        insta::assert_snapshot!(format!("kinds_on_postgres_{version}"), lines(&catalog));
    }
}

/// Runs statements that end in nothing.
async fn run(postgres: &Postgres, statements: &[Statement]) {
    postgres.run("SET check_function_bodies = false; SET search_path = ''").await.expect("they are settings");
    for statement in statements {
        if let Err(error) = postgres.run(&statement.sql).await {
            panic!("{}\n{}", error.message, statement.sql);
        }
    }
}

#[tokio::test]
async fn what_is_written_is_read_back_the_same() {
    for version in versions() {
        let catalog = loaded(&shared(version).database()).await;
        let dump = generate::dump(&catalog, version).expect("there is an order");
        let again = shared(version).database();
        let postgres = connect(&again).await;
        run(&postgres, &dump).await;
        let written = reading(&postgres).await;
        assert_eq!(Catalog::changes(&written, &catalog), [], "on PostgreSQL {version}");
        // and away again
        let nothing = generate::statements(&written, &Catalog::empty(), version).expect("there is an order");
        run(&postgres, &nothing).await;
        let left = reading(&postgres).await;
        assert_eq!(Catalog::changes(&left, &Catalog::empty()), [], "on PostgreSQL {version}");
        if version == 15 {
            insta::assert_snapshot!("kinds_dumped", generate::text(&dump));
        }
    }
}

#[tokio::test]
async fn secrets_do_not_leave_the_server() {
    let database = shared(15).database();
    let catalog = loaded(&database).await;
    let dump = generate::text(&generate::dump(&catalog, 15).expect("there is an order"));
    let changes = Catalog::changes(&Catalog::default(), &catalog);
    for secret in SECRETS {
        assert!(!format!("{catalog:?}{changes:?}{dump}").contains(secret), "{secret} is told");
    }
    // what they are is compared all the same
    database.psql("ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET password 'sea-lion')");
    let other = reading(&connect(&database).await).await;
    let changes = Catalog::changes(&catalog, &other);
    let facts = &changes.iter().map(|change| &change.facts).collect::<Vec<_>>()[..];
    let [facts] = facts else { panic!("{changes:?}") };
    assert_eq!(facts[0].old.as_deref(), Some("password (secret), \"user\" 'guest'"));
    assert_eq!(facts[0].new.as_deref(), Some("password (another secret), \"user\" 'guest'"));
    // one that has to be filled in may become any
    database.psql("ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET password '<password>')");
    let to_fill_in = reading(&connect(&database).await).await;
    assert_eq!(Catalog::changes(&catalog, &to_fill_in), []);
    assert_eq!(Catalog::changes(&to_fill_in, &other), []);
}

#[tokio::test]
async fn options_that_may_not_be_read_are_not_compared() {
    let database = shared(15).database();
    let before = loaded(&database).await;
    let postgres = connect(&database).await;
    postgres.run("SET ROLE pg_monitor").await.expect("it runs");
    let after = reading(&postgres).await;
    let mapping = after.user_mappings.get("FOR PUBLIC SERVER far").expect("it is there");
    assert_eq!(mapping.options, None);
    assert_eq!(before.user_mappings, after.user_mappings);
    let dump = generate::text(&generate::dump(&after, 15).expect("there is an order"));
    assert!(dump.contains("CREATE USER MAPPING FOR PUBLIC SERVER far\n    -- its options may not be read: add them;"));
}

/// A way from one schema to another, with rows; what remains of a query afterwards.
async fn after_change(version: u32, a: &str, b: &str, query: &str) -> (String, String) {
    let (before, after) = (shared(version).database(), shared(version).database());
    before.psql(a);
    after.psql(b);
    let postgres = connect(&before).await;
    let wanted = reading(&connect(&after).await).await;
    let statements = generate::statements(&reading(&postgres).await, &wanted, version).expect("there is an order");
    run(&postgres, &statements).await;
    assert_eq!(Catalog::changes(&reading(&postgres).await, &wanted), [], "on PostgreSQL {version}");
    (generate::text(&statements), before.psql(query))
}

/// Attributes are moved by name, and never read as another one's.
#[tokio::test]
async fn values_of_a_composite_type_keep_their_attributes() {
    for version in versions() {
        let a = "CREATE TYPE part AS (name text, n integer); CREATE TABLE t (id int, p part, ps part[]);
            INSERT INTO t VALUES (1, ROW('bolt, long', 3), '{}'), (2, NULL, NULL), (3, ROW(NULL, NULL), NULL)";
        let b = "CREATE TYPE part AS (n bigint, name text, origin text); CREATE TABLE t (id int, p part, ps part[])";
        let query = "SELECT id, (p).n, (p).name, p IS NULL, p IS DISTINCT FROM NULL FROM t ORDER BY id";
        let (_, rows) = after_change(version, a, b, query).await;
        assert_eq!(rows, "1|3|bolt, long|f|t\n2|||t|f\n3|||t|t");
    }
}

#[tokio::test]
async fn arrays_of_a_type_with_other_attributes_are_refused_where_there_are_any() {
    let (before, after) = (shared(15).database(), shared(15).database());
    before
        .psql("CREATE TYPE part AS (a text, b text); CREATE TABLE t (ps part[]); INSERT INTO t VALUES ('{\"(x,y)\"}')");
    after.psql("CREATE TYPE part AS (b text, a text); CREATE TABLE t (ps part[])");
    let postgres = connect(&before).await;
    let wanted = reading(&connect(&after).await).await;
    let statements = generate::statements(&reading(&postgres).await, &wanted, 15).expect("there is an order");
    postgres.run("SET search_path = ''").await.expect("it is a setting");
    let mut refused = None;
    for statement in &statements {
        if let Err(error) = postgres.run(&statement.sql).await {
            refused = Some(error.message);
            break;
        }
    }
    assert!(refused.is_some_and(|message| message.contains("malformed array literal: \"cannot be converted: ")));
}

/// Below partitions, domains, arrays, other composite types and ranges.
#[tokio::test]
async fn an_enum_is_made_anew_wherever_it_is() {
    for version in versions() {
        let rest = "CREATE DOMAIN mild AS mood DEFAULT 'ok' NOT NULL;
            CREATE TYPE day AS (at date, moods mood[]);
            CREATE TYPE moods AS RANGE (subtype = mood);
            CREATE TABLE p (id int, m mood NOT NULL DEFAULT 'ok', CONSTRAINT fine CHECK (m <> 'bad')) PARTITION BY RANGE (id);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
            CREATE VIEW on_p1 AS SELECT id, m FROM p1;
            CREATE TABLE t (id int, d mild, c day, r moods, ds mild[], m mood UNIQUE REFERENCES t (m));
            CREATE INDEX bad ON t (id) WHERE m = 'bad';
            CREATE FUNCTION of(mood, mild[]) RETURNS SETOF mood LANGUAGE sql AS 'SELECT $1';
            CREATE AGGREGATE best(mood) (sfunc = enum_larger, stype = mood);
            GRANT USAGE ON TYPE mood TO pg_monitor; REVOKE USAGE ON TYPE mood FROM PUBLIC;
            COMMENT ON TYPE mood IS 'how it is'; COMMENT ON CONSTRAINT fine ON p IS 'not bad';";
        let a = format!(
            "CREATE TYPE mood AS ENUM ('bad', 'gone', 'ok'); {rest}
             INSERT INTO p VALUES (1, 'ok');
             INSERT INTO t VALUES (1, 'bad', ROW('2026-01-02', '{{ok,bad}}'), '[bad,ok)', '{{bad}}')"
        );
        let b = format!("CREATE TYPE mood AS ENUM ('ok', 'bad', 'new'); {rest}");
        let query = "SELECT d, c, ds FROM t; SELECT m FROM p";
        // reordered, a range may be upside down
        let a = a.replace("'[bad,ok)'", "'[bad,bad]'");
        let (sql, rows) = after_change(version, &a, &b, query).await;
        assert_eq!(rows, "bad|(2026-01-02,\"{ok,bad}\")|{bad}\nok");
        if version == 15 {
            insta::assert_snapshot!("an_enum_made_anew", sql);
        }
    }
}

#[tokio::test]
async fn a_collation_is_made_anew_under_columns() {
    for version in versions() {
        let rest = "CREATE DOMAIN word AS text COLLATE own; CREATE TABLE t (a text COLLATE own PRIMARY KEY, b word);
            CREATE VIEW v AS SELECT a FROM t ORDER BY a COLLATE own";
        let a = format!("CREATE COLLATION own (locale = 'C'); {rest}; INSERT INTO t VALUES ('x', 'y')");
        let b = format!("CREATE COLLATION own (locale = 'POSIX'); {rest}");
        let (_, rows) = after_change(version, &a, &b, "SELECT * FROM t").await;
        assert_eq!(rows, "x|y");
    }
}

/// PostgreSQL looks at no values inside arrays when a domain gets a check.
#[tokio::test]
async fn a_domain_gets_a_check_under_arrays() {
    for version in versions() {
        let a = "CREATE DOMAIN small AS int; CREATE TABLE t (a small[], b small); INSERT INTO t VALUES ('{1,2}', 3)";
        let b = "CREATE DOMAIN small AS int CHECK (VALUE < 10); CREATE TABLE t (a small[], b small)";
        let (_, rows) = after_change(version, a, b, "SELECT * FROM t").await;
        assert_eq!(rows, "{1,2}|3");
        let (sql, _) = after_change(version, b, a, "SELECT 1").await;
        assert!(sql.contains("ALTER DOMAIN public.small DROP CONSTRAINT small_check;"), "{sql}");
    }
}

#[tokio::test]
async fn a_column_that_is_moved_keeps_its_settings() {
    for version in versions() {
        let rest = "CREATE TABLE t (a word); ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL;
            ALTER TABLE t ALTER COLUMN a SET STATISTICS 7";
        let a = format!("CREATE DOMAIN word AS varchar(10); {rest}; INSERT INTO t VALUES ('x')");
        let b = format!("CREATE DOMAIN word AS text; {rest}");
        let (_, rows) = after_change(version, &a, &b, "SELECT * FROM t").await;
        assert_eq!(rows, "x");
    }
}
