//! `lint` reads files and needs no database.

use crate::assert_run;
use crate::with;

const FILES: [(&str, &str); 2] = [
    (
        "1_users.sql",
        "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, email text);\n-- migrate:down\nDROP TABLE users;\n",
    ),
    (
        "2_clean.sql",
        "-- migrate:up\nALTER TABLE users DROP COLUMN email;\n\
         -- whimbrel:allow rename-table because nothing but this service reads it\nALTER TABLE users RENAME TO accounts;\n\
         -- migrate:down\nALTER TABLE accounts RENAME TO users;\nALTER TABLE users ADD COLUMN email text;\n",
    ),
];

#[test]
fn in_every_format() {
    let project = with(&FILES);
    assert_run!("human", project.exits(4, ["lint"]));
    assert_run!("github", project.exits(4, ["lint", "--format", "github"]));
    assert_run!("markdown", project.exits(4, ["lint", "--format", "markdown"]));
    let sarif = project.exits(4, ["lint", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "drop-column" && result["level"] == "error"), "{sarif:#}");
    assert!(results.iter().any(|result| result["suppressions"][0]["kind"] == "inSource"), "{sarif:#}");
    let json = project.json(["lint"]);
    assert_eq!(json["migrations"], 2);
    assert!(json["findings"].as_array().unwrap().iter().any(|it| it["code"] == "drop-column" && it["refuses"] == true));
}

#[test]
fn a_file_alone() {
    let project = with(&FILES);
    assert_run!(project.exits(0, ["lint", "migrations/1_users.sql"]));
}

#[test]
fn what_the_configuration_says() {
    let project = with(&FILES).file("whimbrel.toml", "[lint.rules]\ndrop-column = \"warning\"\n");
    assert_run!("a_warning_does_not_refuse", project.exits(0, ["lint", "migrations/2_clean.sql"]));
    assert_run!("unless_strict", project.exits(4, ["lint", "--strict", "migrations/2_clean.sql"]));
    project.write("whimbrel.toml", "[lint.rules]\ndrop-colunm = \"off\"\nrename-table = \"fatal\"\n");
    assert_run!("mistakes", project.exits(2, ["lint"]));
}

#[test]
fn what_is_not_there() {
    let project = with(&FILES);
    assert_run!(project.exits(2, ["lint", "migrations/9_gone.sql"]));
}
