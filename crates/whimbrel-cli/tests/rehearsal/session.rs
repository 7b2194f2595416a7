//! What a migration leaves in its session is over for the next one, on the shadow as on a target.

use crate::{assert_run, database, with};

/// As `pg_dump` begins, and as people write who know no better.
const MIGRATIONS: [(&str, &str); 4] = [
    (
        "0001_dump.sql",
        "-- migrate:up
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.users (id bigint PRIMARY KEY);
-- migrate:down
DROP TABLE public.users;
-- migrate:verify
SELECT current_schema() IS NULL;
",
    ),
    (
        "0002_app.sql",
        "-- migrate:up
CREATE SCHEMA app;
SET search_path = app;
CREATE TABLE chats (id bigint PRIMARY KEY);
-- migrate:down
SET search_path = app;
DROP TABLE chats;
RESET search_path;
DROP SCHEMA app;
",
    ),
    (
        "0003_temporary.sql",
        "-- migrate:up
CREATE TEMPORARY TABLE kept AS SELECT 1 AS id;
CREATE TABLE items (id bigint PRIMARY KEY);
-- migrate:down
DROP TABLE items;
",
    ),
    (
        "0004_other.sql",
        "-- migrate:up
CREATE TABLE kept (id bigint PRIMARY KEY);
-- migrate:down
DROP TABLE public.kept;
",
    ),
];

#[test]
fn each_migration_is_rehearsed_in_a_session_of_its_own() {
    assert_run!(with(&MIGRATIONS).exits(0, ["rehearse"]));
}

#[test]
fn the_target_is_held_to_what_the_shadow_did() {
    let database = database();
    let project = with(&MIGRATIONS).with("DATABASE_URL", database.url());
    project.exits(0, ["plan"]);
    assert_run!(project.exits(0, ["apply"]));
    assert_run!(project.exits(0, ["drift"]));
}
