//! Rows for the rehearsal of a migration in a file beside it.

use crate::assert_run;
use crate::common::Project;
use crate::with;

const USERS: (&str, &str) = (
    "1_users.sql",
    "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, email text);\n-- migrate:down\nDROP TABLE users;\n",
);

const UNIQUE: (&str, &str) = (
    "2_unique.sql",
    "-- migrate:up\nCREATE UNIQUE INDEX users_email ON users (lower(email));\n-- migrate:down\nDROP INDEX users_email;\n",
);

fn project(name: &str, fixture: &str) -> Project {
    with(&[USERS, UNIQUE, (name, fixture)])
}

#[test]
fn it_has_the_rows_that_sample_rows_are_not() {
    let rows = "-- as in production\nCOPY users FROM STDIN;\n1\tann@example.org\n2\tANN@example.org\n\\.\nSELECT count(*) FROM users;\n";
    let project = project("2_unique.fixture.sql", rows);
    assert_run!(project.exits(4, ["rehearse"]));
    let rows = &project.json(["rehearse"])["migrations"][1]["rows"];
    assert_eq!((&rows["rows"], &rows["tables"]), (&2.into(), &1.into()));
}

#[test]
fn one_that_fails_is_underlined_in_its_own_file() {
    let rows = "INSERT INTO users VALUES (1, 'ann');\n\nINSERT INTO users (id, nick)\n  VALUES (2, 'b');\n";
    assert_run!(project("2_unique.fixture.sql", rows).exits(1, ["rehearse"]));
}

#[test]
fn it_is_no_migration_and_changes_none() {
    let project =
        project("2_unique.fixture.sql", "INSERT INTO users VALUES (1, 'ann');\n").with("DATABASE_URL", "sqlite:a.db");
    project.succeeds(["apply"]);
    project.write("migrations/2_unique.fixture.sql", "INSERT INTO users VALUES (2, 'bob');\n");
    let status = project.json(["status"]);
    assert_eq!((&status["counts"]["applied"], &status["clean"]), (&2.into(), &true.into()));
    let lint = project.exits(0, ["lint", "migrations/2_unique.sql", "migrations/2_unique.fixture.sql"]);
    assert!(lint.whole().contains("in 1 migration"), "{}", lint.whole());
}

#[test]
fn what_is_wrong_with_it_is_told_with_its_place() {
    let rows = "INSERT INTO users VALUES (1, 'ann');\nALTER TABLE users ADD COLUMN nick text;\n";
    assert_run!("schema", project("2_unique.fixture.sql", rows).exits(2, ["rehearse"]));
    assert_run!("renamed", project("2_unique_email.fixture.sql", rows).exits(2, ["rehearse"]));
    assert_run!(
        "section",
        project("2_unique.fixture.sql", "-- migrate:up\nINSERT INTO users VALUES (1);\n").exits(2, ["rehearse"])
    );
    assert_run!(
        "open",
        project("2_unique.fixture.sql", "INSERT INTO users VALUES (1, 'ann);\n").exits(2, ["rehearse"])
    );
    let text = format!("{}-- migrate:fixture\nINSERT INTO users VALUES (1, 'ann');\n", UNIQUE.1);
    let twice = with(&[USERS, (UNIQUE.0, &text), ("2_unique.fixture.sql", rows)]);
    assert_run!("twice", twice.exits(2, ["rehearse"]));
}
