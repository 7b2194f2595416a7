use whimbrel_catalog::Catalog;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{Database, shared, versions};

use crate::{connect, listing};

const EVERY_ATTRIBUTE: &str = include_str!("attributes.postgres.sql");

/// The database with what `sql` makes in it. Roles are the server's: `role_a`, `role_b` and `role_c` stand for some that
/// this database has for itself.
fn load(version: u32, sql: &str) -> Database {
    let database = shared(version).database();
    for role in ["role_a", "role_b", "role_c"] {
        database.psql(&format!("CREATE ROLE {}", own(&database, role)));
    }
    database.psql(&own(&database, sql));
    database
}

fn own(database: &Database, sql: &str) -> String {
    sql.replace("role_", &format!("{}_", database.name()))
}

/// What is said of the objects beside what they are.
fn told(database: &Database, catalog: &Catalog) -> String {
    let only = Catalog {
        attributes: catalog.attributes.clone(),
        default_privileges: catalog.default_privileges.clone(),
        ..Catalog::default()
    };
    listing(&only).replace(&format!("{}_", database.name()), "role_")
}

#[tokio::test]
async fn attributes_are_read_alike_on_every_version() {
    for version in versions() {
        let database = load(version, EVERY_ATTRIBUTE);
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        insta::allow_duplicates! {
            insta::assert_snapshot!("every_attribute", told(&database, &catalog));
        }
        let roles: Vec<_> = ["role_a", "role_b", "role_c"].iter().map(|role| own(&database, role)).collect();
        assert_eq!(catalog.roles().into_iter().collect::<Vec<_>>(), roles);
    }
}

#[tokio::test]
async fn a_new_database_has_none() {
    for version in versions() {
        let database = load(version, "CREATE EXTENSION citext; CREATE EXTENSION btree_gist");
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(told(&database, &catalog), "");
        assert!(catalog.makers.contains("postgres"));
    }
}

/// A database of one role reads as another's, whoever reads it and whoever made the other.
#[tokio::test]
async fn who_made_the_schema_makes_no_difference() {
    for version in versions() {
        let made = "CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY); CREATE VIEW app.v AS SELECT 1 AS a;
            CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE app.e AS ENUM ('a');
            GRANT SELECT ON app.t TO role_b; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO role_b;";
        let target = load(version, "");
        target.psql(&format!("ALTER DATABASE {} OWNER TO {}", target.name(), own(&target, "role_a")));
        target.psql(&own(&target, &format!("SET ROLE role_a; {made}")));
        let by_superuser = connect(&target).await;
        let by_owner = connect(&target).await;
        by_owner.run(&own(&target, "SET ROLE role_a")).await.expect("it is a role");
        let shadow = shared(version).database();
        shadow.psql(&made.replace("role_", &format!("{}_", target.name())));
        let shadow = read(&connect(&shadow).await, &ReadOptions::default()).await.expect("it can be read");
        for session in [&by_superuser, &by_owner] {
            let catalog = read(session, &ReadOptions::default()).await.expect("it can be read");
            assert_eq!(Catalog::changes(&shadow, &catalog), []);
        }
        // who owns the history has made the schema, even where the database is another's
        target.psql(&own(
            &target,
            &format!(
                "ALTER DATABASE {} OWNER TO postgres; SET ROLE role_a;
            CREATE TABLE app.history (id int)",
                target.name()
            ),
        ));
        let without = read(&by_superuser, &ReadOptions::default()).await.expect("it can be read");
        assert!(told(&target, &without).contains("table app.t | owner: role_a"), "{}", told(&target, &without));
        let history = ReadOptions {
            ignore_tables: vec![whimbrel_catalog::Name::in_schema("app", "history")],
            ..ReadOptions::default()
        };
        let with = read(&by_superuser, &history).await.expect("it can be read");
        assert_eq!(Catalog::changes(&shadow, &with), []);
    }
}

/// PostgreSQL 15 and newer begin with another owner of the schema public, and with less for everybody.
#[tokio::test]
async fn the_schema_public_of_an_older_version_is_as_it_was() {
    for version in versions().into_iter().filter(|version| *version >= 15) {
        let database = load(version, "");
        let postgres = connect(&database).await;
        database.psql("ALTER SCHEMA public OWNER TO postgres; GRANT CREATE ON SCHEMA public TO PUBLIC");
        let upgraded = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(told(&database, &upgraded), "");
        database.psql("DROP SCHEMA public; CREATE SCHEMA public; REVOKE ALL ON SCHEMA public FROM PUBLIC");
        let anew = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(told(&database, &anew), "schema public | comment:  | revoked: PUBLIC: USAGE\n");
    }
}

/// No extension of PostgreSQL's own labels anything: the row is put there as a superuser can.
#[tokio::test]
async fn security_labels_are_read() {
    for version in versions() {
        let database = load(version, "CREATE TABLE t (a int)");
        database.psql(
            "INSERT INTO pg_catalog.pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'test', 'secret'),
               ('t'::regclass, 'pg_class'::regclass, 1, 'test', 'top secret')",
        );
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        let expected = "table public.t | security labels: test: secret\n\
                        column public.a on t | security labels: test: top secret\n";
        assert_eq!(told(&database, &catalog), expected);
    }
}
