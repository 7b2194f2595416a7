//! `revert` of migrations whose way back nobody wrote.

use crate::assert_run;
use crate::common::Project;
use crate::{SHOP, shop};

/// The shop with one more migration, applied.
fn with(up: &str) -> (whimbrel_testing::Database, Project, String) {
    let (database, project) = shop();
    let before = database.pg_dump();
    project.write("migrations/3_more.sql", &format!("-- migrate:up\n{up}\n"));
    project.succeeds(["apply", "--no-rehearse"]);
    (database, project, before)
}

#[test]
fn it_is_derived() {
    let (database, project, before) = with(
        "ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX users_email ON users (email);\n\
         CREATE VIEW emails AS SELECT email FROM users;",
    );
    assert_run!(project.succeeds(["revert", "--dry-run"]));
    let phrase = project.json(["revert", "--dry-run"])["phrase"].as_str().unwrap().to_owned();
    assert_run!(project.succeeds(["revert", "--confirm", &phrase]));
    assert_eq!(database.pg_dump(), before);
    // All of them at once, each derived from what is before it.
    let phrase = project.json(["revert", "--all", "--dry-run"])["phrase"].as_str().unwrap().to_owned();
    project.succeeds(["revert", "--all", "--confirm", &phrase]);
    assert_eq!(database.psql("SELECT to_regclass('users') IS NULL"), "t");
    assert_eq!(SHOP.len(), 2);
}

#[test]
fn it_is_refused_where_values_would_not_come_back() {
    let (database, project, _) = with("ALTER TABLE users DROP COLUMN name;");
    let after = database.pg_dump();
    assert_run!(project.exits(4, ["revert"]));
    assert_eq!(database.pg_dump(), after);
}

#[test]
fn it_is_refused_where_rows_are_written() {
    let (_database, project, _) = with("CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);");
    assert_run!(project.exits(4, ["revert"]));
}
