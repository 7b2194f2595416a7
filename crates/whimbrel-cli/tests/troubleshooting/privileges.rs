//! The role may not do what the migration or the history needs.

use whimbrel_testing::{shared, versions};

use crate::{App, SMALL, assert_error, assert_run, command_in, remedies, up};

/// Takes from everybody what PostgreSQL 15 no longer gives.
fn close_public(app: &App) {
    app.database.psql("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
}

#[test]
fn no_create_privilege_on_public() {
    for version in versions() {
        let app = App::on(&shared(version));
        close_public(&app);
        app.database.psql(&format!("GRANT CREATE ON DATABASE {} TO {}", app.database.name(), app.role));
        let project = app.project(SMALL);
        assert_run!("no_create_privilege_on_public", project.exits(1, ["apply"]));
        assert_error!("no_create_privilege_on_public_json", project.exits(1, ["apply", "--format", "json"]));
        let remedies = remedies(&project.json(["apply"]));
        app.database.psql(command_in(&remedies, "GRANT CREATE"));
        project.succeeds(["apply"]);
    }
}

#[test]
fn becoming_the_owner_helps_too() {
    let app = App::on(&shared(15));
    app.database.psql(&format!("GRANT CREATE ON DATABASE {} TO {}", app.database.name(), app.role));
    let project = app.project(SMALL);
    let remedies = remedies(&project.json(["apply"]));
    app.database.psql(command_in(&remedies, "ALTER DATABASE"));
    project.succeeds(["apply"]);
}

#[test]
fn no_place_for_the_history() {
    for version in versions() {
        let app = App::on(&shared(version));
        close_public(&app);
        let project = app.project(SMALL);
        assert_run!("no_place_for_the_history", project.exits(1, ["apply"]));
        assert_error!("no_place_for_the_history_json", project.exits(1, ["apply", "--format", "json"]));
        let remedies = remedies(&project.json(["apply"]));
        app.database.psql(command_in(&remedies, "GRANT CREATE ON SCHEMA"));
        project.succeeds(["apply"]);
    }
}

#[test]
fn a_schema_of_its_own_once_it_may() {
    let app = App::on(&shared(15));
    let project = app.project(&[("1_a.sql", "-- migrate:up\nSELECT 1;\n")]);
    let remedies = remedies(&project.json(["apply"]));
    app.database.psql(command_in(&remedies, "GRANT CREATE ON DATABASE"));
    assert_run!(project.succeeds(["apply"]));
}

#[test]
fn the_history_falls_back_to_public_and_says_so() {
    for version in versions() {
        let app = App::on(&shared(version));
        app.database.psql(&format!("GRANT CREATE ON SCHEMA public TO {}", app.role));
        let project = app.project(SMALL);
        assert_run!("the_history_falls_back", project.succeeds(["apply"]));
        assert_eq!(app.database.psql("SELECT count(*) FROM public.whimbrel_history"), "1");
        assert_run!("and_stays_there", project.succeeds(["apply"]));
        // With the right it lacked it stays where it is.
        app.database.psql(&format!("GRANT CREATE ON DATABASE {} TO {}", app.database.name(), app.role));
        project.succeeds(["status", "--exit-code"]);
    }
}

#[test]
fn the_history_is_another_roles() {
    for version in versions() {
        let app = App::on(&shared(version));
        let owners = app.project(SMALL).with("DATABASE_URL", app.database.url());
        owners.succeeds(["apply"]);
        let project = app.project(SMALL);
        assert_run!("the_history_is_another_roles", project.exits(1, ["status"]));
        let remedies = remedies(&project.json(["status"]));
        app.database.psql(command_in(&remedies, "GRANT USAGE"));
        project.succeeds(["status", "--exit-code"]);
        project.write("migrations/2_more.sql", &up("SELECT 1;"));
        project.succeeds(["apply"]);
        app.database.psql(&format!("REVOKE INSERT ON whimbrel.history FROM {}", app.role));
        project.write("migrations/3_more.sql", &up("SELECT 1;"));
        assert_run!("the_history_may_be_read_and_not_written", project.exits(1, ["apply"]));
    }
}

#[test]
fn only_the_owner_may_alter() {
    for version in versions() {
        let app = App::on(&shared(version));
        let (name, role) = (app.database.name(), &app.role);
        app.database.psql("CREATE TABLE orders (id int)");
        app.database
            .psql(&format!("GRANT CREATE ON DATABASE {name} TO {role}; GRANT CREATE ON SCHEMA public TO {role}"));
        let project = app.project(&[("1_a.sql", &up("ALTER TABLE orders ADD COLUMN total int;"))]);
        assert_run!("only_the_owner_may_alter", project.exits(1, ["apply"]));
        let remedies = remedies(&project.json(["apply"]));
        app.database.psql(command_in(&remedies, "ALTER TABLE"));
        project.succeeds(["apply"]);
    }
}

#[test]
fn no_right_to_refer_to_a_table() {
    for version in versions() {
        let app = App::on(&shared(version));
        let (name, role) = (app.database.name(), &app.role);
        app.database.psql("CREATE TABLE users (id int PRIMARY KEY)");
        app.database
            .psql(&format!("GRANT CREATE ON DATABASE {name} TO {role}; GRANT CREATE ON SCHEMA public TO {role}"));
        let project = app.project(&[("1_a.sql", &up("CREATE TABLE chats (user_id int REFERENCES users);"))]);
        assert_run!("no_right_to_refer_to_a_table", project.exits(1, ["apply"]));
        let remedies = remedies(&project.json(["apply"]));
        app.database.psql(command_in(&remedies, "GRANT REFERENCES"));
        project.succeeds(["apply"]);
    }
}

#[test]
fn an_extension_is_for_superusers() {
    let app = App::on(&shared(12));
    app.database.psql(&format!("GRANT CREATE ON DATABASE {} TO {}", app.database.name(), app.role));
    let project = app.project(&[("1_a.sql", &up("CREATE EXTENSION plpython3u;"))]);
    assert_run!(project.exits(1, ["apply"]));
}
