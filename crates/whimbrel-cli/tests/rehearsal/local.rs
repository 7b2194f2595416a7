//! Where it is tried: on a throw-away server from local programs, as asked for or because it is better, with the reason.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::Project;
use crate::{assert_run, database, with};

/// What the embedded PostgreSQL has not, cannot, or has but one session for.
const HARD: [(&str, &str); 2] = [
    (
        "1_users.sql",
        "-- migrate:up\nCREATE EXTENSION pgcrypto;\n\
         CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), key bytea DEFAULT gen_random_bytes(8));\n\
         DO $$ BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN NULL; END $$;\n\
         GRANT SELECT ON users TO reader;\n\
         -- migrate:down\nDROP TABLE users;\nDROP EXTENSION pgcrypto;\n",
    ),
    (
        "2_index.sql",
        "-- migrate:up\nCREATE INDEX CONCURRENTLY users_key ON users (key);\n\
         -- migrate:down\nDROP INDEX CONCURRENTLY users_key;\n",
    ),
];
const EASY: [(&str, &str); 1] =
    [("1_a.sql", "-- migrate:up\nCREATE TABLE a (id int PRIMARY KEY);\n-- migrate:down\nDROP TABLE a;\n")];

/// What was proven where, and why there.
fn shadow(json: &serde_json::Value) -> (&str, Option<&str>) {
    (json["shadow"].as_str().unwrap(), json["shadow_because"].as_str())
}

fn is_local(on: &str, version: u32) -> bool {
    on.starts_with(&format!("PostgreSQL {version}.")) && on.contains(" from /")
}

/// Looks for programs in this directory alone.
fn from(bin: &Path, project: Project) -> Project {
    project.file("whimbrel.toml", &format!("[shadow]\nbin = '{}'\n", bin.display()))
}

#[test]
fn as_asked_for() {
    let project = with(&HARD);
    let json = project.json(["rehearse", "--shadow", "local:15"]);
    let (on, because) = shadow(&json);
    assert!(is_local(on, 15), "{on}");
    assert_eq!(because, None);
    assert_eq!(json["migrations"][1]["back"], "exact");
    for version in [12, 18] {
        let project = from(&whimbrel_testing::server_programs(version), with(&EASY)).with("WHIMBREL_SHADOW", "local");
        assert!(is_local(shadow(&project.json(["rehearse"])).0, version));
        assert!(shadow(&project.json(["rehearse", "--shadow", "embedded"])).0.starts_with("the embedded"));
    }
}

#[test]
fn where_the_embedded_one_lacks_an_extension() {
    let project = with(&HARD).with("WHIMBREL_SHADOW", "");
    let run = project.exits(0, ["rehearse"]);
    let reason = "(since the embedded PostgreSQL has no extension pgcrypto): all are as they should be";
    assert!(run.whole().contains(reason), "{}", run.whole());
    let json = project.json(["diff", "empty:", "migrations:"]);
    assert!(is_local(json["proven_on"].as_str().unwrap(), 15));
    assert_eq!(json["shadow_because"], "the embedded PostgreSQL has no extension pgcrypto");
    // Both sides count, whichever is read first.
    project.write("empty.sql", "CREATE TABLE a ();\n");
    assert!(is_local(project.json(["diff", "migrations:", "empty.sql"])["proven_on"].as_str().unwrap(), 15));
    // Nothing better is here: what is missing is told as ever.
    let project = from(Path::new("/nowhere"), project).with("WHIMBREL_SHADOW", "auto");
    assert_run!(project.exits(1, ["rehearse"]));
}

#[test]
fn where_the_target_is_of_another_version() {
    let database = database();
    let project = with(&EASY).with("DATABASE_URL", database.url()).with("WHIMBREL_SHADOW", "auto");
    let because = Some("the target runs PostgreSQL 15");
    let json = project.json(["plan"]);
    assert!(is_local(shadow(&json).0, 15));
    assert_eq!(shadow(&json).1, because);
    let plan = project.succeeds(["plan"]).whole();
    assert!(plan.contains("SAFE: 1 migration, tried on PostgreSQL 15."), "{plan}");
    assert!(plan.contains("(since the target runs PostgreSQL 15)"), "{plan}");
    let json = project.json(["apply"]);
    assert!(is_local(json["effects"]["compared_on"].as_str().unwrap(), 15));
    assert_eq!(json["shadow_because"].as_str(), because);
    let verified = project.succeeds(["verify"]).whole();
    assert!(verified.contains("(since the target runs PostgreSQL 15)"), "{verified}");
    database.psql("ALTER TABLE a ADD COLUMN by_hand int");
    let drift = project.json(["drift"]);
    assert!(is_local(drift["proven_on"].as_str().unwrap(), 15));
    assert_eq!(drift["shadow_because"].as_str(), because);
    // The files come first; what they are for decides all the same.
    project.write("schema.sql", "CREATE TABLE b ();\n");
    assert_eq!(project.json(["diff", "target:", "schema.sql"])["shadow_because"].as_str(), because);
    // Programs of another version than the target's are no better than the embedded ones.
    let other = from(&whimbrel_testing::server_programs(18), project);
    assert_eq!(shadow(&other.json(["rehearse"])).1, None);
    assert!(other.json(["diff", "target:", "schema.sql"])["proven_on"].as_str().unwrap().starts_with("the embedded"));
}

#[test]
fn where_the_better_one_does_not_start() {
    let database = database();
    let bin = tempfile::Builder::new().prefix("t").tempdir_in("/tmp").unwrap();
    std::fs::set_permissions(bin.path(), PermissionsExt::from_mode(0o755)).unwrap();
    for (name, script) in [("postgres", "echo 'postgres (PostgreSQL) 15.8'"), ("initdb", "echo no >&2; exit 1")] {
        let path = bin.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }
    let project = with(&EASY).with("DATABASE_URL", database.url()).with("WHIMBREL_SHADOW", "auto");
    let json = from(bin.path(), project).json(["plan"]);
    let (on, because) = shadow(&json);
    assert!(on.starts_with("the embedded"), "{on}");
    let expected = format!("PostgreSQL 15.8 from {} did not start", bin.path().display());
    assert_eq!(because, Some(&*expected));
}

#[test]
fn what_cannot_be_is_said() {
    let project = from(Path::new("/nowhere/bin"), with(&EASY));
    assert_run!(project.exits(1, ["rehearse", "--shadow", "local"]));
    assert_run!(project.exits(2, ["rehearse", "--shadow", "docker"]));
    assert_run!(project.exits(2, ["rehearse", "--shadow", "local", "--shadow-url", "postgres://a@localhost/b"]));
    assert_run!(project.exits(2, ["verify", "--shadow", "local", "--no-rehearse"]));
    let project = with(&EASY).file("whimbrel.toml", "[shadow]\nkind = \"lokal\"\n");
    assert_run!(project.with("WHIMBREL_SHADOW", "").exits(2, ["rehearse"]));
    assert_run!(with(&EASY).with("WHIMBREL_SHADOW", "local:new").exits(2, ["rehearse"]));
}

/// The process of a server, once it takes connections, in the one directory there is.
fn server(temporary: &Path) -> Option<(PathBuf, u32)> {
    let directory = std::fs::read_dir(temporary).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        path.file_name()?.to_str()?.starts_with("whimbrel-shadow-").then_some(path)
    })?;
    let text = std::fs::read_to_string(directory.join("data/postmaster.pid")).ok()?;
    let is_ready = text.lines().nth(7).is_some_and(|status| status.trim() == "ready");
    is_ready.then(|| Some((directory, text.lines().next()?.parse().ok()?))).flatten()
}

fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let give_up = Instant::now() + Duration::from_secs(60);
    loop {
        match found() {
            Some(found) => return found,
            None => assert!(Instant::now() < give_up, "{what}"),
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn nothing_is_left_however_it_ends() {
    let sleeps = [("1_a.sql", "-- migrate:up\nSELECT pg_sleep(600);\n-- migrate:down\nSELECT 1;\n")];
    for signal in ["-KILL", "-INT", "-TERM"] {
        let temporary = tempfile::Builder::new().prefix("t").tempdir_in("/tmp").unwrap();
        std::fs::set_permissions(temporary.path(), PermissionsExt::from_mode(0o1777)).unwrap();
        let project = with(&sleeps).with("TMPDIR", temporary.path().to_str().unwrap());
        let mut command = project.command(["rehearse", "--shadow", "local:15"]);
        let mut whimbrel = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (directory, pid) = until("a server starts", || server(temporary.path()));
        assert!(Command::new("kill").args([signal, &whimbrel.id().to_string()]).status().unwrap().success());
        whimbrel.wait().unwrap();
        let process = PathBuf::from(format!("/proc/{pid}"));
        let is_there = || directory.exists() || process.exists();
        if signal == "-KILL" {
            until("the server ends and its directory goes", || (!is_there()).then_some(()));
        }
        assert!(!is_there(), "{signal}");
        assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0, "{signal}");
    }
}

#[test]
fn nothing_is_left_where_it_fails() {
    let temporary = tempfile::Builder::new().prefix("t").tempdir_in("/tmp").unwrap();
    std::fs::set_permissions(temporary.path(), PermissionsExt::from_mode(0o1777)).unwrap();
    let fails = [("1_a.sql", "-- migrate:up\nCREATE TABLE a (b nonsense);\n")];
    let project = with(&fails).with("TMPDIR", temporary.path().to_str().unwrap());
    project.exits(1, ["rehearse", "--shadow", "local:15"]);
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
}
