//! What a migration creates is there already.

use whimbrel_testing::{Database, shared, versions};

use crate::{assert_error, assert_run, command_in, on, remedies, type_in, up, with};

const CHATS: &str = "\
-- Store chat history for logged-in users.
-- migrate:up
CREATE TABLE IF NOT EXISTS chats (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL,
  query text NOT NULL,
  answer jsonb DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS idx_chats_user_id ON chats (user_id);
ALTER TABLE chats ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
-- migrate:down
DROP TABLE chats;
";

/// The same by hand, or by an older script.
const SAME: &str = "
CREATE TABLE chats (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id int8 NOT NULL,
  query text NOT NULL,
  answer jsonb DEFAULT '{}'::jsonb,
  created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE INDEX idx_chats_user_id ON chats USING btree (user_id);
";

#[test]
fn the_same_shape_is_fine() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(SAME);
        let project = on(&database, &[("1_chats.sql", CHATS)]);
        assert_run!("the_same_shape_is_fine", project.succeeds(["apply"]));
        assert_run!("and_recorded", project.succeeds(["apply"]));
    }
}

/// What is there, in the words of `SAME` changed.
fn other(name: &str, from: &str, to: &str) {
    assert!(SAME.contains(from), "{from}");
    for version in versions() {
        let database = shared(version).database();
        database.psql(&SAME.replace(from, to));
        let project = on(&database, &[("1_chats.sql", CHATS)]);
        let before = shape(&database);
        assert_run!(name, project.exits(1, ["apply", "--no-rehearse"]));
        assert_error!(format!("{name}_json"), project.exits(1, ["apply", "--no-rehearse", "--format", "json"]));
        assert_eq!(shape(&database), before, "something was committed");
        project.exits(3, ["status", "--exit-code"]);
    }
}

/// What the catalog says of its columns and indexes; pg_dump refuses servers newer than itself.
fn shape(database: &Database) -> String {
    database.psql(
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns \
         WHERE table_schema = 'public' ORDER BY 1, 2",
    ) + &database.psql("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
}

#[test]
fn a_table_of_another_shape() {
    other("a_table_of_another_shape", "user_id int8 NOT NULL", "user_id integer");
}

#[test]
fn a_table_that_lacks_a_column() {
    other("a_table_that_lacks_a_column", "  answer jsonb DEFAULT '{}'::jsonb,\n", "");
}

#[test]
fn a_column_of_another_shape() {
    other("a_column_of_another_shape", "created_at timestamp with time zone", "created_at timestamp");
}

#[test]
fn an_index_of_another_shape() {
    other("an_index_of_another_shape", "(user_id);", "(query);");
}

#[test]
fn a_table_that_is_there() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE chats (id bigint)");
        let migration = up("CREATE TABLE chats (id bigint);");
        let project = on(&database, &[("20251224093000_chats.sql", &migration)]);
        assert_run!("a_table_that_is_there", project.exits(1, ["apply", "--no-rehearse"]));
        assert_error!("a_table_that_is_there_json", project.exits(1, ["apply", "--no-rehearse", "--format", "json"]));
        let remedies = remedies(&project.json(["apply"]));
        type_in(&project, command_in(&remedies, "whimbrel baseline"));
        assert_eq!(project.json(["status"])["clean"], true);
    }
}

#[test]
fn a_table_that_is_there_and_is_another() {
    for version in versions() {
        let database = shared(version).database();
        database.psql("CREATE TABLE chats (id integer, answer text)");
        let project = on(&database, &[("1_chats.sql", &up("CREATE TABLE chats (id bigint, query text);"))]);
        assert_run!("a_table_that_is_there_and_is_another", project.exits(1, ["apply", "--no-rehearse"]));
        assert_error!(
            "a_table_that_is_there_and_is_another_json",
            project.exits(1, ["apply", "--no-rehearse", "--format", "json"])
        );
    }
}

#[test]
fn a_column_an_index_a_type_and_a_function_that_are_there() {
    let cases = [
        ("a_column_that_is_there", "ALTER TABLE chats ADD COLUMN query text;"),
        ("an_index_that_is_there", "CREATE INDEX idx_chats ON chats (id);"),
        ("a_type_that_is_there", "CREATE TYPE mood AS ENUM ('glad');"),
        ("a_function_that_is_there", "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';"),
        ("a_constraint_that_is_there", "ALTER TABLE chats ADD CONSTRAINT positive CHECK (id > 0);"),
        ("a_schema_that_is_there", "CREATE SCHEMA app;"),
    ];
    for version in versions() {
        let database = shared(version).database();
        database.psql(
            "CREATE TABLE chats (id bigint, query text, CONSTRAINT positive CHECK (id > 0)); CREATE SCHEMA app;
             CREATE INDEX idx_chats ON chats (id); CREATE TYPE mood AS ENUM ('glad');
             CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        );
        for (name, sql) in cases {
            assert_run!(name, on(&database, &[("1_a.sql", &up(sql))]).exits(1, ["apply", "--no-rehearse"]));
        }
    }
}

#[test]
fn on_sqlite() {
    let project = with(&[("1_chats.sql", &up("CREATE TABLE chats (id INTEGER PRIMARY KEY, query TEXT NOT NULL);"))])
        .with("DATABASE_URL", "sqlite:shop.db");
    project.succeeds(["apply"]);
    project.succeeds(["repair", "--forget", "1"]);
    assert_run!(project.exits(1, ["apply", "--no-rehearse"]));
    project.write(
        "migrations/1_chats.sql",
        &up("CREATE TABLE IF NOT EXISTS chats (id INTEGER PRIMARY KEY, query TEXT NOT NULL);"),
    );
    assert_run!(project.succeeds(["apply"]));
    project.succeeds(["repair", "--forget", "1"]);
    project
        .write("migrations/1_chats.sql", &up("CREATE TABLE IF NOT EXISTS chats (id INTEGER PRIMARY KEY, query INT);"));
    assert_run!(project.exits(1, ["apply", "--no-rehearse"]));
}
