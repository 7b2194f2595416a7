//! Scripts that claim to be safe, each told apart from the others by what happens when they are tried.

use crate::assert_run;
use crate::with;

const USERS: (&str, &str) = (
    "1_users.sql",
    "-- migrate:up\nCREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, age int);\n\
     -- migrate:down\nDROP TABLE users;\n",
);

#[test]
fn a_safe_one() {
    let project = with(&[
        USERS,
        (
            "2_email.sql",
            "-- migrate:up\nALTER TABLE users ADD COLUMN IF NOT EXISTS email text;\n\
             CREATE INDEX IF NOT EXISTS users_email ON users (email);\n\
             -- migrate:verify\n-- the column is there\nSELECT count(*) = 1 FROM information_schema.columns WHERE column_name = 'email';\n\
             -- migrate:test\n-- an email is kept\nINSERT INTO users (name, email) VALUES ('a', 'a@b.c');\nSELECT email = 'a@b.c' FROM users;\n\
             -- migrate:down\nDROP INDEX users_email;\nALTER TABLE users DROP COLUMN email;\n",
        ),
    ]);
    assert_run!(project.exits(0, ["rehearse"]));
    let json = project.json(["rehearse"]);
    assert_eq!(json["migrations"][1]["again"], "changes_nothing");
    assert_eq!(json["migrations"][1]["back"], "exact");
}

#[test]
fn seed_rows_come_twice() {
    // ON CONFLICT has no key to act on.
    let project = with(&[(
        "1_templates.sql",
        "-- migrate:up\nCREATE TABLE IF NOT EXISTS templates (id serial PRIMARY KEY, name text NOT NULL);\n\
         INSERT INTO templates (name) VALUES ('a'), ('b') ON CONFLICT DO NOTHING;\n\
         -- migrate:down\nDROP TABLE templates;\n",
    )]);
    assert_run!(project.exits(4, ["rehearse"]));
}

#[test]
fn a_trigger_fails_the_second_time() {
    let project = with(&[
        USERS,
        (
            "2_touch.sql",
            "-- migrate:up\nALTER TABLE users ADD COLUMN IF NOT EXISTS touched timestamptz;\n\
             CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched = now(); RETURN NEW; END $$;\n\
             CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();\n\
             -- migrate:down\nDROP TRIGGER users_touch ON users;\nDROP FUNCTION touch;\nALTER TABLE users DROP COLUMN touched;\n",
        ),
    ]);
    let run = project.exits(0, ["rehearse"]);
    assert_run!(run);
    assert_eq!(project.json(["rehearse"])["migrations"][1]["again"], "fails_midway");
}

#[test]
fn down_is_not_the_inverse_of_up() {
    let project = with(&[
        USERS,
        (
            "2_nick.sql",
            "-- migrate:up\nALTER TABLE users ADD COLUMN nick text;\nCREATE INDEX users_name ON users (name);\n\
             -- migrate:down\nALTER TABLE users DROP COLUMN nick;\n",
        ),
    ]);
    assert_run!(project.exits(4, ["rehearse"]));
}

/// `up` touches nothing that is there: the rows are looked for all the same.
#[test]
fn a_down_loses_rows_of_a_table_that_up_does_not_touch() {
    let project = with(&[
        USERS,
        (
            "2_other.sql",
            "-- migrate:up\nCREATE TABLE other (id int);\n-- migrate:down\nDROP TABLE other;\nDELETE FROM users;\n",
        ),
    ]);
    assert_run!(project.exits(0, ["rehearse"]));
}

#[test]
fn a_type_change_loses_values() {
    let project = with(&[
        USERS,
        (
            "2_score.sql",
            "-- migrate:up\nCREATE TABLE scores (id int PRIMARY KEY, points numeric(6, 2) NOT NULL);\n-- migrate:down\nDROP TABLE scores;\n",
        ),
        (
            "3_whole.sql",
            "-- migrate:up\nALTER TABLE scores ALTER COLUMN points TYPE int;\n\
             -- migrate:down\nALTER TABLE scores ALTER COLUMN points TYPE numeric(6, 2);\n",
        ),
    ]);
    let run = project.exits(0, ["rehearse"]);
    assert_run!(run);
}

#[test]
fn rows_are_refused() {
    let project = with(&[
        USERS,
        (
            "2_required.sql",
            "-- migrate:up\nALTER TABLE users ADD COLUMN email text NOT NULL;\n-- migrate:down\nALTER TABLE users DROP COLUMN email;\n",
        ),
    ]);
    assert_run!(project.exits(4, ["rehearse"]));
}

#[test]
fn a_function_and_a_trigger_break() {
    let project = with(&[
        USERS,
        (
            "2_sum.sql",
            "-- migrate:up\nCREATE FUNCTION ages() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(age) FROM users $$;\n\
             CREATE FUNCTION check_age() RETURNS trigger LANGUAGE plpgsql AS $$\n\
             BEGIN IF NEW.age < 0 THEN RAISE 'no'; END IF; RETURN NEW; END $$;\n\
             CREATE TRIGGER users_age BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION check_age();\n\
             CREATE VIEW total AS SELECT ages() AS ages;\n\
             -- migrate:down\nDROP VIEW total;\nDROP TRIGGER users_age ON users;\nDROP FUNCTION check_age;\nDROP FUNCTION ages;\n",
        ),
        (
            "3_drop.sql",
            "-- migrate:up\nALTER TABLE users RENAME COLUMN age TO years;\n-- migrate:down\nALTER TABLE users RENAME COLUMN years TO age;\n",
        ),
    ]);
    assert_run!(project.exits(4, ["rehearse"]));
}

#[test]
fn one_that_fails() {
    let project = with(&[
        USERS,
        (
            "2_view.sql",
            "-- migrate:up\nCREATE VIEW adults AS SELECT * FROM users WHERE age >= 18;\n-- migrate:down\nDROP VIEW adults;\n",
        ),
        ("3_age.sql", "-- migrate:up\nALTER TABLE users\n  DROP COLUMN age;\n"),
        ("4_never.sql", "-- migrate:up\nCREATE TABLE never (id int);\n"),
    ]);
    assert_run!(project.exits(1, ["rehearse"]));
    assert_eq!(project.json(["rehearse"])["error"]["code"], "shadow.statement");
}

#[test]
fn checks_do_not_hold() {
    let project = with(&[(
        "1_a.sql",
        "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:verify\n-- there are rows\nSELECT count(*) > 0 FROM a;\n\
         -- migrate:test\n-- a row can be read\nINSERT INTO a VALUES (1);\nSELECT count(*) = 2 FROM a;\n-- migrate:down\nDROP TABLE a;\n",
    )]);
    assert_run!(project.exits(6, ["rehearse"]));
}

#[test]
fn sqlite_has_no_rehearsal() {
    let project = with(&[USERS]).with("DATABASE_URL", "sqlite:a.db");
    assert_run!(project.exits(2, ["rehearse"]));
}

#[test]
fn the_examples_are_as_they_should_be() {
    for example in ["astropixel", "chatbot", "chats", "exora", "halext-presets"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example);
        let project = crate::common::Project::copy_of(&folder);
        let run = project.run(["rehearse"]);
        assert_eq!(run.code, Some(0), "{example}: {}", run.whole());
    }
}

/// What was not tried is not said to be right.
#[test]
fn what_runs_outside_a_transaction() {
    let project = with(&[
        USERS,
        ("2_vacuum.sql", "-- migrate:up transaction:false\nVACUUM users;\n-- migrate:down\nSELECT 1;\n"),
        ("3_nothing.sql", "-- migrate:up\nALTER TABLE users ADD COLUMN nick text;\n"),
    ]);
    assert_run!(project.exits(0, ["rehearse"]));
    let json = project.json(["rehearse"]);
    assert_eq!(json["migrations"][1]["again"], "not_tried");
    assert_eq!(json["migrations"][1]["back"], "restores");
    assert_eq!(json["migrations"][2]["rows"]["taken_back"], false);
}

/// A failure that only rows bring about counts whatever its code.
#[test]
fn rows_that_a_block_refuses() {
    let project = with(&[
        USERS,
        (
            "2_guard.sql",
            "-- migrate:up\nDO $$ BEGIN IF EXISTS (SELECT FROM users) THEN RAISE 'not with users'; END IF; END $$;\n\
             -- migrate:down\nSELECT 1;\n",
        ),
    ]);
    assert_run!(project.exits(4, ["rehearse"]));
}
