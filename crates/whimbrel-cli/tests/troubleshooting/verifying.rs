//! What does not verify is not committed.

use whimbrel_testing::{shared, versions};

use crate::{assert_error, assert_run, on};

const CHATS: &str = "\
-- migrate:up
CREATE TABLE chats (id bigint PRIMARY KEY, user_id bigint);
INSERT INTO chats VALUES (1, NULL);

-- migrate:verify
-- there are chats
SELECT count(*) > 0 FROM chats;
-- every chat belongs to a user
SELECT NOT EXISTS (SELECT FROM chats WHERE user_id IS NULL);
-- a chat has a number
SELECT id > 0 FROM chats WHERE false;

-- migrate:down
DROP TABLE chats;
";

#[test]
fn a_check_that_does_not_hold() {
    for version in versions() {
        let database = shared(version).database();
        let project = on(&database, &[("20251224093000_create_chats.sql", CHATS)]);
        assert_run!("a_check_that_does_not_hold", project.exits(6, ["apply"]));
        assert_error!("a_check_that_does_not_hold_json", project.exits(6, ["apply", "--format", "json"]));
        assert_eq!(database.psql("SELECT to_regclass('chats') IS NULL"), "t");
        assert_eq!(project.json(["status"])["counts"]["applied"], 0);
    }
}

#[test]
fn a_check_that_fails_to_run() {
    let text =
        "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:verify\n-- b is there\nSELECT count(*) = 0 FROM b;\n";
    for version in versions() {
        let database = shared(version).database();
        let project = on(&database, &[("1_a.sql", text)]);
        assert_run!("a_check_that_fails_to_run", project.exits(6, ["apply"]));
        assert_eq!(database.psql("SELECT to_regclass('a') IS NULL"), "t");
    }
}

#[test]
fn a_check_that_writes() {
    let text = "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:verify\n-- a can be filled\nINSERT INTO a VALUES (1) RETURNING true;\n";
    for version in versions() {
        let database = shared(version).database();
        let project = on(&database, &[("1_a.sql", text)]);
        assert_run!("a_check_that_writes", project.exits(6, ["apply"]));
        assert_eq!(database.psql("SELECT to_regclass('a') IS NULL"), "t");
    }
}

#[test]
fn what_was_true_and_is_no_longer() {
    for version in versions() {
        let database = shared(version).database();
        let good = CHATS
            .replace("(1, NULL)", "(1, 7)")
            .replace("-- a chat has a number\nSELECT id > 0 FROM chats WHERE false;\n", "");
        let project = on(&database, &[("1_chats.sql", &good)]);
        project.succeeds(["apply"]);
        database.psql("UPDATE chats SET user_id = NULL");
        assert_run!("what_was_true_and_is_no_longer", project.exits(6, ["verify"]));
        assert_error!("what_was_true_and_is_no_longer_json", project.exits(6, ["verify", "--format", "json"]));
    }
}
