//! Files and history do not agree, or another run is at work.

use whimbrel_testing::{Database, shared, versions};

use crate::common::Project;
use crate::{assert_error, assert_run, command_in, on, remedies, type_in, up};

fn applied(database: &Database) -> Project {
    let users = up("CREATE TABLE users (id bigint PRIMARY KEY);");
    let chats = up("CREATE TABLE chats (id bigint PRIMARY KEY);");
    let project = on(database, &[("20251223_users.sql", &users), ("20251225_chats.sql", &chats)]);
    project.succeeds(["apply"]);
    project
}

#[test]
fn an_applied_file_was_edited() {
    for version in versions() {
        let database = shared(version).database();
        let project = applied(&database);
        project.write("migrations/20251225_chats.sql", &up("CREATE TABLE chats (id bigint PRIMARY KEY, query text);"));
        assert_run!("an_applied_file_was_edited", project.exits(4, ["apply"]));
        assert_error!("an_applied_file_was_edited_json", project.exits(4, ["apply", "--format", "json"]));
        let remedies = remedies(&project.json(["apply"]));
        type_in(&project, command_in(&remedies, "whimbrel apply --allow-edited"));
        type_in(&project, command_in(&remedies, "whimbrel repair --accept"));
        project.succeeds(["status", "--exit-code"]);
    }
}

#[test]
fn an_applied_file_is_missing() {
    for version in versions() {
        let database = shared(version).database();
        let project = applied(&database);
        project.remove("migrations/20251225_chats.sql");
        assert_run!("an_applied_file_is_missing", project.exits(4, ["apply"]));
        assert_error!("an_applied_file_is_missing_json", project.exits(4, ["apply", "--format", "json"]));
        let remedies = remedies(&project.json(["apply"]));
        type_in(&project, command_in(&remedies, "whimbrel apply --allow-missing"));
        type_in(&project, command_in(&remedies, "whimbrel repair --forget"));
        project.succeeds(["status", "--exit-code"]);
    }
}

#[test]
fn a_file_came_late() {
    for version in versions() {
        let database = shared(version).database();
        let project = applied(&database);
        project.write("migrations/20251224_late.sql", &up("CREATE TABLE late (id bigint);"));
        // Tried in both orders it would run: it makes no difference.
        assert_run!("a_file_came_late", project.exits(4, ["apply", "--no-rehearse"]));
        assert_error!("a_file_came_late_json", project.exits(4, ["apply", "--no-rehearse", "--format", "json"]));
        let remedies = remedies(&project.json(["apply", "--no-rehearse"]));
        type_in(&project, command_in(&remedies, "whimbrel apply --allow-out-of-order"));
        project.succeeds(["status", "--exit-code"]);
    }
}

#[test]
fn all_of_it_at_once() {
    let database = shared(15).database();
    let project = applied(&database);
    project.write("migrations/20251225_chats.sql", &up("SELECT 1;"));
    project.write("migrations/20251224_late.sql", &up("CREATE TABLE late (id bigint);"));
    project.remove("migrations/20251223_users.sql");
    assert_run!(project.exits(4, ["apply"]));
}

#[test]
fn a_version_that_is_not_there() {
    let database = shared(15).database();
    assert_run!(applied(&database).exits(2, ["apply", "--to", "20251224"]));
}
