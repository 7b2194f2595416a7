use whimbrel_catalog::{Catalog, Name};
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{shared, versions};

use crate::{connect, listing};

const EVERY_KIND: &str = include_str!("every_kind.postgres.sql");

fn options() -> ReadOptions {
    ReadOptions {
        ignore_schemas: vec!["history".into()],
        ignore_tables: vec![Name::in_schema("public", "own_history")],
        ..ReadOptions::default()
    }
}

#[tokio::test]
async fn every_kind_is_read_alike_on_every_version() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(EVERY_KIND);
        let catalog = read(&connect(&database).await, &options()).await.expect("it can be read");
        insta::allow_duplicates! {
            insta::assert_snapshot!("every_kind_on_postgres", listing(&catalog));
        }
    }
}

/// The embedded PostgreSQL answers as a server does.
#[cfg(feature = "embedded")]
#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_read_alike_on_the_embedded_one() {
    let place = whimbrel_db::address::EmbeddedPlace::Temporary;
    let options_to_connect = whimbrel_db::ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    let postgres = whimbrel_db::postgres::connect_embedded(&place, &options_to_connect).await.expect("it starts");
    postgres.run(EVERY_KIND).await.expect("the SQL is right");
    let catalog = read(&postgres, &options()).await.expect("it can be read");
    insta::assert_snapshot!("every_kind_on_postgres", listing(&catalog));
    crate::shape::is_told_on(&postgres).await;
}

#[tokio::test]
async fn what_belongs_to_an_extension_is_left_out() {
    for version in versions() {
        let database = shared(version).database();
        let postgres = connect(&database).await;
        let before = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        database.psql(
            "CREATE SCHEMA gist; CREATE EXTENSION btree_gist SCHEMA gist; CREATE EXTENSION citext;
             CREATE TABLE t (a citext, EXCLUDE USING gist (length(a) WITH =))",
        );
        let after = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        let changes: Vec<_> = (Catalog::changes(&before, &after).iter())
            .map(|c| format!("{} {} {}", c.object.kind, c.object.short(), c.new_value("type").unwrap_or_default()))
            .collect();
        let expected = [
            "schema gist ",
            "extension btree_gist ",
            "extension citext ",
            "table t ",
            "column t.a public.citext",
            "exclusion constraint t_length_excl ",
        ];
        assert_eq!(changes, expected);
    }
}

#[tokio::test]
async fn no_setting_of_the_role_changes_what_is_read() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(EVERY_KIND);
        let postgres = connect(&database).await;
        let plain = read(&postgres, &options()).await.expect("it can be read");
        let settings = "SET search_path = app, public; SET quote_all_identifiers = on; SET timezone = 'Asia/Tokyo';
            SET datestyle = 'SQL, DMY'; SET intervalstyle = 'iso_8601'; SET standard_conforming_strings = off";
        postgres.run(settings).await.expect("they are settings");
        let other = read(&postgres, &options()).await.expect("it can be read");
        assert_eq!(Catalog::changes(&plain, &other), []);
        let path = postgres.run("SHOW search_path").await.expect("it can be shown");
        assert_eq!(path[0].rows[0][0].as_deref(), Some("app, public"));
    }
}

#[tokio::test]
async fn in_a_transaction_its_own_changes_are_seen_and_it_goes_on() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE t (id int PRIMARY KEY)");
        let postgres = connect(&database).await;
        let before = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        postgres
            .run("BEGIN; SET LOCAL search_path = public, pg_temp; ALTER TABLE t ADD a text")
            .await
            .expect("it runs");
        let inside = ReadOptions { in_transaction: true, ..ReadOptions::default() };
        let after = read(&postgres, &inside).await.expect("it can be read");
        let changes = Catalog::changes(&before, &after);
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert_eq!(changes[0].object.short(), "t.a");
        let path = postgres.run("SHOW search_path; ROLLBACK").await.expect("it goes on");
        assert_eq!(path[0].rows[0][0].as_deref(), Some("public, pg_temp"));
        let again = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(again, before);
    }
}

#[tokio::test]
async fn an_error_leaves_the_transaction_as_it_was() {
    let database = shared(15).database();
    database.psql("CREATE TABLE t (id int)");
    let postgres = connect(&database).await;
    // the session may not be in a transaction
    let inside = ReadOptions { in_transaction: true, ..ReadOptions::default() };
    let error = read(&postgres, &inside).await.expect_err("no transaction is open");
    assert_eq!(error.code, "25P01");
    // a role that may not read one of the catalog's tables fails in the middle
    database.psql("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
    postgres.run("BEGIN; CREATE TABLE u (id int); SET LOCAL ROLE pg_monitor").await.expect("it runs");
    let error = read(&postgres, &inside).await.expect_err("the role may not");
    assert_eq!((error.code.as_str(), error.message.as_str()), ("42501", "permission denied for table pg_policy"));
    let reply = postgres.run("RESET ROLE; SELECT count(*) FROM u; COMMIT").await.expect("it goes on");
    assert_eq!(reply[1].rows[0][0].as_deref(), Some("0"));
    // and without a transaction none is left open
    postgres.run("SET ROLE pg_monitor").await.expect("it runs");
    read(&postgres, &ReadOptions::default()).await.expect_err("the role may not");
    postgres.run("RESET ROLE").await.expect("it runs");
    postgres.run("VACUUM u").await.expect("no transaction is open");
}

#[tokio::test]
async fn an_index_that_failed_is_invalid() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
        let postgres = connect(&database).await;
        postgres.run("CREATE UNIQUE INDEX CONCURRENTLY twice ON t (a)").await.expect_err("the values are equal");
        let catalog = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        let table = &catalog.tables[&Name::in_schema("public", "t")];
        assert!(!table.indexes["twice"].valid);
    }
}

/// What PostgreSQL 15 and 18 have and 12 has not.
#[tokio::test]
async fn newer_properties_are_read_where_they_exist() {
    let mut seen = Vec::new();
    for version in versions().into_iter().filter(|v| *v >= 15) {
        let database = shared(version).database();
        database.psql(
            "CREATE TABLE p (a int, b int, c int, PRIMARY KEY (a, b), CONSTRAINT nulls UNIQUE NULLS NOT DISTINCT (c));
             CREATE TABLE f (a int, b int, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b));",
        );
        if version >= 18 {
            database.psql(
                "CREATE EXTENSION btree_gist;
                 CREATE TABLE v (id int, during daterange, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL,
                   CONSTRAINT v_key PRIMARY KEY (id, during WITHOUT OVERLAPS),
                   CONSTRAINT loose CHECK (id > 0) NOT ENFORCED);
                 CREATE TABLE w (id int, during daterange,
                   CONSTRAINT w FOREIGN KEY (id, PERIOD during) REFERENCES v (id, PERIOD during));",
            );
        }
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        let tables = Catalog { tables: catalog.tables, ..Catalog::default() };
        seen.push(format!("PostgreSQL {version}\n{}", listing(&tables)));
    }
    insta::assert_snapshot!(seen.join("\n"));
}
