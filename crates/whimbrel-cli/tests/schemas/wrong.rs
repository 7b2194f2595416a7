//! What cannot work, and what is said of it.

use crate::assert_run;
use crate::common::project;
use crate::{database, shop};

#[test]
fn files_that_are_no_schema() {
    let project = project()
        .file("json.sql", "{\"a\": [1, 2]}\n")
        .file("blank.sql", "")
        .file("prose.sql", "Dear team,\n\nthe schema follows.\n")
        .file("notes/readme.txt", "nothing here\n")
        .file(
            "missing.sql",
            "CREATE TABLE a (\n  id int PRIMARY KEY,\n  b_id int REFERENCES nowhere (id)\n);\n\
             CREATE VIEW all_a AS SELECT * FROM a;\nCREATE TABLE fine (id int);\n",
        );
    std::fs::write(project.path().join("picture.sql"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe").unwrap();
    for (name, file) in [
        ("a_picture", "picture.sql"),
        ("json", "json.sql"),
        ("an_empty_file", "blank.sql"),
        ("prose", "prose.sql"),
        ("a_schema_that_does_not_load", "missing.sql"),
        ("no_such_file", "nowhere.sql"),
        ("a_folder_without_sql", "notes"),
        ("no_such_word", "migration:"),
    ] {
        assert_run!(name, project.exits(2, ["diff", "empty:", file]));
        project.exits(2, ["dump", file]);
    }
}

#[test]
fn addresses_that_lead_nowhere() {
    let project = project();
    assert_run!("nobody_listens", project.exits(5, ["diff", "empty:", "postgres://app:hunter2@127.0.0.1:1/shop"]));
    assert_run!("a_bad_address", project.exits(2, ["dump", "postgres://app:hunter2@[bad/shop"]));
    project.exits(2, ["diff", "empty:", "empty:", "--shadow-url", "postgres://app:hunter2@[bad/shop"]);
    let run = project
        .file("s.sql", "CREATE TABLE a (id int);")
        .exits(1, ["diff", "empty:", "s.sql", "--shadow-url", "postgres://app:hunter2@127.0.0.1:1/shop"]);
    assert_run!("no_shadow", run);
    assert_run!("no_target", crate::common::project().exits(2, ["dump"]));
}

#[test]
fn formats_that_a_command_has_not() {
    assert_run!(project().exits(2, ["status", "--format", "sql"]));
}

#[test]
fn a_shadow_whose_role_may_not_make_databases() {
    let database = database();
    let role = format!("app_{}", database.name());
    database.psql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'hunter2'"));
    let url = database.url().replace(&format!("postgres:{}@", whimbrel_testing::PASSWORD), &format!("{role}:hunter2@"));
    let project = project().file("s.sql", "CREATE TABLE a (id int);");
    assert_run!(project.exits(1, ["diff", "empty:", "s.sql", "--shadow-url", &url]));
}

#[test]
fn a_role_that_may_not_read_a_catalog() {
    let (database, project) = shop();
    let role = format!("app_{}", database.name());
    database.psql(&format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'hunter2'; REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC"
    ));
    let url = database.url().replace(&format!("postgres:{}@", whimbrel_testing::PASSWORD), &format!("{role}:hunter2@"));
    assert_run!(project.exits(1, ["dump", &url]));
}
