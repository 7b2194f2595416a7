//! The PostgreSQL inside the binary: what a server does, it does too, and what it cannot do is said.

mod common;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use common::{Project, project};

const LOG: &str = "\
-- A log with its first lines.

-- migrate:up transaction:false
CREATE TABLE log (id serial PRIMARY KEY, message text NOT NULL);
COPY log (id, message) FROM STDIN;
1\tfirst; line
2\tsecond
\\.
CREATE INDEX CONCURRENTLY log_message ON log (message);
VACUUM log;

-- migrate:verify
-- both lines came
SELECT count(*) = 2 FROM log;
-- the index is valid
SELECT indisvalid FROM pg_index WHERE indexrelid = 'log_message'::regclass;

-- migrate:test
-- a line needs a message
INSERT INTO log (id, message) VALUES (3, 'third');
SELECT count(*) = 3 FROM log;

-- migrate:down
DROP TABLE log;
";

fn with(migrations: &[(&str, &str)]) -> Project {
    let project = project().file(".env", "DATABASE_URL=embedded:dev\n");
    for (name, text) in migrations {
        project.write(&format!("migrations/{name}"), text);
    }
    project
}

#[test]
fn what_a_server_does_it_does_too() {
    let project = with(&[("1_create_log.sql", LOG)]);
    assert_run!(project.succeeds(["apply", "--dry-run"]));
    assert_run!(project.succeeds(["apply", "--test"]));
    assert_run!(project.succeeds(["status", "--exit-code"]));
    assert_run!(project.succeeds(["verify", "--test"]));
    assert_run!(project.exits(4, ["revert"]));
    assert_run!(project.succeeds(["revert", "--confirm", "DELETE LOG TABLE"]));
    project.succeeds(["apply"]);
}

#[test]
fn what_does_not_verify_leaves_nothing() {
    let wrong =
        LOG.replace(" transaction:false", "").replace("count(*) = 2", "count(*) = 3").replace("VACUUM log;", "");
    let project = with(&[("1_create_log.sql", &wrong)]);
    assert_run!(project.exits(6, ["apply"]));
    // Nothing is in the way of the next one.
    project.write("migrations/1_create_log.sql", LOG);
    project.succeeds(["apply"]);
}

#[test]
fn an_unfinished_migration_goes_on_or_is_given_up() {
    let wrong = "-- migrate:up transaction:false\nCREATE TABLE a (id int);\nVACUUM a;\nINSERT INTO b VALUES (1);\n";
    let project = with(&[("1_wrong.sql", wrong)]);
    // A rehearsal would have stopped it.
    assert_run!(project.exits(1, ["apply", "--no-rehearse"]));
    assert_eq!(project.json(["status"])["counts"]["unfinished"], 1);
    assert_run!(project.succeeds(["repair", "--abandon", "1"]));
    assert_eq!(project.json(["status"])["counts"]["pending"], 1);
    assert_run!(project.exits(2, ["repair", "--abandon", "1"]));
    project.write("migrations/1_wrong.sql", &wrong.replace("TABLE a", "TABLE a2"));
    project.exits(1, ["apply", "--no-rehearse"]);
    assert_run!(project.succeeds(["repair", "--abandon", "1", "--format", "json"]));
    project.write("migrations/1_wrong.sql", &wrong.replace("TABLE a", "TABLE b"));
    project.succeeds(["apply"]);
}

#[test]
fn an_exception_handler_does_not_run_and_that_is_explained() {
    let handler = "-- migrate:up\nDO $$ BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN NULL; END $$;\n";
    assert_run!(with(&[("1_handler.sql", handler)]).exits(1, ["apply"]));
}

/// Starts it and waits until its standard error says `word`.
fn started(project: &Project, word: &str) -> Child {
    // Without a rehearsal, which would sleep on the shadow before the target is touched.
    let mut command = project.command(["apply", "-v", "--no-rehearse"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut seen = String::new();
    while !seen.contains(word) {
        assert_ne!(stderr.read_line(&mut seen).unwrap(), 0, "it ended before it said {word}: {seen}");
    }
    child
}

const SLEEP: &str = "-- migrate:up\nCREATE TABLE b (id int);\nSELECT pg_sleep(600);\n";

#[test]
fn a_killed_run_is_taken_up_by_the_next() {
    let project = with(&[("1_create_log.sql", LOG), ("2_b.sql", SLEEP)]);
    let mut child = started(&project, "[2/2]");
    child.kill().unwrap();
    child.wait().unwrap();
    project.write("migrations/2_b.sql", &SLEEP.replace("SELECT pg_sleep(600);", ""));
    // Commits before the last are asynchronous, so the kill may have taken the end of the first one back, never a part
    // of a transaction.
    assert_ne!(project.json(["status"])["counts"]["applied"], 2);
    project.succeeds(["apply"]);
    project.succeeds(["verify", "--test"]);
    assert_eq!(project.json(["status"])["clean"], true);
}

#[test]
fn a_second_process_is_told_who_has_the_folder() {
    let project = with(&[("1_b.sql", SLEEP)]);
    let mut child = started(&project, "[1/1]");
    let second = project.exits(5, ["status"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(second.stderr.contains(&child.id().to_string()), "{}", second.stderr);
    let pid = child.id().to_string();
    let mut settings = common::settings();
    settings.add_filter(&pid, "[pid]");
    settings.bind(|| insta::assert_snapshot!(second.whole()));
}
