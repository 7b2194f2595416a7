//! Who may read a catalog, and what happens when it changes meanwhile.

use std::time::Duration;

use whimbrel_catalog::{Catalog, Name};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{Database, shared, versions};

use crate::{connect, connect_to};

const EVERY_KIND: &str = include_str!("every_kind.postgres.sql");
const EVERY_ATTRIBUTE: &str = include_str!("attributes.postgres.sql");

/// A session of a role that may do nothing but log in.
async fn as_nobody(database: &Database) -> Postgres {
    let role = format!("{}_nobody", database.name());
    database.psql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'nothing'"));
    let host = format!("127.0.0.1:{}", database.server().port());
    connect_to(&format!("postgresql://{role}:nothing@{host}/{}", database.name())).await
}

#[tokio::test]
async fn any_role_may_read() {
    for version in versions() {
        let database = shared(version).database();
        for role in ["role_a", "role_b", "role_c"] {
            database.psql(&format!("CREATE ROLE {}_{role}", database.name()));
        }
        database.psql(EVERY_KIND);
        database.psql("DROP SCHEMA app CASCADE");
        database.psql(&EVERY_ATTRIBUTE.replace("role_", &format!("{}_role_", database.name())));
        database.psql("CREATE USER MAPPING FOR PUBLIC SERVER depot OPTIONS (username 'x', password 'y')");
        let mine = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        let theirs = read(&as_nobody(&database).await, &ReadOptions::default()).await.expect("it can be read");
        let changes = Catalog::changes(&mine, &theirs);
        // the options of a user mapping are shown to those alone who may use it
        let others: Vec<_> = changes.iter().filter(|c| !c.object.name.contains("SERVER depot")).collect();
        assert!(others.is_empty(), "{others:#?}");
    }
}

#[tokio::test]
async fn what_may_not_be_read_is_named_with_its_remedy() {
    for version in versions() {
        let database = shared(version).database();
        let nobody = as_nobody(&database).await;
        database.psql("REVOKE SELECT ON pg_catalog.pg_seclabel FROM PUBLIC");
        let error = read(&nobody, &ReadOptions::default()).await.expect_err("the role may not");
        assert_eq!((error.code.as_str(), error.message.as_str()), ("42501", "permission denied for table pg_seclabel"));
        assert_eq!(error.detail.as_deref(), Some("while the security labels were read"));
        let remedy = format!(
            "as a superuser: GRANT SELECT ON pg_catalog.pg_seclabel TO {}_nobody; or connect as another role",
            database.name()
        );
        assert_eq!(error.hint, Some(remedy));
    }
}

/// Waits until a session waits for a lock.
async fn until_somebody_waits(postgres: &Postgres) {
    let waiting = "SELECT count(*) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
        WHERE NOT l.granted AND d.datname = current_database()";
    loop {
        let replies = postgres.run(waiting).await.expect("it can be asked");
        if replies[0].rows[0][0].as_deref() != Some("0") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The snapshot has the view, but PostgreSQL renders what is there now.
#[tokio::test]
async fn a_schema_that_changes_is_read_again() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t");
        let (reader, other) = (connect(&database).await, connect(&database).await);
        other.run("BEGIN; DROP VIEW v").await.expect("it runs");
        let options = ReadOptions::default();
        let commits = async {
            until_somebody_waits(&other).await;
            other.run("COMMIT").await.expect("it runs");
        };
        let (catalog, ()) = tokio::join!(read(&reader, &options), commits);
        let catalog = catalog.expect("it can be read, the second time");
        assert!(catalog.views.is_empty());
        assert!(catalog.tables.contains_key(&Name::in_schema("public", "t")));
    }
}

/// A row that names what is not there stands for a schema that changes every time.
#[tokio::test]
async fn a_schema_that_does_not_hold_still_is_an_error() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(
            "CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
             CREATE TABLE t (a int CONSTRAINT c CHECK (f(a)));
             DELETE FROM pg_catalog.pg_proc WHERE proname = 'f'",
        );
        let error = read(&connect(&database).await, &ReadOptions::default()).await.expect_err("there is no function");
        assert_eq!(error.code, "XX000");
        assert_eq!(error.message, "the schema changed each of the 3 times that it was read");
        let detail = error.detail.expect("the server's own words");
        assert!(detail.starts_with("cache lookup failed for function"), "{detail}");
        assert!(detail.ends_with("while the checks were read"), "{detail}");
    }
}
