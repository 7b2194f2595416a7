//! The command line itself: help, mistakes, what needs no database.

mod common;

use common::project;

#[test]
fn version_and_short_help() {
    let project = project();
    assert_eq!(project.succeeds(["--version"]).stdout, format!("whimbrel {}\n", env!("CARGO_PKG_VERSION")));
    insta::assert_snapshot!(project.succeeds(["-h"]).stdout);
}

#[test]
fn every_command_has_help_with_examples() {
    let project = project();
    for command in ["init", "new", "status", "apply", "verify", "revert", "baseline", "repair", "completions", "man"] {
        let help = project.succeeds([command, "--help"]).stdout;
        assert!(help.contains("Examples:"), "{command}: {help}");
        let short = project.succeeds([command, "-h"]).stdout;
        assert!(short.len() < help.len(), "{command}: -h is not shorter than --help");
    }
}

#[test]
fn mistakes_are_usage() {
    let project = project();
    assert_run!(project.exits(2, ["aply"]));
    assert_run!(project.exits(2, ["aply", "--format", "json"]));
    assert_run!(project.exits(2, ["apply", "--wait", "30"]));
    assert_run!(project.exits(2, ["apply", "--to", "newest"]));
    assert_run!(project.exits(2, ["repair"]));
    let nothing: [&str; 0] = [];
    project.exits(2, nothing);
}

#[test]
fn an_address_where_none_belongs_is_masked() {
    for more in [&[][..], &["--format", "json"]] {
        let mut arguments = vec!["postgres://app:hunter2@db/shop"];
        arguments.extend(more);
        let run = project().exits(2, arguments);
        assert!(!run.whole().contains("hunter2"), "{}", run.whole());
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::Read;
    use std::process::Stdio;
    let project = project();
    let mut command = project.command(["man"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let project = project();
    let man = project.succeeds(["man"]).stdout;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = project.succeeds(["completions", shell]).stdout;
        for command in ["status", "apply", "revert"] {
            assert!(script.contains(command), "{shell} {command}");
            assert!(man.contains(&format!("WHIMBREL {}", command.to_uppercase())), "{command}");
        }
    }
    assert!(project.json(["completions", "bash"])["script"].as_str().unwrap().contains("whimbrel"));
    assert!(project.json(["man"])["page"].as_str().unwrap().contains("whimbrel"));
}

#[test]
fn init_makes_a_project_and_leaves_what_is_there() {
    let project = project().file(".gitignore", "/target").file(".env.example", "MINE=1\n");
    assert_run!(project.succeeds(["init"]));
    assert_eq!(project.read(".gitignore"), "/target\n.env\n.whimbrel/\n");
    assert_eq!(project.read(".env.example"), "MINE=1\n");
    assert!(project.path().join("migrations").is_dir());
    assert_run!(project.succeeds(["init", "--format", "json"]));
    assert_eq!(project.read(".gitignore"), "/target\n.env\n.whimbrel/\n");
}

#[test]
fn new_makes_a_file_to_fill_in() {
    let project = project();
    assert_run!(project.succeeds(["new", "Add owner-id", "to \"presets\""]));
    let json = project.json(["new", "create_chats"]);
    let path = json["path"].as_str().unwrap();
    assert!(path.starts_with("migrations/20") && path.ends_with("_create_chats.sql"), "{path}");
    insta::assert_snapshot!(project.read(path));
    assert_run!(project.exits(2, ["new", "!!!"]));
}

#[test]
fn a_folder_that_does_not_exist() {
    assert_run!(project().exits(2, ["-C", "nowhere", "status"]));
}
