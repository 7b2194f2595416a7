//! Indexes of partitions that are parts of the index of their table: what becomes of them when tables, names and indexes
//! change.

use whimbrel_catalog::{Catalog, generate};
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{Database, observed, shared};

use crate::connect;

const TABLES: &str = "
    CREATE TABLE calls (id integer, who text, at date) PARTITION BY RANGE (at);
    CREATE TABLE calls_1 PARTITION OF calls FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE TABLE calls_2 PARTITION OF calls FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    INSERT INTO calls VALUES (1, 'a', '2024-05-01'), (2, 'b', '2025-05-01');";

async fn catalog(database: &Database) -> Catalog {
    read(&connect(database).await, &ReadOptions::default()).await.expect("it can be read")
}

/// Turns one into the other and back, and gives the statements about indexes of both ways.
async fn there_and_back(a: &str, b: &str) -> String {
    let mut out = String::new();
    for version in [13, 18] {
        out.clear();
        let (database, other) = (shared(version).database(), shared(version).database());
        database.psql(&format!("{TABLES}{a}"));
        other.psql(&format!("{TABLES}{b}"));
        let (old, new) = (catalog(&database).await, catalog(&other).await);
        let (old_seen, new_seen) = (observed(&database.pg_dump()), observed(&other.pg_dump()));
        for (word, from, to, wanted) in [("forth", &old, &new, &new_seen), ("back", &new, &old, &old_seen)] {
            out.push_str(&format!("-- {word}\n"));
            let statements = generate::statements(from, to, version).expect("there is no circle");
            let text = generate::text(&statements);
            let postgres = connect(&database).await;
            for statement in &statements {
                let result = postgres.run(&statement.sql).await;
                result.unwrap_or_else(|error| panic!("{error}\nin {}\nof {text}", statement.sql));
                if statement.sql.contains("INDEX") {
                    out.push_str(&format!("{};\n", statement.sql));
                }
            }
            assert_eq!(Catalog::changes(&catalog(&database).await, to), [], "after {text}");
            assert_eq!(&observed(&database.pg_dump()), wanted, "after {text}");
        }
    }
    out
}

#[tokio::test]
async fn an_index_comes_with_its_parts() {
    let sql = there_and_back("", "CREATE INDEX by_who ON calls (who) WITH (fillfactor = 70);").await;
    insta::assert_snapshot!(sql);
}

#[tokio::test]
async fn a_part_has_a_name_of_its_own() {
    let named = "CREATE INDEX first_by_who ON calls_1 (who); CREATE INDEX by_who ON calls (who);";
    let sql = there_and_back("", named).await;
    insta::assert_snapshot!(sql);
}

#[tokio::test]
async fn a_part_is_renamed() {
    let a = "CREATE INDEX by_who ON calls (who);";
    let b = "CREATE INDEX by_who ON calls (who); ALTER INDEX calls_1_who_idx RENAME TO first_by_who;
             ALTER INDEX calls_2_who_idx SET (fillfactor = 50);";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn a_partition_comes_with_a_part_of_another_name() {
    let a = "CREATE INDEX by_who ON calls (who); ALTER INDEX calls_1_who_idx RENAME TO first_by_who;";
    let b = "CREATE INDEX by_who ON calls (who); ALTER INDEX calls_1_who_idx RENAME TO first_by_who;
             CREATE TABLE calls_3 PARTITION OF calls FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
             ALTER INDEX calls_3_who_idx RENAME TO third_by_who;
             CREATE TABLE calls_4 PARTITION OF calls FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn a_partition_is_detached_with_its_index() {
    let a = "CREATE INDEX by_who ON calls (who);";
    let b = "CREATE INDEX by_who ON calls (who); ALTER TABLE calls DETACH PARTITION calls_2;";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn a_partition_is_dropped() {
    let a = "CREATE INDEX by_who ON calls (who); ALTER INDEX calls_1_who_idx RENAME TO first_by_who;";
    let b = "CREATE INDEX by_who ON calls (who); DROP TABLE calls_1;";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn a_part_was_an_index_before() {
    let a = "CREATE INDEX calls_1_who_idx ON calls_1 (who); CREATE INDEX second ON calls_2 (who);";
    let b = "CREATE INDEX calls_1_who_idx ON calls_1 (who); CREATE INDEX second ON calls_2 (who);
             CREATE INDEX by_who ON calls (who);";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn an_index_is_made_otherwise() {
    let a = "CREATE INDEX by_who ON calls (who); ALTER INDEX calls_1_who_idx RENAME TO first_by_who;
             COMMENT ON INDEX calls_2_who_idx IS 'the second';";
    let b = "CREATE INDEX by_who ON calls (lower(who)); ALTER INDEX calls_1_lower_idx RENAME TO first_by_who;";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn an_index_lacks_parts() {
    let a = "CREATE INDEX by_who ON ONLY calls (who); CREATE INDEX calls_1_who_idx ON calls_1 (who);";
    let b = "CREATE INDEX by_who ON calls (who);";
    insta::assert_snapshot!(there_and_back(a, b).await);
}

#[tokio::test]
async fn an_index_reaches_partitions_of_partitions() {
    let more = "CREATE TABLE calls_3 PARTITION OF calls FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (who);
                CREATE TABLE calls_3_a PARTITION OF calls_3 FOR VALUES IN ('a');";
    let a = more.to_owned();
    let b = format!(
        "{more} CREATE INDEX by_who ON calls (who); ALTER INDEX calls_3_a_who_idx RENAME TO deep;
                     CREATE INDEX by_id ON calls (id);"
    );
    insta::assert_snapshot!(there_and_back(&a, &b).await);
}
