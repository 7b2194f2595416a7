//! The same commands on SQLite, where the shadow is a database in memory.

use crate::assert_run;
use crate::common::{Project, project, shop::applied};

const OLD: &str = "\
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT);
CREATE VIEW names AS SELECT name FROM users;
";

const NEW: &str = "\
CREATE VIEW names AS SELECT name FROM users;
CREATE INDEX users_email ON users (email);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), email TEXT);
";

fn pair() -> Project {
    project().file(".env", "DATABASE_URL=sqlite:shop.db\n").file("old.sql", OLD).file("new.sql", NEW)
}

/// Runs SQL on the project's database as somebody else would.
fn by_hand(project: &Project, sql: &str) {
    rusqlite::Connection::open(project.path().join("shop.db")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn diff_both_ways() {
    let project = pair();
    assert_run!(project.succeeds(["diff", "old.sql", "new.sql"]));
    assert_run!(project.exits(3, ["diff", "new.sql", "old.sql", "--exit-code"]));
    let rename = ["diff", "old.sql", "new.sql", "--rename", "users.nick=email", "--format", "sql"];
    assert_run!(project.succeeds(rename));
    assert_run!(project.succeeds(["diff", "empty:", "new.sql", "--format", "sql"]));
    assert!(!project.path().join("shop.db").exists(), "diff wrote");
}

#[test]
fn what_is_printed_works_on_a_database_with_rows() {
    let project = pair();
    by_hand(&project, OLD);
    by_hand(&project, "INSERT INTO users VALUES (1, 'mira', 'm')");
    let sql = project.succeeds(["diff", "target:", "new.sql", "--format", "sql"]).stdout;
    by_hand(&project, &sql);
    project.succeeds(["diff", "target:", "new.sql", "--exit-code"]);
    let back = project.succeeds(["diff", "target:", "old.sql", "--format", "sql"]).stdout;
    by_hand(&project, &back);
    project.succeeds(["diff", "target:", "old.sql", "--exit-code"]);
    let connection = rusqlite::Connection::open(project.path().join("shop.db")).unwrap();
    let name: String = connection.query_row("SELECT name FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(name, "mira");
}

#[test]
fn dump_is_the_same_after_it_was_loaded() {
    let project = applied();
    let dump = project.succeeds(["dump"]);
    assert_run!(&dump);
    let again = project_of(&dump.stdout);
    assert_eq!(again.succeeds(["dump"]).stdout, dump.stdout);
}

fn project_of(dump: &str) -> Project {
    let project = project().file(".env", "DATABASE_URL=sqlite:shop.db\n");
    by_hand(&project, dump);
    project
}

#[test]
fn drift_shows_what_was_done_by_hand() {
    let project = applied();
    assert_run!(project.succeeds(["drift"]));
    by_hand(&project, "DROP INDEX idx_chats_user_id; ALTER TABLE users ADD COLUMN age INTEGER");
    assert_run!(project.exits(3, ["drift"]));
    let sql = project.exits(3, ["drift", "--format", "sql"]).stdout;
    by_hand(&project, &sql);
    project.succeeds(["drift"]);
}

#[test]
fn engines_are_not_mixed() {
    let project = pair();
    by_hand(&project, OLD);
    assert_run!(project.exits(2, ["diff", "target:", "embedded:dev"]));
    assert!(!project.path().join("dev").exists(), "an embedded database was made");
    // Files are read by the kind of the target, and of PostgreSQL where there is none.
    project.remove(".env");
    assert_run!(project.exits(2, ["diff", "old.sql", "new.sql", "--shadow-url", "sqlite:other.db"]));
}
