//! What must be there before a run is not.

use whimbrel_testing::{shared, versions};

use crate::{assert_error, assert_run, on, up, with};

const CHATS: &str = "\
-- Store chat history for logged-in users.

-- migrate:requires table users
-- migrate:up
CREATE TABLE chats (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
";

#[test]
fn users_does_not_exist() {
    for version in versions() {
        let database = shared(version).database();
        let project = on(&database, &[("20251224093000_create_chats.sql", CHATS)]);
        assert_run!("users_does_not_exist", project.exits(1, ["apply"]));
        assert_error!("users_does_not_exist_json", project.exits(1, ["apply", "--format", "json"]));
        assert_eq!(database.psql("SELECT count(*) FROM pg_namespace WHERE nspname = 'whimbrel'"), "0");
        database.psql("CREATE TABLE users (id bigint PRIMARY KEY)");
        project.succeeds(["apply"]);
    }
}

#[test]
fn users_comes_later() {
    let database = shared(15).database();
    let project =
        on(&database, &[("1_chats.sql", CHATS), ("2_users.sql", &up("CREATE TABLE users (id bigint PRIMARY KEY);"))]);
    assert_run!(project.exits(1, ["apply"]));
}

#[test]
fn users_does_not_exist_on_sqlite() {
    let project = with(&[("1_chats.sql", CHATS)]).with("DATABASE_URL", "sqlite:shop.db");
    assert_run!(project.exits(1, ["apply"]));
    assert_run!(project.exits(1, ["apply", "--dry-run"]));
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let text = "\
-- migrate:requires table app.users, column people.name, extension pgcrypto, role nobody_of_that_name
-- migrate:requires schema app, type mood, function touch, variable API_TOKEN
-- migrate:up
SELECT 1;
";
    for version in versions() {
        let database = shared(version).database();
        assert_run!("everything_that_is_missing", on(&database, &[("1_a.sql", text)]).exits(1, ["apply"]));
    }
}

#[test]
fn the_server_is_too_old_or_too_new() {
    let database = shared(15).database();
    let project = on(&database, crate::SMALL);
    project.write("whimbrel.toml", "[require]\npostgres = \">=16\"\n");
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"this is 15\.\d+", "this is 15.[n]");
    settings.bind(|| {
        assert_run!(project.exits(1, ["apply"]));
        assert_error!("the_server_is_too_old_or_too_new_json", project.exits(1, ["apply", "--format", "json"]));
        project.write("whimbrel.toml", "[require]\npostgres = \"<15\"\n");
        assert_run!(project.exits(1, ["apply"]));
        let file = on(&database, &[("1_a.sql", "-- migrate:requires postgres >= 16\n-- migrate:up\nSELECT 1;\n")]);
        assert_run!(file.exits(1, ["apply"]));
    });
    for (version, bound) in [(12, ">=12"), (15, ">=12"), (15, "15"), (18, ">12"), (18, "=18")] {
        let database = shared(version).database();
        let project = on(&database, crate::SMALL);
        project.write("whimbrel.toml", &format!("[require]\npostgres = \"{bound}\"\n"));
        project.succeeds(["apply"]);
    }
}

#[test]
fn an_extension_is_missing() {
    for version in versions() {
        let database = shared(version).database();
        let project = on(&database, crate::SMALL).file("whimbrel.toml", "[require]\nextensions = [\"uuid-ossp\"]\n");
        assert_run!("an_extension_is_missing", project.exits(1, ["apply"]));
    }
}

#[test]
fn the_key_is_missing_or_too_short() {
    let toml = "[require]\nvariables.OAUTH_ENCRYPTION_KEY = { length = 32 }\n";
    let database = shared(15).database();
    let project = || on(&database, crate::SMALL).file("whimbrel.toml", toml).hiding("kestrel");
    assert_run!(project().exits(2, ["apply"]));
    assert_error!("the_key_is_missing_or_too_short_json", project().exits(2, ["apply", "--format", "json"]));
    let short = project().file(".env", "OAUTH_ENCRYPTION_KEY=kestrel-kestrel\n");
    assert_run!(short.exits(2, ["apply"]));
    assert_error!("the_key_is_missing_or_too_short_json_2", short.exits(2, ["apply", "--format", "json"]));
    assert_run!(project().with("OAUTH_ENCRYPTION_KEY", "").exits(2, ["apply"]));
    assert_eq!(database.psql("SELECT to_regclass('users') IS NULL"), "t");
    project().file(".env", "OAUTH_ENCRYPTION_KEY=kestrel-kestrel-kestrel-kestrel-\n").succeeds(["apply"]);
    let least = "[require]\nvariables.API_TOKEN = { min_length = 16 }\nvariables.NAME = {}\n";
    let project = project();
    project.write("whimbrel.toml", least);
    project.write("migrations/2_a.sql", &up("SELECT 1;"));
    assert_run!(project.with("API_TOKEN", "kestrel").exits(2, ["apply"]));
}
