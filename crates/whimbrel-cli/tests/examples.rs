//! Each example project, on every database it names: apply with tests, apply again as a no-op, verify, revert all,
//! and apply again to the same catalog.

mod common;

use std::path::Path;

use common::Project;
use serde_json::Value;
use whimbrel_testing::{Database, shared, versions};

fn example(name: &str) -> Project {
    Project::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name))
}

/// Runs the whole way; `catalog` reads the target's catalog, where the target can be read from outside.
fn check(project: &Project, options: &[&str], catalog: impl Fn() -> String) {
    let run = |arguments: &[&str]| project.succeeds(options.iter().chain(arguments));
    let json = |arguments: &[&str]| project.json(options.iter().chain(arguments));

    let first = json(&["apply", "--test"]);
    assert_eq!(first["ok"], true, "{first:#}");
    assert_eq!(first["pending_total"], 0);
    assert!(all_hold(&first["tests"]), "{first:#}");
    run(&["status", "--exit-code"]);
    let made = catalog();

    let again = json(&["apply"]);
    assert_eq!(again["migrations"], Value::Array(vec![]));
    assert_eq!(again["changes"], Value::Array(vec![]));
    assert_eq!(catalog(), made, "a second apply changed something");
    let verified = json(&["verify", "--test"]);
    assert_eq!(verified["holds"], true, "{verified:#}");
    assert_eq!(catalog(), made, "a test was not rolled back");

    let phrase = json(&["revert", "--all", "--dry-run"])["phrase"].as_str().expect("tables hold data").to_owned();
    project.exits(4, options.iter().chain(&["revert", "--all"]));
    project.exits(4, options.iter().chain(&["revert", "--all", "--confirm", "yes"]));
    run(&["status", "--exit-code"]);
    run(&["revert", "--all", "--confirm", &phrase]);
    project.exits(3, options.iter().chain(&["status", "--exit-code"]));

    let second = json(&["apply", "--test"]);
    assert_eq!(second["ok"], true, "{second:#}");
    assert_eq!(made_by(&second), made_by(&first), "the second way made something else than the first");
    assert_eq!(catalog(), made);
}

fn all_hold(checks: &Value) -> bool {
    let checks = checks.as_array().unwrap();
    !checks.is_empty() && checks.iter().all(|check| check["holds"] == true)
}

/// What a run changed, but for extensions, which no `down` drops.
fn made_by(run: &Value) -> Vec<Value> {
    let changes = run["changes"].as_array().unwrap();
    changes.iter().filter(|change| change["kind"] != "extension").cloned().collect()
}

fn on_servers(name: &str) {
    for version in versions() {
        let database: Database = shared(version).database();
        let project = example(name).with("DATABASE_URL", database.url());
        check(&project, &[], || database.pg_dump());
        let left = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
        project.succeeds(["revert", "--all", "--confirm", &phrase(&project)]);
        assert_eq!(database.psql(left).trim(), "0", "PostgreSQL {version}");
    }
}

fn phrase(project: &Project) -> String {
    project.json(["revert", "--all", "--dry-run"])["phrase"].as_str().unwrap().to_owned()
}

fn on_embedded(name: &str) {
    let project = example(name);
    check(&project, &[], String::new);
    assert!(project.path().join(".whimbrel").is_dir(), "the data is not in the project's own folder");
}

fn on_sqlite(name: &str, file: &str) {
    let project = example(name);
    let file = project.path().join(file);
    check(&project, &["--environment", "sqlite"], || {
        let connection = rusqlite::Connection::open(&file).unwrap();
        let mut query =
            connection.prepare("SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name").unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn halext_presets_on_servers() {
    on_servers("halext-presets");
}

#[test]
fn halext_presets_on_the_embedded_postgres() {
    on_embedded("halext-presets");
}

#[test]
fn halext_presets_on_sqlite() {
    on_sqlite("halext-presets", "halext.db");
}

#[test]
fn chats_on_servers() {
    on_servers("chats");
}

#[test]
fn chats_on_the_embedded_postgres() {
    on_embedded("chats");
}

#[test]
fn chatbot_on_servers() {
    on_servers("chatbot");
}

#[test]
fn chatbot_on_the_embedded_postgres() {
    on_embedded("chatbot");
}

#[test]
fn astropixel_on_servers() {
    on_servers("astropixel");
}

#[test]
fn astropixel_on_the_embedded_postgres() {
    on_embedded("astropixel");
}

#[test]
fn astropixel_on_sqlite() {
    on_sqlite("astropixel", "astropixel.db");
}

#[test]
fn exora_on_servers() {
    on_servers("exora");
}

#[test]
fn exora_on_the_embedded_postgres() {
    on_embedded("exora");
}
