//! Scratch databases.

use insta::assert_snapshot;
use whimbrel_db::postgres::Config;
use whimbrel_db::shadow::{Choice, Shadow};
use whimbrel_db::{ConnectError, Postgres};
use whimbrel_testing::{OwnServer, Server, shared, versions};

use super::*;

fn on(url: &str) -> Choice {
    match address(url) {
        Address::Postgres(config) => Choice::Server(config),
        other => panic!("not a server: {}", other.masked()),
    }
}

async fn start(choice: &Choice) -> Shadow {
    Shadow::start(choice, &options()).await.expect("a shadow")
}

pub async fn value(session: &Postgres, sql: &str) -> String {
    let replies = session.run(sql).await.expect("it runs");
    replies[0].rows[0][0].clone().unwrap_or_default()
}

pub fn refusal(result: Result<Shadow, ConnectError>) -> String {
    let Err(error) = result else { return "started".to_owned() };
    let mut text = format!("{}: {}\n", error.code, error.message);
    error.said.iter().for_each(|said| text.push_str(&format!("  said: {said}\n")));
    error.cause.iter().for_each(|cause| text.push_str(&format!("  cause: {cause}\n")));
    error.remedies.iter().for_each(|remedy| text.push_str(&format!("  → {remedy}\n")));
    text
}

fn exists(server: &Server, name: &str) -> bool {
    server.database().psql(&format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'")) == "1"
}

const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";

#[tokio::test]
async fn a_database_of_its_own_on_a_server() {
    for version in versions() {
        let server = shared(version);
        let database = server.database();
        let mut shadow = start(&on(database.url())).await;
        let what = shadow.what();
        assert!(what.starts_with(&format!("PostgreSQL {version}.")), "{what}");
        assert!(what.ends_with(&format!(" on 127.0.0.1:{}", server.port())), "{what}");
        assert_eq!(shadow.version() / 10_000, version);
        let first = value(shadow.postgres(), "SELECT current_database()").await;
        assert!(first.starts_with("whimbrel_shadow_"), "{first}");
        shadow.load(&script("CREATE VIEW v AS SELECT * FROM t; CREATE TABLE t ()")).await.expect("it loads");
        assert_eq!(value(shadow.postgres(), TABLES).await, "2");

        shadow.reset().await.expect("it can be reset");
        assert_eq!(value(shadow.postgres(), TABLES).await, "0");
        let second = value(shadow.postgres(), "SELECT current_database()").await;
        assert_ne!(first, second);
        assert!(!exists(&server, &first));
        assert!(exists(&server, &second));
        shadow.close().await.expect("it can be closed");
        assert!(!exists(&server, &second));
        assert_eq!(database.psql(TABLES), "0", "the database that was named is left alone");
    }
}

#[tokio::test]
async fn it_goes_without_being_closed() {
    for version in [12, 15] {
        let server = shared(version);
        let shadow = start(&on(&server.url("postgres"))).await;
        let name = value(shadow.postgres(), "SELECT current_database()").await;
        // somebody looks at it
        let looking = connect_to(&server.url(&name)).await;
        drop(shadow);
        assert!(!exists(&server, &name));
        drop(looking);
    }
}

async fn connect_to(url: &str) -> Postgres {
    match whimbrel_db::connect(&address(url), &options()).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn two_at_once_on_a_server() {
    let choice = on(&shared(15).url("postgres"));
    let (a, b) = (start(&choice).await, start(&choice).await);
    a.postgres().run("CREATE TABLE a ()").await.expect("it runs");
    assert_eq!(value(b.postgres(), TABLES).await, "0");
    a.close().await.expect("closed");
    b.close().await.expect("closed");
}

#[tokio::test]
async fn what_killed_runs_have_left_is_tidied_up() {
    let server = OwnServer::start(15, &[], &[]);
    let database = server.database();
    let old = "whimbrel_shadow_1_00112233445566ff";
    let used = "whimbrel_shadow_2_00112233445566ff";
    let young = database.psql(
        "SELECT 'whimbrel_shadow_' || to_hex(extract(epoch FROM now() - interval '23 hours')::bigint) || '_00112233445566ff'",
    );
    let others = "whimbrel_shadow_of_somebody";
    for name in [old, used, young.as_str(), others] {
        database.psql(&format!("CREATE DATABASE {name}"));
    }
    let using = connect_to(&server.url(used)).await;
    let shadow = start(&on(database.url())).await;
    let left = [old, used, young.as_str(), others].map(|name| exists(&server, name));
    assert_eq!(left, [false, true, true, true]);
    let comment = database.psql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname ~ '^whimbrel_shadow_6' AND datname NOT LIKE '%00112233445566ff'",
    );
    assert_eq!(comment, "scratch database of Whimbrel; it can be dropped when no whimbrel runs");
    shadow.close().await.expect("closed");
    using.close().await;
}

#[tokio::test]
async fn servers_that_refuse() {
    let server = OwnServer::start(15, &[], &["local all poor trust", "host all poor 127.0.0.1/32 trust"]);
    let database = server.database();
    database.psql("CREATE ROLE poor LOGIN; CREATE ROLE readers LOGIN CREATEDB; ALTER ROLE readers SET default_transaction_read_only = on; ALTER ROLE readers PASSWORD 'x'");
    let url = |user: &str| database.url().replace("postgres:sea-otter@", user);
    let mut text = refusal(Shadow::start(&on(&url("poor@")), &options()).await);
    text.push_str(&refusal(Shadow::start(&on(&url("readers:x@")), &options()).await));
    text.push_str(&refusal(Shadow::start(&on("postgres://postgres:wrong@127.0.0.1:1/x"), &options()).await));
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"127.0.0.1:\d{4,5}", "127.0.0.1:PORT");
    settings.bind(|| assert_snapshot!(text));
    assert_eq!(database.psql("SELECT count(*) FROM pg_database WHERE datname ~ '^whimbrel'"), "0");
}

#[tokio::test]
async fn an_ordinary_role_will_do() {
    for version in [12, 15] {
        let server = OwnServer::start(version, &[], &["host all maker 127.0.0.1/32 trust"]);
        server.database().psql("CREATE ROLE maker LOGIN CREATEDB");
        let mut shadow = start(&on(&server.url("postgres").replace("postgres:sea-otter@", "maker@"))).await;
        let sql = "SET search_path = app;
            CREATE VIEW v AS SELECT * FROM t;
            SET search_path = public;
            CREATE TABLE app.t (id int);
            CREATE SCHEMA app";
        let loaded = shadow.load(&script(sql)).await.expect("it loads");
        assert_eq!(loaded.remarks, []);
        assert_eq!(value(shadow.postgres(), "SELECT to_regclass('app.v')").await, "app.v");
        assert_eq!(value(shadow.postgres(), "SHOW search_path").await, "\"$user\", public");
        shadow.reset().await.expect("it can be reset");
        shadow.close().await.expect("closed");
        let left = server.database().psql("SELECT count(*) FROM pg_database WHERE datname ~ '^whimbrel'");
        assert_eq!(left, "0");
    }
}

#[tokio::test]
async fn a_shadow_can_be_used_from_any_thread() {
    fn travels<T: Send>(value: T) -> T {
        value
    }
    let choice = on(&shared(15).url("postgres"));
    let work = travels(async move {
        let mut shadow = start(&choice).await;
        shadow.load(&script("CREATE TABLE t ()")).await.expect("it loads");
        shadow.reset().await.expect("it can be reset");
        shadow.close().await.expect("closed");
    });
    tokio::spawn(work).await.expect("it ends");
}

#[test]
fn no_secret_is_shown() {
    let Choice::Server(config) = on("postgres://postgres:sea-otter@127.0.0.1:5432/x") else { panic!("a server") };
    let _: &Config = &config;
    assert!(!format!("{:?}", Choice::Server(config)).contains("sea-otter"));
}
