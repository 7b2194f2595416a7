//! Rows that a migration brings along for its rehearsal.

use crate::assert_run;
use crate::with;

const USERS: (&str, &str) = (
    "1_users.sql",
    "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE TABLE posts (id bigint PRIMARY KEY, body text);\n\
     -- migrate:down\nDROP TABLE posts;\nDROP TABLE users;\n",
);

const UNIQUE: &str = "-- migrate:up\nCREATE UNIQUE INDEX users_email ON users (lower(email));\n\
                      -- migrate:down\nDROP INDEX users_email;\n";

#[test]
fn it_has_the_rows_that_sample_rows_are_not() {
    let fixture = "-- migrate:fixture\nINSERT INTO users VALUES (1, 'ann@example.org'), (2, 'ANN@example.org');\n";
    let text = format!("{fixture}{UNIQUE}");
    let project = with(&[USERS, ("2_unique.sql", &text)]);
    assert_run!(project.exits(4, ["rehearse"]));
    let rows = &project.json(["rehearse"])["migrations"][1]["rows"];
    assert_eq!((&rows["rows"], &rows["tables"]), (&2.into(), &1.into()));
}

#[test]
fn its_table_gets_no_others_and_the_rest_do() {
    let text = "-- migrate:up\nALTER TABLE users ADD COLUMN age integer;\nALTER TABLE posts ADD COLUMN at date;\n\
                -- migrate:fixture\nCOPY users FROM STDIN;\n1\tann\n2\t\\N\n3\tbob\n\\.\nSELECT count(*) FROM users;\n\
                -- migrate:down\nALTER TABLE posts DROP COLUMN at;\nALTER TABLE users DROP COLUMN age;\n";
    let project = with(&[USERS, ("2_age.sql", text)]);
    assert_run!(project.exits(0, ["rehearse"]));
    let rows = &project.json(["rehearse"])["migrations"][1]["rows"];
    assert_eq!((&rows["rows"], &rows["tables"]), (&8.into(), &2.into()), "5 sample rows are in the other table");
}

#[test]
fn one_that_fails_is_underlined() {
    let text = format!(
        "-- migrate:fixture\nINSERT INTO users VALUES (1, 'ann');\nINSERT INTO users (id, nick)\n  VALUES (2, 'b');\n{UNIQUE}"
    );
    let project = with(&[USERS, ("2_unique.sql", &text)]);
    assert_run!(project.exits(1, ["rehearse"]));
    assert_eq!(project.json(["rehearse"])["migrations"][1]["rows"]["fixture_failed"]["code"], "42703");
}

#[test]
fn it_holds_rows_and_nothing_else() {
    let text = format!(
        "-- migrate:fixture\nINSERT INTO users VALUES (1, 'ann');\nALTER TABLE users ADD COLUMN nick text;\n{UNIQUE}"
    );
    assert_run!("schema", with(&[USERS, ("2_unique.sql", &text)]).exits(2, ["rehearse"]));
    let text = format!("-- migrate:fixture\nBEGIN;\nINSERT INTO users VALUES (1, 'ann');\nCOMMIT;\n{UNIQUE}");
    assert_run!("transaction", with(&[USERS, ("2_unique.sql", &text)]).exits(2, ["rehearse"]));
    let text = format!("-- migrate:fixture transaction:false\nINSERT INTO users VALUES (1, 'ann');\n{UNIQUE}");
    assert_run!("option", with(&[USERS, ("2_unique.sql", &text)]).exits(2, ["rehearse"]));
    let text = format!("-- migrate:fixtures\nINSERT INTO users VALUES (1, 'ann');\n{UNIQUE}");
    assert_run!("misspelt", with(&[USERS, ("2_unique.sql", &text)]).exits(2, ["rehearse"]));
}
