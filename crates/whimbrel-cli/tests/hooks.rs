//! `[after.apply]`: commands, the health check, and what is said when they fail.

mod common;

use std::sync::atomic::Ordering;

use common::http::service;
use common::{Project, project};

fn shop(after: &str) -> Project {
    project()
        .file("migrations/1_create_users.sql", "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n")
        .file(".env", "DATABASE_URL=sqlite:shop.db\nGREETING=hello\n")
        .file("whimbrel.toml", &format!("[after.apply]\n{after}\n"))
}

#[test]
fn they_run_in_the_project_only_when_something_was_applied() {
    let project = shop("commands = [\"echo $GREETING >> ran\", \"pwd >> ran\"]");
    let run = project.command(["-C", project.path().to_str().unwrap(), "apply"]).current_dir("/").status().unwrap();
    assert!(run.success());
    let real = std::fs::canonicalize(project.path()).unwrap();
    assert_eq!(project.read("ran"), format!("hello\n{}\n", real.display()));
    assert_run!(project.succeeds(["apply"]));
    assert_eq!(project.read("ran").lines().count(), 2);
    assert_run!(project.succeeds(["apply", "--hooks"]));
    assert_eq!(project.read("ran").lines().count(), 4);
}

#[test]
fn not_when_asked_not_to_and_not_when_nothing_was_verified() {
    let project = shop("commands = [\"touch ran\"]");
    project.succeeds(["apply", "--no-hooks"]);
    project.write(
        "migrations/2_wrong.sql",
        "-- migrate:up\nCREATE TABLE a (id INTEGER);\n-- migrate:verify\nSELECT 1 = 2;\n",
    );
    project.exits(6, ["apply"]);
    assert!(!project.path().join("ran").exists());
}

#[test]
fn a_command_that_fails() {
    let after = "commands = [\"echo fine\", \"echo out; echo err >&2; exit 3\", \"touch never\"]\nhealth = { url = \"http://127.0.0.1:1/\" }";
    assert_run!(shop(after).exits(1, ["apply"]));
    let project = shop(after);
    assert_run!(project.exits(1, ["apply", "--format", "json"]));
    assert_eq!(project.json(["status"])["clean"], true, "the schema stays applied and recorded");
    assert!(!project.path().join("never").exists());
}

#[test]
fn a_command_that_takes_too_long_is_ended_with_all_it_started() {
    let project = shop("commands = [\"sleep 600 & echo $! > pid; wait\"]\ntimeout = \"200ms\"");
    assert_run!(project.exits(1, ["apply"]));
    let pid = project.read("pid");
    assert!(!std::path::Path::new("/proc").join(pid.trim()).join("exe").exists(), "sleep is still running");
}

#[test]
fn healthy_after_a_while() {
    let service = service(&[(503, "starting"), (503, "starting"), (200, "fine")]);
    let project = shop(&format!("health = {{ url = \"{}\", within = \"30s\" }}", service.url));
    assert_run!(project.succeeds(["apply"]));
    assert_eq!(service.asked.load(Ordering::SeqCst), 3);
}

#[test]
fn never_healthy() {
    let service = service(&[(500, "the database user cannot be found")]);
    let project = shop(&format!("health = {{ url = \"{}\", within = \"400ms\" }}", service.url));
    assert_run!(project.exits(1, ["apply"]));
    let other = service_that_redirects();
    let project = shop(&format!("health = {{ url = \"{}\", status = 302, within = \"30s\" }}", other.url));
    project.succeeds(["apply"]);
}

fn service_that_redirects() -> common::http::Service {
    service(&[(302, "")])
}

#[test]
fn nobody_answers() {
    let project = shop("health = { url = \"http://127.0.0.1:1/health\", within = \"300ms\" }");
    assert_run!(project.exits(1, ["apply"]));
}

#[test]
fn what_a_command_leaves_in_the_background_does_not_hold_the_run() {
    let project = shop("commands = [\"sleep 600 & echo $! > pid; echo started\"]\ntimeout = \"60s\"");
    project.succeeds(["apply"]);
    let pid = project.read("pid");
    assert!(std::process::Command::new("kill").arg(pid.trim()).status().unwrap().success(), "a service was ended");
}
