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
    let (child, stderr) = started(project.command(["apply", "-v"]), "[2/2]");
    // The statement is running once the server says so.
    let running =
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()";
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
    let (child, stderr) = started(project.command(["apply", "-v"]), "  running");
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
    let (child, mut stderr) = started(project.command(["apply", "-v"]), "  running");
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
