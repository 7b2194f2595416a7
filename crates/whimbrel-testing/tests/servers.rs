//! The servers themselves.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use whimbrel_testing::{OwnServer, PASSWORD, shared, versions};

#[test]
fn every_version_runs_and_is_the_one_it_says() {
    for version in versions() {
        let database = shared(version).database();
        let number: u32 = database.psql("SHOW server_version_num").parse().unwrap();
        assert_eq!(number / 10_000, version);
    }
}

#[test]
fn a_database_is_gone_when_its_value_is() {
    for version in versions() {
        let server = shared(version);
        let name = server.database().name().to_owned();
        let count = server.database().psql(&format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'"));
        assert_eq!(count, "0", "on {version}");
    }
}

#[test]
fn sql_that_fails_panics_with_the_message() {
    let database = shared(15).database();
    let error = database.try_psql("SELECT 1; SELECT * FROM seagulls").unwrap_err();
    assert!(error.contains(r#"relation "seagulls" does not exist"#), "{error}");
}

#[test]
fn pg_dump_of_equal_schemas_is_equal() {
    let server = shared(15);
    let [one, two] = [server.database(), server.database()];
    for database in [&one, &two] {
        database.psql("CREATE TABLE seagulls (id int PRIMARY KEY)");
    }
    assert_eq!(one.pg_dump(), two.pg_dump());
    assert!(one.pg_dump().contains("CREATE TABLE public.seagulls"));
}

#[test]
fn passwords_are_asked_for() {
    let server = shared(18);
    let psql = |password: &str| {
        Command::new(whimbrel_testing::client_tool("psql"))
            .args(["-h", "127.0.0.1", "-p", &server.port().to_string(), "-U", "postgres", "-c", "SELECT"])
            .env("PGPASSWORD", password)
            .output()
            .unwrap()
    };
    assert!(psql(PASSWORD).status.success());
    let refused = psql("sea-lion");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("password authentication failed"));
}

#[test]
fn an_own_server_has_its_settings_and_comes_back_with_its_data() {
    for version in versions() {
        let server = OwnServer::start(version, &[("max_connections", "7")], &["host all guest 127.0.0.1/32 trust"]);
        let database = server.database();
        database.psql("CREATE ROLE guest LOGIN; CREATE TABLE kept (); CHECKPOINT");
        assert_eq!(database.psql("SHOW max_connections"), "7");
        server.crash();
        assert!(database.try_psql("SELECT").is_err());
        server.start_again();
        assert_eq!(database.psql("SELECT to_regclass('kept')"), "kept");
        server.stop();
        server.start_again();
        assert_eq!(database.psql("SELECT to_regclass('kept')"), "kept");
    }
}

/// Run by the next test in a process of its own, which it kills.
#[test]
#[ignore = "waits to be killed"]
fn waits_with_a_server() {
    let server = OwnServer::start(15, &[], &[]);
    println!("{}", server.socket_dir().display());
    loop {
        std::thread::park();
    }
}

#[test]
fn a_server_does_not_outlive_a_killed_test() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let mut test = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "waits_with_a_server", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(test.stdout.take().unwrap()).lines();
    let run = lines.map(Result::unwrap).find_map(|line| line.find("/tmp/").map(|at| line[at..].to_owned())).unwrap();
    assert!(Path::new(&run).join("data/postmaster.pid").exists());
    test.kill().unwrap();
    test.wait().unwrap();
    let give_up = Instant::now() + Duration::from_secs(60);
    while Path::new(&run).exists() {
        assert!(Instant::now() < give_up, "{run} is still there");
        std::thread::sleep(Duration::from_millis(50));
    }
}
