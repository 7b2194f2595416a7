//! Tables, columns, constraints and sequences: every property is read, what is written of them is read back the same,
//! and every way to alter them says what it may do.

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::{Catalog, HazardKind, ObjectKind};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{shared, versions};

use crate::connect;

const TABLES: &str = include_str!("tables.postgres.sql");

/// What only newer versions have.
fn newer(version: u32) -> String {
    let mut sql = String::new();
    if version >= 14 {
        sql.push_str("CREATE TABLE app.compressed (a text COMPRESSION pglz);");
    }
    if version >= 15 {
        sql.push_str(
            "CREATE UNLOGGED SEQUENCE app.fast_numbers;
             CREATE TABLE app.nulls (a integer, b integer, CONSTRAINT nulls_a UNIQUE NULLS NOT DISTINCT (a));
             CREATE TABLE app.half (a integer, b integer, CONSTRAINT half FOREIGN KEY (a, b) REFERENCES app.keyed (b, a)
               ON DELETE SET NULL (b));",
        );
    }
    if version >= 18 {
        sql.push_str(
            "CREATE EXTENSION btree_gist;
             CREATE TABLE app.named (
               a integer CONSTRAINT a_needed NOT NULL, b integer NOT NULL, c integer, d integer,
               twice integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
               CONSTRAINT loose CHECK (a > 0) NOT ENFORCED);
             ALTER TABLE app.named ADD CONSTRAINT c_needed NOT NULL c NOT VALID;
             ALTER TABLE app.named ADD NOT NULL d NO INHERIT;
             CREATE TABLE app.stays (room integer, during daterange,
               CONSTRAINT stays_key PRIMARY KEY (room, during WITHOUT OVERLAPS));
             CREATE TABLE app.breakfasts (room integer, during daterange,
               CONSTRAINT breakfasts_stay FOREIGN KEY (room, PERIOD during) REFERENCES app.stays (room, PERIOD during),
               CONSTRAINT breakfasts_loose FOREIGN KEY (room, PERIOD during)
                 REFERENCES app.stays (room, PERIOD during) NOT ENFORCED);",
        );
    }
    sql
}

async fn catalog_of(postgres: &Postgres) -> Catalog {
    read(postgres, &ReadOptions::default()).await.expect("it can be read")
}

fn is_of_tables(kind: ObjectKind) -> bool {
    use ObjectKind as K;
    matches!(kind, K::Table | K::ForeignTable | K::Column | K::PrimaryKey | K::Unique | K::Check)
        || matches!(kind, K::Exclusion | K::ForeignKey | K::Sequence)
}

/// Each object of these kinds that `after` has beyond `before`, with all that describes it.
fn listing(before: &Catalog, after: &Catalog) -> String {
    let changes = Catalog::changes(before, after).into_iter().filter(|change| is_of_tables(change.object.kind));
    let line = |change: whimbrel_catalog::Change| {
        let facts: Vec<_> =
            change.facts.iter().map(|f| format!(" | {}: {}", f.name, f.new.as_deref().unwrap_or_default())).collect();
        format!("{} {}{}\n", change.object.kind, change.object.sql(), facts.concat())
    };
    changes.map(line).collect()
}

/// With what each statement may do.
fn script(statements: &[Statement]) -> String {
    let line = |statement: &Statement| {
        let hazards: Vec<_> =
            statement.hazards.iter().map(|h| format!("  -- {}: {}\n", h.kind.words(), h.what)).collect();
        format!("{};\n{}", statement.sql, hazards.concat())
    };
    statements.iter().map(line).collect()
}

async fn run(postgres: &Postgres, statements: &[Statement]) {
    for setting in generate::SETTINGS {
        postgres.run(setting).await.expect("it is a setting");
    }
    for statement in statements {
        postgres.run(&statement.sql).await.unwrap_or_else(|error| panic!("{error}\nin {}", statement.sql));
    }
}

#[tokio::test]
async fn every_property_is_read_alike_on_every_version() {
    for version in versions() {
        let database = shared(version).database();
        let postgres = connect(&database).await;
        let empty = catalog_of(&postgres).await;
        database.psql(TABLES);
        let catalog = catalog_of(&postgres).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!("tables_on_postgres", listing(&empty, &catalog));
        }
        database.psql(&newer(version));
        let more = listing(&catalog, &catalog_of(&postgres).await);
        insta::assert_snapshot!(format!("newer_tables_on_postgres_{version}"), more);
    }
}

#[tokio::test]
async fn what_is_written_is_read_back_the_same() {
    for version in versions() {
        let server = shared(version);
        let database = server.database();
        database.psql(TABLES);
        database.psql(&newer(version));
        let catalog = catalog_of(&connect(&database).await).await;
        let statements = generate::dump(&catalog, version).expect("there is an order");
        let other = server.database();
        let postgres = connect(&other).await;
        run(&postgres, &statements).await;
        let again = catalog_of(&postgres).await;
        assert_eq!(Catalog::changes(&again, &catalog), [], "on {version}");
        let second = generate::dump(&again, version).expect("there is an order");
        assert_eq!(generate::text(&second), generate::text(&statements), "on {version}");
        if version == 18 {
            let text = generate::text(&statements);
            insta::assert_snapshot!("tables_as_sql", text);
        }
    }
}

#[cfg(feature = "embedded")]
#[tokio::test(flavor = "multi_thread")]
async fn every_property_is_read_alike_on_the_embedded_one() {
    let place = whimbrel_db::address::EmbeddedPlace::Temporary;
    let options = whimbrel_db::ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    let postgres = whimbrel_db::postgres::connect_embedded(&place, &options).await.expect("it starts");
    let empty = catalog_of(&postgres).await;
    postgres.run(TABLES).await.expect("the SQL is right");
    insta::assert_snapshot!("tables_on_postgres", listing(&empty, &catalog_of(&postgres).await));
}

/// What a statement may do to a database that is in use.
#[tokio::test]
async fn every_way_to_alter_says_what_it_may_do() {
    let server = shared(18);
    let (a, b) = (server.database(), server.database());
    a.psql(include_str!("altered_tables.a.sql"));
    b.psql(include_str!("altered_tables.b.sql"));
    let postgres = connect(&a).await;
    let (before, after) = (catalog_of(&postgres).await, catalog_of(&connect(&b).await).await);
    let statements = generate::statements(&before, &after, 18).expect("there is an order");
    insta::assert_snapshot!("altered_tables", script(&statements));
    run(&postgres, &statements).await;
    assert_eq!(Catalog::changes(&catalog_of(&postgres).await, &after), []);
    let back = generate::statements(&after, &before, 18).expect("there is an order");
    let lost = back.iter().flat_map(|s| &s.hazards).filter(|h| h.kind == HazardKind::LosesData);
    let lost: Vec<_> = lost.map(|hazard| hazard.what.as_str()).collect();
    insta::assert_snapshot!("lost_on_the_way_back", lost.join("\n"));
}
