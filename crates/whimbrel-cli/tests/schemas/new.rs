//! `new --from`: a migration that is written from a schema.

use crate::assert_run;
use crate::common::Project;
use crate::{SHOP, check, database, on, shop};

const WANTED: &str = "\
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  note text
);
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL CHECK (name <> ''));
CREATE INDEX users_name ON users (name);
CREATE VIEW names AS SELECT name FROM users;
";

/// The file that was made.
fn made(project: &Project, arguments: &[&str]) -> String {
    project.json(arguments)["path"].as_str().unwrap().to_owned()
}

#[test]
fn from_a_file_and_applied_and_reverted() {
    let (database, project) = shop();
    project.write("schema.sql", WANTED);
    let before = database.pg_dump();
    assert_run!(project.succeeds(["new", "Add notes", "--from", "schema.sql"]));
    let files = std::fs::read_dir(project.path().join("migrations")).unwrap();
    let names = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let file = names.max_by_key(String::len).unwrap();
    check("file_from_a_schema", &project.read(&format!("migrations/{file}")));
    project.succeeds(["apply", "--no-rehearse"]);
    project.succeeds(["diff", "target:", "schema.sql", "--exit-code"]);
    assert_run!(project.succeeds(["new", "nothing", "--from", "schema.sql"]));
    let phrase = project.json(["revert", "--dry-run"])["phrase"].as_str().unwrap().to_owned();
    project.succeeds(["revert", "--confirm", &phrase]);
    assert_eq!(database.pg_dump(), before);
}

#[test]
fn from_the_target_and_applied_elsewhere() {
    let (first, project) = shop();
    first.psql("ALTER TABLE users ADD COLUMN age int; CREATE INDEX users_age ON users (age)");
    assert_run!(project.succeeds(["new", "adopt", "--from", "target:"]));
    // The target has it already: it is recorded there, and run elsewhere.
    project.succeeds(["baseline"]);
    project.succeeds(["drift"]);
    let second = database();
    let elsewhere = Project::copy_of(project.path()).with("DATABASE_URL", second.url());
    elsewhere.succeeds(["apply", "--no-rehearse"]);
    elsewhere.succeeds(["diff", first.url(), second.url(), "--exit-code"]);
}

#[test]
fn a_value_of_an_enum_that_is_used_at_once() {
    let database = database();
    let mood = "-- migrate:up\nCREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE t (id int, feels mood);\n";
    let project = on(&database, &[("1_mood.sql", mood)]);
    project.succeeds(["apply", "--no-rehearse"]);
    let wanted = "CREATE TYPE mood AS ENUM ('sad', 'fine');\nCREATE TABLE t (id int, feels mood DEFAULT 'fine');\n";
    project.write("schema.sql", wanted);
    let file = made(&project, &["new", "moods", "--from", "schema.sql"]);
    check("file_with_an_enum", &project.read(&file));
    project.succeeds(["apply"]);
    project.succeeds(["diff", "target:", "schema.sql", "--exit-code"]);
    project.succeeds(["revert", "--yes"]);
    project.succeeds(["drift"]);
}

#[test]
fn a_rename_goes_both_ways() {
    let (database, project) = shop();
    let renamed = WANTED.replace("name text NOT NULL CHECK (name <> '')", "full_name text NOT NULL");
    let renamed = renamed.replace("(name)", "(full_name)").replace("SELECT name", "SELECT full_name");
    project.write("schema.sql", &renamed);
    let before = database.pg_dump();
    let file = made(&project, &["new", "rename", "--from", "schema.sql", "--rename", "users.name=full_name"]);
    check("file_with_a_rename", &project.read(&file));
    database.psql("INSERT INTO users VALUES (1, 'mira')");
    project.succeeds(["apply", "--allow", "rename-column"]);
    assert_eq!(database.psql("SELECT full_name FROM names"), "mira");
    let phrase = project.json(["revert", "--dry-run"])["phrase"].as_str().unwrap().to_owned();
    project.succeeds(["revert", "--confirm", &phrase]);
    assert_eq!(database.psql("SELECT name FROM users"), "mira");
    assert_eq!(database.pg_dump(), before);
    assert_eq!(SHOP.len(), 2);
}
