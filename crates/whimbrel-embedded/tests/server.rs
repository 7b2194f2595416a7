//! The embedded PostgreSQL through a real client.

use std::path::Path;
use std::process::{Command, Stdio};

use tokio_postgres::{Client, Error, NoTls};
use whimbrel_embedded::{Address, Place, Server, start};

fn config(address: &Address) -> tokio_postgres::Config {
    let mut config = tokio_postgres::Config::new();
    config.user("postgres").dbname("postgres");
    match address {
        Address::Socket { directory, port } => config.host_path(directory).port(*port),
        Address::Tcp(address) => config.host(address.ip().to_string()).port(address.port()),
    };
    config
}

async fn try_connect(server: &Server) -> Result<Client, Error> {
    let (client, connection) = config(server.address()).connect(NoTls).await?;
    // Ends with an error where the test ends the backend, which the client's calls report.
    tokio::spawn(connection);
    Ok(client)
}

async fn connect(server: &Server) -> Client {
    try_connect(server).await.unwrap()
}

async fn value(client: &Client, sql: &str) -> String {
    client.query_one(&format!("SELECT ({sql})::text"), &[]).await.unwrap().get(0)
}

fn in_folder(path: &Path) -> Server {
    start(Place::Folder(path.to_owned())).unwrap()
}

#[tokio::test]
async fn a_temporary_database_answers_and_leaves_nothing() {
    let server = start(Place::Temporary).unwrap();
    let client = connect(&server).await;
    let version = value(&client, "current_setting('server_version')").await;
    assert_eq!(version, whimbrel_embedded::VERSION);
    assert_eq!(value(&client, "current_setting('search_path')").await, "\"$user\", public");
    let Address::Socket { directory, .. } = server.address().clone() else { panic!("not a Unix socket") };
    drop(client);
    server.shutdown().unwrap();
    assert!(!directory.exists());
}

#[tokio::test]
async fn a_folder_keeps_what_was_committed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("new/database");
    for expected in ["1", "2", "3"] {
        let server = in_folder(&folder);
        let client = connect(&server).await;
        client.batch_execute("CREATE TABLE IF NOT EXISTS t (a int); INSERT INTO t VALUES (1)").await.unwrap();
        assert_eq!(value(&client, "SELECT count(*) FROM t").await, expected);
        drop(client);
        server.shutdown().unwrap();
    }
    assert_eq!(std::fs::read_to_string(folder.join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("thesis.txt"), "…").unwrap();
    let error = start(Place::Folder(home.path().to_owned())).unwrap_err();
    assert!(error.to_string().ends_with("is not empty and holds no embedded database"), "{error}");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_opened_twice_is_refused_with_who_has_it() {
    let home = tempfile::tempdir().unwrap();
    let first = in_folder(home.path());
    let error = start(Place::Folder(home.path().to_owned())).unwrap_err();
    assert!(error.to_string().ends_with(&format!("is in use by process {}", std::process::id())), "{error}");
    first.shutdown().unwrap();
    in_folder(home.path()).shutdown().unwrap();
}

#[tokio::test]
async fn a_second_connection_is_refused_and_a_later_one_is_let_in() {
    let server = start(Place::Temporary).unwrap();
    let first = connect(&server).await;
    let refused = try_connect(&server).await.unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "53300", "{refused:?}");
    first.batch_execute("SELECT 1").await.unwrap();
    drop(first);
    connect_when_free(&server).await.batch_execute("SELECT 1").await.unwrap();
    server.shutdown().unwrap();
}

/// A client that was dropped leaves when its runtime comes to it.
async fn connect_when_free(server: &Server) -> Client {
    loop {
        match try_connect(server).await {
            Ok(client) => return client,
            Err(error) if error.code().is_some_and(|code| code.code() == "53300") => tokio::task::yield_now().await,
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn an_open_transaction_is_rolled_back_when_its_client_is_gone() {
    let server = start(Place::Temporary).unwrap();
    let (client, connection) = config(server.address()).connect(NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute("CREATE TABLE t ()").await.unwrap();
    client.batch_execute("BEGIN; CREATE TABLE u ()").await.unwrap();
    // Without a goodbye, as when the process is killed.
    connection.abort();
    drop(connection.await);
    let next = connect_when_free(&server).await;
    assert_eq!(value(&next, "SELECT to_regclass('t') IS NOT NULL AND to_regclass('u') IS NULL").await, "true");
    drop(next);
    server.shutdown().unwrap();
}

#[tokio::test]
async fn two_hundred_tables_fit_in_one_transaction() {
    let server = start(Place::Temporary).unwrap();
    let client = connect(&server).await;
    let tables: String =
        (0..200).map(|n| format!("CREATE TABLE t{n} (id serial PRIMARY KEY, b text UNIQUE);")).collect();
    client.batch_execute(&format!("BEGIN; {tables} COMMIT")).await.unwrap();
    assert_eq!(value(&client, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").await, "200");
    drop(client);
    server.shutdown().unwrap();
}

#[tokio::test]
async fn every_bundled_extension_can_be_created() {
    let server = start(Place::Temporary).unwrap();
    let client = connect(&server).await;
    for name in whimbrel_embedded::extensions() {
        // auto_explain is a module to load, not an extension.
        if name != "auto_explain" {
            client.batch_execute(&format!("CREATE EXTENSION IF NOT EXISTS {name} CASCADE")).await.unwrap();
        }
    }
    assert_eq!(value(&client, "SELECT similarity('abc', 'abd') > 0 AND 'A'::citext = 'a'").await, "true");
    drop(client);
    server.shutdown().unwrap();
}

#[tokio::test]
async fn data_goes_in_and_out_by_copy() {
    use futures_util::{SinkExt, TryStreamExt};

    let server = start(Place::Temporary).unwrap();
    let client = connect(&server).await;
    client.batch_execute("CREATE TABLE t (a int, b text)").await.unwrap();
    let lines: String = (0..50_000).map(|n| format!("{n}\tline {n}\n")).collect();
    let sink = client.copy_in("COPY t FROM STDIN").await.unwrap();
    tokio::pin!(sink);
    sink.send(std::io::Cursor::new(lines.clone().into_bytes())).await.unwrap();
    assert_eq!(sink.finish().await.unwrap(), 50_000);
    let out: Vec<_> = client.copy_out("COPY t TO STDOUT").await.unwrap().try_collect().await.unwrap();
    assert_eq!(out.concat(), lines.into_bytes());
    assert_eq!(value(&client, "SELECT count(*) FROM t").await, "50000");
    drop(client);
    server.shutdown().unwrap();
}

#[tokio::test]
async fn endless_recursion_ends_the_connection_and_not_the_process() {
    let server = start(Place::Temporary).unwrap();
    let client = connect(&server).await;
    client
        .batch_execute(
            "CREATE FUNCTION f(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN f(i + 1); END $$;
             CREATE TABLE kept ()",
        )
        .await
        .unwrap();
    let error = client.batch_execute("SELECT f(1)").await.unwrap_err();
    assert_eq!(error.code().unwrap().code(), "57P02", "{error:?}");
    let next = connect_when_free(&server).await;
    assert_eq!(value(&next, "SELECT to_regclass('kept')").await, "kept");
    drop(next);
    server.shutdown().unwrap();
}

/// Run by the next test in a process of its own, which is killed.
#[tokio::test]
#[ignore = "is killed"]
async fn writes_and_is_killed() {
    #[expect(clippy::disallowed_methods, reason = "the other half of this test passes it so")]
    let folder = std::env::var_os("WHIMBREL_TEST_FOLDER").unwrap();
    let server = in_folder(Path::new(&folder));
    let client = connect(&server).await;
    client.batch_execute("CREATE TABLE IF NOT EXISTS t (a int); INSERT INTO t VALUES (1)").await.unwrap();
    client.batch_execute("BEGIN; INSERT INTO t VALUES (2); CREATE TABLE u ()").await.unwrap();
    let pid = std::process::id().to_string();
    Command::new("kill").args(["-9", &pid]).status().unwrap();
}

#[tokio::test]
async fn a_folder_keeps_what_was_committed_when_the_process_is_killed() {
    let home = tempfile::tempdir().unwrap();
    for expected in ["1", "2"] {
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_and_is_killed", "--ignored"])
            .env("WHIMBREL_TEST_FOLDER", home.path())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), None, "it was killed");
        let server = in_folder(home.path());
        let client = connect(&server).await;
        assert_eq!(value(&client, "SELECT count(*) FROM t").await, expected);
        assert_eq!(value(&client, "SELECT to_regclass('u') IS NULL").await, "true");
        drop(client);
        server.shutdown().unwrap();
    }
}

#[tokio::test]
async fn shutting_down_ends_an_open_connection() {
    let server = start(Place::Temporary).unwrap();
    let client = connect(&server).await;
    client.batch_execute("BEGIN; CREATE TABLE t ()").await.unwrap();
    server.shutdown().unwrap();
    assert!(client.batch_execute("SELECT 1").await.is_err());
}
