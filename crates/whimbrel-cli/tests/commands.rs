//! Every command's output for people and for programs, on SQLite.

mod common;

use common::Project;
use common::shop::{CHATS, applied, shop};

#[test]
fn status() {
    let project = shop();
    assert_run!(project.succeeds(["status"]));
    assert_run!(project.exits(3, ["status", "--exit-code", "--format", "json"]));
    assert!(!project.path().join("shop.db").exists(), "status wrote");
    project.succeeds(["apply", "--to", "1"]);
    assert_run!(project.succeeds(["status"]));
    project.succeeds(["apply"]);
    assert_run!(project.succeeds(["status", "--exit-code", "--format", "json"]));
}

#[test]
fn status_of_edited_missing_and_out_of_order() {
    let project = applied();
    project.write("migrations/2_create_chats.sql", &CHATS.replace("query TEXT", "query VARCHAR"));
    project.remove("migrations/1_create_users.sql");
    project.write("migrations/0_early.sql", "-- migrate:up\nCREATE TABLE early (id INTEGER);\n");
    assert_run!(project.exits(3, ["status", "--exit-code"]));
    assert_run!(project.exits(4, ["apply"]));
}

#[test]
fn apply() {
    assert_run!(shop().succeeds(["apply", "--test"]));
    let project = shop();
    assert_run!(project.succeeds(["apply", "--format", "json"]));
    assert_run!(project.succeeds(["apply"]));
    assert_run!(project.succeeds(["apply", "--format", "json"]));
}

#[test]
fn apply_dry_run() {
    let project = shop();
    assert_run!(project.succeeds(["apply", "--dry-run"]));
    assert_run!(project.succeeds(["apply", "--dry-run", "--format", "json"]));
    assert!(!project.path().join("shop.db").exists(), "a dry run wrote");
}

#[test]
fn a_statement_that_fails() {
    let project = shop()
        .file("migrations/3_wrong.sql", "-- migrate:up\nCREATE TABLE a (id INTEGER);\nINSERT INTO b VALUES (1);\n");
    assert_run!(project.exits(1, ["apply"]));
    assert_run!(project.exits(1, ["apply", "--format", "json"]));
}

#[test]
fn a_check_that_does_not_hold() {
    let project = shop().file(
        "migrations/3_wrong.sql",
        "-- migrate:up\nCREATE TABLE a (id INTEGER);\n-- migrate:verify\n-- a is filled\nSELECT count(*) > 0 FROM a;\n",
    );
    assert_run!(project.exits(6, ["apply"]));
}

#[test]
fn verify() {
    let project = applied();
    assert_run!(project.succeeds(["verify", "--test"]));
    assert_run!(project.succeeds(["verify", "--format", "json"]));
}

#[test]
fn revert() {
    let project = applied();
    assert_run!(project.exits(4, ["revert"]));
    assert_run!(project.exits(4, ["revert", "--yes", "--format", "json"]));
    assert_run!(project.exits(4, ["revert", "--confirm", "delete chats table"]));
    assert_run!(project.succeeds(["revert", "--dry-run"]));
    assert_eq!(project.json(["status"])["counts"]["applied"], 2);
    assert_run!(project.succeeds(["revert", "--confirm", "DELETE CHATS TABLE"]));
    let phrase = project.json(["revert", "--all", "--dry-run"])["phrase"].as_str().unwrap().to_owned();
    assert_run!(project.succeeds(["revert", "--all", "--confirm", &phrase, "--format", "json"]));
    assert_run!(project.succeeds(["revert", "--all"]));
}

#[test]
fn baseline() {
    let project = shop();
    assert_run!(project.succeeds(["baseline", "--to", "1"]));
    assert_run!(project.succeeds(["baseline", "--format", "json"]));
    assert_run!(project.succeeds(["baseline"]));
}

#[test]
fn repair() {
    let project = applied();
    project.write("migrations/2_create_chats.sql", &CHATS.replace("query TEXT", "query VARCHAR"));
    assert_run!(project.succeeds(["repair", "--accept", "2"]));
    assert_eq!(project.json(["status"])["clean"], true);
    assert_run!(project.succeeds(["repair", "--forget", "2_create_chats.sql", "--format", "json"]));
    assert_eq!(project.json(["status"])["counts"]["pending"], 1);
}

#[test]
fn what_was_left_aside_while_the_address_was_read_is_told_once() {
    use std::os::unix::fs::PermissionsExt;
    // Port 1 is nobody's: what is looked at comes before connecting.
    let project = shop().file(".env", "DATABASE_URL=postgres://app@127.0.0.1:1/shop\n");
    project.write(".pgpass", "*:*:*:*:hunter2\n");
    let password_file = project.path().join(".pgpass");
    std::fs::set_permissions(&password_file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let run = project.exits(5, ["status"]);
    assert_eq!(run.stderr.matches("warning: the password file").count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("warning:"), "{}", run.stderr);
    let warnings = &project.json(["status"])["target"]["warnings"];
    assert!(warnings[0].as_str().unwrap().contains("may be read by others"), "{warnings}");
    std::fs::set_permissions(&password_file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(project.json(["status"])["target"]["warnings"], serde_json::json!([]));
}

#[test]
fn quiet_and_verbose() {
    assert_run!(shop().succeeds(["apply", "-q"]));
    assert_run!(shop().succeeds(["apply", "-vv"]));
}

/// Types `line` at the terminal of a run.
fn typed(project: &Project, line: &str, arguments: &str) -> common::Run {
    let whimbrel = env!("CARGO_BIN_EXE_whimbrel");
    let nothing: [&str; 0] = [];
    let mut command = project.command(nothing);
    let mut in_terminal = std::process::Command::new("sh");
    // `script` (util-linux) gives the program a terminal of its own.
    in_terminal
        .arg("-c")
        .arg(format!("echo '{line}' | script -qec '{whimbrel} {arguments}' /dev/null"))
        .current_dir(project.path());
    for (name, value) in command.env("NO_COLOR", "1").get_envs() {
        match value {
            Some(value) => in_terminal.env(name, value),
            None => in_terminal.env_remove(name),
        };
    }
    project.finish(in_terminal)
}

#[test]
fn the_phrase_is_asked_for_at_a_terminal() {
    let project = applied();
    let wrong = typed(&project, "delete chats table", "revert");
    assert_eq!(wrong.code, Some(4), "{}", wrong.whole());
    assert!(wrong.stdout.contains("Type DELETE CHATS TABLE to go on:"), "{}", wrong.stdout);
    assert!(wrong.stdout.contains("what was typed is not the phrase"), "{}", wrong.stdout);
    let yes = typed(&project, "DELETE CHATS TABLE", "revert --yes");
    assert_eq!(yes.code, Some(0), "{}", yes.whole());
    assert_eq!(project.json(["status"])["counts"]["applied"], 1);
}

#[test]
fn a_plain_yes_where_nothing_is_lost() {
    let index = "-- migrate:up\nCREATE INDEX i ON users (name);\n-- migrate:down\nDROP INDEX i;\n";
    let project = applied();
    project.write("migrations/3_index.sql", index);
    project.succeeds(["apply"]);
    assert_run!(project.exits(4, ["revert"]));
    assert_eq!(typed(&project, "n", "revert").code, Some(4));
    assert_eq!(typed(&project, "y", "revert").code, Some(0));
    project.succeeds(["apply"]);
    assert_run!(project.succeeds(["revert", "--yes"]));
}

#[test]
fn a_command_that_is_shown_can_be_typed_as_it_is() {
    let project = applied().file("whimbrel.toml", "[environments.dev]\n");
    let folder = project.path().to_str().unwrap();
    let run = project.exits(4, ["-C", folder, "-e", "dev", "revert", "--to", "1"]);
    let typed = format!("whimbrel -C {folder} --environment dev revert --to 1 --confirm 'DELETE CHATS TABLE'");
    assert!(run.stderr.contains(&typed), "{}", run.stderr);
}
