//! `apply --plan`: what was planned runs, or it is said what has changed.

use serde_json::Value;

use crate::common::Project;
use crate::plan::filled;
use crate::{assert_run, with};

const NOTE: &str =
    "-- migrate:up\nALTER TABLE orders ADD COLUMN note text;\n-- migrate:down\nALTER TABLE orders DROP COLUMN note;\n";

fn planned() -> (whimbrel_testing::Database, Project) {
    let (database, project) = filled();
    project.write("migrations/2_note.sql", NOTE);
    project.succeeds(["plan", "--out", "plan.json"]);
    (database, project)
}

const APPLY: [&str; 3] = ["apply", "--plan", "plan.json"];

fn edited(project: &Project, edit: impl FnOnce(&mut Value)) {
    let mut plan: Value = serde_json::from_str(&project.read("plan.json")).unwrap();
    edit(&mut plan);
    project.write("plan.json", &format!("{plan:#}"));
}

#[test]
fn what_was_planned_runs_and_is_compared() {
    let (database, project) = planned();
    // Comments mean nothing, and rows are no schema.
    project.write("migrations/2_note.sql", &format!("-- Notes.\n\n{NOTE}"));
    database.psql("DELETE FROM orders WHERE id > 100");
    assert_run!(project.exits(0, APPLY));
    assert_run!("not_twice", project.exits(0, APPLY));
}

#[test]
fn a_file_that_was_edited() {
    let (_database, project) = planned();
    project.write("migrations/2_note.sql", &NOTE.replace("note text", "note varchar(10)"));
    assert_run!(project.exits(4, APPLY));
    // What is checked and what takes it back belong to it.
    project.write("migrations/2_note.sql", &NOTE.replace("DROP COLUMN note", "DROP COLUMN IF EXISTS note"));
    project.exits(4, APPLY);
}

#[test]
fn other_migrations_are_pending() {
    let (_database, project) = planned();
    project.write("migrations/3_more.sql", "-- migrate:up\nSELECT 1;\n");
    assert_run!("one_more", project.exits(4, APPLY));
    project.exits(0, ["apply", "--plan", "plan.json", "--to", "2"]);
    assert_run!("one_less", project.exits(4, APPLY));
}

#[test]
fn the_schema_has_changed() {
    let (database, project) = planned();
    database.psql("ALTER TABLE users ADD COLUMN name text; CREATE TABLE more (id int); COMMENT ON TABLE orders IS 'o'");
    assert_run!(project.exits(4, APPLY));
}

#[test]
fn another_database() {
    let (_database, project) = planned();
    let (other, _) = filled();
    let project = project.with("DATABASE_URL", other.url());
    let run = project.exits(4, APPLY);
    assert!(run.stderr.contains("it is for another database"), "{}", run.whole());
    assert!(run.stderr.contains("on system "), "{}", run.whole());
    let project = project.with("DATABASE_URL", "sqlite:a.db");
    project.exits(4, APPLY);
}

#[test]
fn what_the_plan_refuses_is_refused_unless_allowed() {
    let (_database, project) = filled();
    project.write(
        "migrations/2_total.sql",
        "-- migrate:up\nALTER TABLE orders DROP COLUMN total;\n-- migrate:down\nALTER TABLE orders ADD COLUMN total numeric(10, 2);\n",
    );
    project.exits(4, ["plan", "--out", "plan.json"]);
    assert_run!("refused", project.exits(4, APPLY));
    assert_run!("allowed", project.exits(0, ["apply", "--plan", "plan.json", "--allow", "drop-column"]));
}

#[test]
fn no_plan_at_all() {
    let project = with(&[]).with("DATABASE_URL", "sqlite:a.db");
    assert_run!("not_there", project.exits(2, APPLY));
    project.write("plan.json", "plan:\n");
    assert_run!("no_json", project.exits(2, APPLY));
    project.write("plan.json", "{\"whimbrel\": 1, \"command\": \"status\"}");
    assert_run!("of_another_command", project.exits(2, APPLY));
    project.write("plan.json", "{\"whimbrel\": 1, \"command\": \"plan\", \"ok\": false}");
    assert_run!("of_a_failure", project.exits(2, APPLY));
    project.write("plan.json", "{\"whimbrel\": 2, \"command\": \"plan\"}");
    assert_run!("of_another_format", project.exits(2, APPLY));
}

#[test]
fn by_another_version() {
    let (_database, project) = planned();
    edited(&project, |plan| plan["sealed"]["made_by"] = "whimbrel 0.0.1".into());
    let run = project.exits(4, APPLY);
    assert!(run.stderr.contains("made by another version"), "{}", run.whole());
}
