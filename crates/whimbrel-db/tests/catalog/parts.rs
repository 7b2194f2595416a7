//! Views, indexes, routines, triggers, rules, policies and statistics: every property is read, and what is written of
//! them is read back the same.

use std::collections::BTreeMap;

use whimbrel_catalog::{Catalog, ObjectKind, generate};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{Database, shared, versions};

use crate::{connect, listing};

const PARTS: &str = include_str!("parts.postgres.sql");

/// What only newer versions have.
fn newer(version: u32) -> String {
    let mut sql = String::new();
    if version >= 13 {
        sql.push_str(
            "CREATE INDEX parameters ON public.things USING gist (search tsvector_ops (siglen = 100));
             ALTER STATISTICS public.all_kinds SET STATISTICS 40;",
        );
    }
    if version >= 14 {
        sql.push_str(
            "CREATE STATISTICS public.expressions ON (lower(label)), (id + 1), code FROM public.things;
             CREATE STATISTICS public.one_expression ON (upper(label)) FROM public.things;
             CREATE FUNCTION public.atomic(a integer) RETURNS integer BEGIN ATOMIC SELECT a + 1; SELECT a; END;
             CREATE PROCEDURE public.given(IN a integer, OUT b text, INOUT c integer) LANGUAGE sql AS 'SELECT NULL, 1';
             ALTER MATERIALIZED VIEW public.filled ALTER COLUMN last SET COMPRESSION pglz;",
        );
    }
    if version >= 15 {
        sql.push_str(
            "CREATE UNIQUE INDEX no_nulls ON public.things (tag) NULLS NOT DISTINCT;
             CREATE VIEW public.invoker WITH (security_invoker = true) AS SELECT id FROM public.things;",
        );
    }
    sql
}

async fn loaded(database: &Database) -> (Postgres, Catalog) {
    database.psql(PARTS);
    database.psql(&newer(database.server().version()));
    let postgres = connect(database).await;
    let catalog = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
    (postgres, catalog)
}

fn is_a_part(kind: ObjectKind) -> bool {
    use ObjectKind as K;
    let of_tables = matches!(kind, K::Index | K::Trigger | K::Rule | K::Policy);
    of_tables
        || matches!(kind, K::View | K::MaterializedView | K::Function | K::Procedure | K::Aggregate)
        || matches!(kind, K::Statistics | K::EventTrigger)
}

/// The versions render expressions in their own way, so each has its own listing.
#[tokio::test]
async fn every_property_is_read() {
    for version in versions() {
        let (_, catalog) = loaded(&shared(version).database()).await;
        let lines = listing_of(&catalog, is_a_part);
        insta::assert_snapshot!(format!("parts_on_postgres_{version}"), lines);
    }
}

fn listing_of(catalog: &Catalog, wanted: impl Fn(ObjectKind) -> bool) -> String {
    let all = listing(catalog);
    let mut kinds = Catalog::changes(&Catalog::default(), catalog).into_iter().map(|change| change.object.kind);
    let mut keep = false;
    let mut out = String::new();
    for line in all.lines() {
        let word = |kind: ObjectKind| line.starts_with(&format!("{kind} "));
        if let Some(kind) = kinds.clone().next().filter(|kind| word(*kind)) {
            kinds.next();
            keep = wanted(kind);
        }
        if keep {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// What is told of an index from numbers is what the server renders.
#[tokio::test]
async fn indexes_read_as_the_server_renders_them() {
    for version in versions() {
        let database = shared(version).database();
        let (postgres, catalog) = loaded(&database).await;
        let sql = "SET search_path = '';
            SELECT ic.relname, pg_get_indexdef(i.indexrelid)
            FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid);
            RESET search_path";
        let replies = postgres.run(sql).await.expect("it runs");
        let rendered: BTreeMap<_, _> = (replies[1].rows.iter())
            .map(|row| (row[0].clone().unwrap_or_default(), row[1].clone().unwrap_or_default()))
            .collect();
        assert!(rendered.len() > 20, "{rendered:?}");
        let cx = generate::dump(&catalog, version).expect("there is no circle");
        let mut seen = 0;
        for statement in cx.iter().filter(|s| s.object.kind == ObjectKind::Index && s.sql.starts_with("CREATE")) {
            let theirs = &rendered[&statement.object.name];
            // storage parameters are spelled otherwise, and ONLY says how it is made
            let plain = |text: &str| text.replace(" ON ONLY ", " ON ").split(" WITH (").next().map(str::to_owned);
            assert_eq!(plain(&statement.sql), plain(theirs));
            seen += 1;
        }
        assert!(seen > 15, "{seen}");
    }
}

/// A dump makes the same schema, and the way to it and back is free of errors.
#[tokio::test]
async fn what_is_written_is_read_back_the_same() {
    for version in versions() {
        let (_, catalog) = loaded(&shared(version).database()).await;
        let again = shared(version).database();
        let postgres = connect(&again).await;
        let statements = generate::dump(&catalog, version).expect("there is no circle");
        for sql in generate::SETTINGS.into_iter().chain(statements.iter().map(|s| s.sql.as_str())) {
            postgres
                .run(sql)
                .await
                .unwrap_or_else(|error| panic!("{error}\nin {sql}\nof\n{}", generate::text(&statements)));
        }
        let read_back = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(Catalog::changes(&read_back, &catalog), [], "on PostgreSQL {version}");
        for statement in generate::statements(&catalog, &Catalog::empty(), version).expect("there is no circle") {
            let sql = &statement.sql;
            postgres.run(sql).await.unwrap_or_else(|error| panic!("{error}\nin {sql}"));
        }
        let emptied = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(Catalog::changes(&emptied, &Catalog::empty()), [], "on PostgreSQL {version}");
    }
}
