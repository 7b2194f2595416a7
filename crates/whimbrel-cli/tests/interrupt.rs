//! Ctrl-C: the first cancels, rolls back, releases and exits with 130; the second ends the process at once.

mod common;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use common::project;

fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

/// Starts it and waits until its standard error says `word`.
fn started(mut command: Command, word: &str) -> (Child, BufReader<std::process::ChildStderr>) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut seen = String::new();
    while !seen.contains(word) {
        assert_ne!(stderr.read_line(&mut seen).unwrap(), 0, "it ended before it said {word}: {seen}");
    }
    (child, stderr)
}

fn rest(mut child: Child, mut stderr: BufReader<std::process::ChildStderr>) -> (Option<i32>, String) {
    let mut said = String::new();
    stderr.read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code(), said)
}

#[test]
fn a_statement_is_cancelled_on_the_server_and_rolled_back() {
    let database = whimbrel_testing::shared(15).database();
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n")
        .file("migrations/2_b.sql", "-- migrate:up\nCREATE TABLE b (id int);\nSELECT pg_sleep(600);\n")
        .with("DATABASE_URL", database.url());
    let (child, stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "[2/2]");
    // The statement is running once the server says so.
    let running = "SELECT count(*) FROM pg_stat_activity
                   WHERE query LIKE '%pg_sleep(600)%' AND datname = current_database() AND pid <> pg_backend_pid()";
    while database.psql(running).trim() == "0" {
        std::thread::yield_now();
    }
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("cancelling…"), "{said}");
    assert_eq!(database.psql(running).trim(), "0");
    assert_eq!(database.psql("SELECT to_regclass('a') IS NOT NULL AND to_regclass('b') IS NULL").trim(), "t");
    // The lock is free again: this does not wait.
    project.write("migrations/2_b.sql", "-- migrate:up\nCREATE TABLE b (id int);\n");
    project.succeeds(["apply", "--lock-wait", "0"]);
}

#[test]
fn a_hook_is_ended() {
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n")
        .file("whimbrel.toml", "[after.apply]\ncommands = [\"echo running; sleep 600\", \"touch never\"]\n")
        .with("DATABASE_URL", "sqlite:a.db");
    let (child, stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "  running");
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("the schema is applied and recorded; the hooks were interrupted"), "{said}");
    assert!(!project.path().join("never").exists());
    assert_eq!(project.json(["status"])["clean"], true);
}

#[test]
fn the_second_one_ends_the_process() {
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n")
        // The hook ignores being told to end, so that the first Ctrl-C takes a while.
        .file("whimbrel.toml", "[after.apply]\ncommands = [\"trap '' TERM; echo running; sleep 5\"]\n")
        .with("DATABASE_URL", "sqlite:a.db");
    let (child, mut stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "  running");
    interrupt(&child);
    let mut line = String::new();
    while !line.contains("cancelling…") {
        assert_ne!(stderr.read_line(&mut line).unwrap(), 0);
    }
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
}

#[test]
fn waiting_for_a_database_is_given_up() {
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nSELECT 1;\n")
        .with("DATABASE_URL", "postgres://app@127.0.0.1:1/shop");
    let (child, stderr) = started(project.command(["status", "-v", "--wait", "600s"]), "127.0.0.1:1");
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
}

#[test]
fn a_question_is_not_answered() {
    use std::io::Write;
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n")
        .with("DATABASE_URL", "sqlite:a.db");
    project.succeeds(["apply"]);
    // `script` (util-linux) gives the program a terminal of its own, where Ctrl-C is a character that is typed.
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{} --color never revert", env!("CARGO_BIN_EXE_whimbrel")), "/dev/null"]);
    command.current_dir(project.path()).env("DATABASE_URL", "sqlite:a.db");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut seen = String::new();
    let mut buffer = [0; 256];
    while !seen.contains("to go on:") {
        let read = stdout.read(&mut buffer).unwrap();
        assert_ne!(read, 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    child.stdin.as_mut().unwrap().write_all(b"\x03").unwrap();
    stdout.read_to_string(&mut seen).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{seen}");
    assert!(seen.contains("nothing was changed"), "{seen}");
    assert_eq!(project.json(["status"])["counts"]["applied"], 1);
}

/// A transaction of somebody else, which holds a lock until it is ended.
fn in_the_way(database: &whimbrel_testing::Database, sql: &str) -> Child {
    let mut command = Command::new(whimbrel_testing::client_tool("psql"));
    command.args(["-XAtq", database.url(), "-c", &format!("BEGIN; {sql}; SELECT pg_sleep(600)")]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until(database, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
    child
}

/// Waits until a query finds something.
fn until(database: &whimbrel_testing::Database, sql: &str) {
    while database.psql(sql).is_empty() {
        std::thread::yield_now();
    }
}

/// No session of a run, and so no lock of one, is left on the server.
fn assert_gone(database: &whimbrel_testing::Database) {
    let left =
        "SELECT query FROM pg_stat_activity WHERE application_name LIKE 'whimbrel%' AND datname = current_database()";
    while !database.psql(left).is_empty() {
        std::thread::yield_now();
    }
}

#[test]
fn an_index_build_is_cancelled_and_the_next_run_builds_it_again() {
    let database = whimbrel_testing::shared(15).database();
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (n int);\n")
        .file("migrations/2_i.sql", "-- migrate:up\nINSERT INTO a VALUES (1);\nCREATE INDEX CONCURRENTLY i ON a (n);\n")
        .with("DATABASE_URL", database.url());
    project.succeeds(["apply", "--to", "1"]);
    // A build waits for everybody who may have written; the INSERT does not wait.
    let mut other = in_the_way(&database, "LOCK TABLE a IN ROW EXCLUSIVE MODE");
    let (child, stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "[1/1]");
    until(&database, "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('i') AND NOT indisvalid");
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("interrupted while it was to apply 2 i"), "{said}");
    assert!(said.contains("state: 2 is unfinished: 1 of its 2 steps are done and stay"), "{said}");
    assert_gone(&database);
    database.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
    other.wait().unwrap();
    project.succeeds(["apply", "--lock-wait", "0"]);
    assert_eq!(database.psql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), "t");
    assert_eq!(database.psql("SELECT count(*) FROM a"), "1");
}

#[test]
fn waiting_for_a_lock_ends_at_once() {
    let database = whimbrel_testing::shared(15).database();
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (n int);\n")
        .file("migrations/2_b.sql", "-- migrate:up\nCREATE TABLE b (n int);\nALTER TABLE a ADD m int;\n")
        .with("DATABASE_URL", database.url());
    project.succeeds(["apply", "--to", "1"]);
    let mut other = in_the_way(&database, "LOCK TABLE a IN ACCESS SHARE MODE");
    // Between two attempts as well as during one: it is told of the first once the next has begun or is waited for.
    let (child, stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "[1/1]");
    until(&database, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("state: 2 was rolled back"), "{said}");
    assert_gone(&database);
    assert_eq!(database.psql("SELECT to_regclass('b')"), "");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn waiting_for_another_run_ends_at_once() {
    let database = whimbrel_testing::shared(15).database();
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nSELECT pg_sleep(600);\n")
        .with("DATABASE_URL", database.url());
    let (first, first_stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "[1/1]");
    let (second, second_stderr) =
        started(project.command(["apply", "-v", "--no-rehearse", "--lock-wait", "600s"]), "waiting for");
    interrupt(&second);
    let (code, said) = rest(second, second_stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
    interrupt(&first);
    let (code, said) = rest(first, first_stderr);
    assert_eq!(code, Some(130), "{said}");
    assert_gone(&database);
}

#[test]
fn a_statement_that_will_not_be_cancelled_is_left_by_the_second_one() {
    let database = whimbrel_testing::shared(15).database();
    let stubborn = "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN RAISE NOTICE 'no'; END; END LOOP; END $$";
    let project = project()
        .file("migrations/1_a.sql", &format!("-- migrate:up\nCREATE TABLE a (n int);\n{stubborn};\n"))
        .with("DATABASE_URL", database.url());
    let (child, mut stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "[1/1]");
    until(&database, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
    interrupt(&child);
    let mut line = String::new();
    while !line.contains("cancelling…") {
        assert_ne!(stderr.read_line(&mut line).unwrap(), 0);
    }
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    // The server does not look at the client while it sleeps; nothing is committed whenever it ends.
    database.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'whimbrel%' AND datname = current_database()");
    assert_gone(&database);
    assert_eq!(database.psql("SELECT to_regclass('a')"), "");
}

/// What is tried on the embedded PostgreSQL cannot be cancelled: it is left.
#[test]
fn a_rehearsal_is_given_up() {
    let database = whimbrel_testing::shared(15).database();
    let project = project()
        .file(
            "migrations/1_a.sql",
            "-- migrate:up\nCREATE TABLE a (n int);\nDO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$;\n",
        )
        .with("DATABASE_URL", database.url());
    let (child, stderr) = started(project.command(["apply", "-v"]), "trying the migration on a shadow database");
    // Whenever it comes: while the shadow starts, or runs what has no end.
    std::thread::sleep(std::time::Duration::from_secs(2));
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("interrupted while the migrations were tried on a shadow database"), "{said}");
    assert!(said.contains("nothing was applied"), "{said}");
    assert_gone(&database);
    assert_eq!(database.psql("SELECT to_regclass('a')"), "");
}

#[test]
fn a_revert_that_is_tried_is_cancelled_too() {
    let database = whimbrel_testing::shared(15).database();
    let project = project()
        .file(
            "migrations/1_a.sql",
            "-- migrate:up\nCREATE TABLE a (n int);\n-- migrate:down\nSELECT pg_sleep(600);\nDROP TABLE a;\n",
        )
        .with("DATABASE_URL", database.url());
    project.succeeds(["apply"]);
    let mut command = project.command(["revert", "-v", "--yes"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    until(&database, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
    interrupt(&child);
    let run = project.ended(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{}", run.whole());
    assert!(run.stderr.contains("nothing was changed"), "{}", run.whole());
    assert_gone(&database);
    assert_eq!(database.psql("SELECT to_regclass('a')"), "a");
}

/// Its statements cannot be cancelled: the process ends without them, and what was not committed never is.
#[test]
fn on_the_embedded_postgres_the_run_ends_without_its_statement() {
    let endless = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$";
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (n int);\n")
        .file("migrations/2_b.sql", &format!("-- migrate:up\nCREATE TABLE b (n int);\n{endless};\n"))
        .file("migrations/3_c.sql", "-- migrate:up\nCREATE TABLE c (n int);\n")
        .with("DATABASE_URL", "embedded:db");
    let (child, stderr) = started(project.command(["apply", "-v", "--no-rehearse"]), "[2/3]");
    interrupt(&child);
    let (code, said) = rest(child, stderr);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("interrupted while it was to apply 2 b"), "{said}");
    assert!(said.contains("state: 2 was rolled back; 1 was applied and stays"), "{said}");
    project.write("migrations/2_b.sql", "-- migrate:up\nCREATE TABLE b (n int);\n");
    let status = project.json(["status"]);
    assert_eq!(status["counts"]["applied"], 1, "{status}");
    project.succeeds(["apply"]);
}

#[test]
fn on_the_embedded_postgres_a_revert_that_is_tried_ends_too() {
    let project = project()
        .file("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (n int);\n-- migrate:down\nDROP TABLE a;\nDO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$;\n")
        .with("DATABASE_URL", "embedded:db");
    project.succeeds(["apply"]);
    let mut command = project.command(["revert", "-v", "--yes"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whenever it comes: while it starts, reads, or runs what has no end.
    std::thread::sleep(std::time::Duration::from_secs(2));
    interrupt(&child);
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(project.json(["status"])["counts"]["applied"], 1);
}
