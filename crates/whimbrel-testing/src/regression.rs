//! PostgreSQL's own regression database: what its developers put into a schema to test it.

use std::fmt::Write;
use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::database::run_psql;
use crate::{OwnServer, Server, binaries, folders, user};

/// The name of the database, which some of the tests use.
const DATABASE: &str = "regression";

/// psql's exit status.
const CONNECTION_LOST: i32 = 2;

/// The folder of PostgreSQL's own regression tests of that version, with `parallel_schedule`, `sql/` and `data/`.
/// `None` where `scripts/get-postgres` could not fetch it, or does not fetch it of that version.
pub fn regression_tests(version: u32) -> Option<PathBuf> {
    let folder = folders::repository().join("target/postgres/regress").join(version.to_string());
    folder.join("parallel_schedule").exists().then_some(folder)
}

/// A server with the database that PostgreSQL's regression tests leave behind, which has an object of nearly every
/// kind and many odd ones. With the server comes the URL of that database.
///
/// The tests run in the order of their schedule, as pg_regress runs them, and their errors are not looked at: many are
/// meant, and what needs the C functions of the tests' own library is missing. It takes about half a minute.
///
/// `None` where there are no tests of that version: see [`regression_tests`].
///
/// # Panics
/// When the server does not start, or does not come back after a crash.
pub fn regression_database(version: u32) -> Option<(OwnServer, String)> {
    let tests = regression_tests(version)?;
    let server = OwnServer::start(version, &[("max_prepared_transactions", "2")], &[]);
    let folder = copy_for_server(&tests, &server);
    create(&server);
    for group in schedule(&tests) {
        // Tests newer than the server look for bugs that it has: one may crash it, which ends all that run beside it.
        for test in run(&server, &folder, &group) {
            for test in run(&server, &folder, &[test]) {
                eprintln!("PostgreSQL {version} crashes in the middle of its test {test}");
            }
        }
    }
    let url = server.url(DATABASE);
    Some((server, url))
}

/// The tests' files in the server's own directory: it reads some of them itself, and writes into `results`.
fn copy_for_server(tests: &Path, server: &Server) -> PathBuf {
    let folder = server.socket_dir().join("regress");
    let copied = Command::new("cp").arg("-a").arg(tests).arg(&folder).status().expect("`cp` can be run");
    assert!(copied.success(), "failed to copy {}", tests.display());
    let results = folder.join("results");
    DirBuilder::new().mode(0o755).create(&results).expect("disk is writable");
    user::give(&results);
    folder
}

/// As pg_regress makes it.
fn create(server: &Server) {
    let mut sql = format!("CREATE DATABASE {DATABASE} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C';\n");
    for (name, value) in [
        ("lc_messages", "C"),
        ("lc_monetary", "C"),
        ("lc_numeric", "C"),
        ("lc_time", "C"),
        ("bytea_output", "hex"),
        ("timezone_abbreviations", "Default"),
    ] {
        writeln!(sql, "ALTER DATABASE {DATABASE} SET {name} TO '{value}';").expect("a string takes everything");
    }
    run_psql(server, "postgres", &sql).unwrap_or_else(|error| panic!("failed to create the database: {error}"));
}

/// The names of the tests, in groups that run at the same time.
fn schedule(tests: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(tests.join("parallel_schedule")).expect("it was found there");
    text.lines()
        .filter_map(|line| line.strip_prefix("test:"))
        .map(|names| names.split_whitespace().map(str::to_owned).collect())
        .collect()
}

/// Runs tests at the same time. Returns those that lost their connection, which is only the server's doing.
fn run(server: &Server, folder: &Path, tests: &[String]) -> Vec<String> {
    let running: Vec<_> = tests.iter().map(|test| (test, start_test(server, folder, test))).collect();
    let ended = running.into_iter().map(|(test, mut child)| (test, child.wait().expect("psql can be waited for")));
    let lost: Vec<String> =
        ended.filter(|(_, status)| status.code() == Some(CONNECTION_LOST)).map(|(test, _)| test.clone()).collect();
    if !lost.is_empty() {
        wait_until_recovered(server);
    }
    lost
}

fn wait_until_recovered(server: &Server) {
    let give_up = Instant::now() + Duration::from_secs(60);
    while let Err(error) = run_psql(server, DATABASE, "SELECT") {
        assert!(Instant::now() < give_up, "the server does not come back: {error}\n{}", server.log());
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn start_test(server: &Server, folder: &Path, test: &str) -> Child {
    let sql = File::open(folder.join("sql").join(format!("{test}.sql")));
    let sql = sql.unwrap_or_else(|error| panic!("the test {test} is in the schedule and cannot be read: {error}"));
    binaries::client(&binaries::newest_client_tool("psql"))
        .args(["-X", "-a", "-q", "-d", &server.url(DATABASE)])
        .args(["-v", "HIDE_TABLEAM=on", "-v", "HIDE_TOAST_COMPRESSION=on"])
        .env("PG_ABS_SRCDIR", folder)
        .env("PG_ABS_BUILDDIR", folder)
        .env("PG_LIBDIR", folder.join("lib"))
        .env("PG_DLSUFFIX", ".so")
        .env("PGTZ", "America/Los_Angeles")
        .env("PGDATESTYLE", "Postgres, MDY")
        .env("PGOPTIONS", "-c intervalstyle=postgres_verbose")
        .stdin(sql)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("psql can be run")
}
