//! `apply` refuses what a rehearsal finds unsafe or failing, before the target is touched.

use whimbrel_testing::Database;

use crate::common::Project;
use crate::plan::filled;
use crate::{assert_run, database, with};

const UNSAFE: (&str, &str) = (
    "migrations/2_total.sql",
    "-- migrate:up\nALTER TABLE orders DROP COLUMN total;\nCREATE INDEX orders_user_id ON orders (user_id);\n\
     -- migrate:down\nALTER TABLE orders ADD COLUMN total numeric(10, 2);\n",
);

fn columns(database: &Database) -> String {
    database.psql("SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders'")
}

fn written(migration: &str) -> (Database, Project) {
    let (database, project) = filled();
    project.write("migrations/2_new.sql", migration);
    (database, project)
}

#[test]
fn what_is_unsafe_is_refused() {
    let (database, project) = filled();
    project.write(UNSAFE.0, UNSAFE.1);
    assert_run!(project.exits(4, ["apply"]));
    assert_eq!(columns(&database), "3");
    let json = project.json(["apply"]);
    assert_eq!((&json["error"]["code"], &json["error"]["exit"]), (&"apply.unsafe".into(), &4.into()));
    assert_eq!(json["findings"][0]["code"], "drop-column");
    assert_eq!(project.json(["status"])["counts"]["pending"], 1);
}

#[test]
fn what_is_allowed_for_this_run_is_told() {
    let (database, project) = filled();
    project.write(UNSAFE.0, UNSAFE.1);
    assert_run!("one_is_left", project.exits(4, ["apply", "--allow", "drop-column"]));
    assert_run!("unknown", project.exits(2, ["apply", "--allow", "drop-colunm"]));
    let allowed = ["--allow", "drop-column", "--allow", "index-not-concurrent", "--allow", "drop-table"];
    assert_run!("plan", project.exits(0, ["plan", "-q"].into_iter().chain(allowed)));
    assert_run!("apply", project.exits(0, ["apply"].into_iter().chain(allowed)));
    assert_eq!(columns(&database), "2");
}

#[test]
fn what_a_comment_or_the_configuration_allows_runs() {
    let (_database, project) = written(
        "-- migrate:up\n-- whimbrel:allow drop-column because nothing has read it since release 41\n\
         ALTER TABLE orders DROP COLUMN total;\n-- migrate:down\nALTER TABLE orders ADD COLUMN total numeric(10, 2);\n",
    );
    assert_run!(project.exits(0, ["apply"]));
    project.write("whimbrel.toml", "[lint.rules]\ndrop-table = \"warning\"\n");
    project.write(
        "migrations/3_drop.sql",
        "-- migrate:up\nDROP TABLE orders;\n-- migrate:down\nCREATE TABLE orders (id int);\n",
    );
    assert_run!("a_warning_does_not_stop", project.exits(0, ["apply"]));
}

#[test]
fn without_a_rehearsal_what_is_lost_is_said() {
    let (database, project) = filled();
    project.write(UNSAFE.0, UNSAFE.1);
    assert_run!(project.exits(0, ["apply", "--no-rehearse"]));
    assert_eq!(columns(&database), "2");
}

#[test]
fn a_statement_that_must_fail_stops_before_the_target_is_touched() {
    let (database, project) = written(
        "-- migrate:up\nALTER TABLE orders ADD COLUMN note text;\nALTER TABLE orderz\n  ADD COLUMN more text;\n",
    );
    assert_run!(project.exits(1, ["apply"]));
    assert_eq!(columns(&database), "3");
    assert_eq!(database.psql("SELECT count(*) FROM whimbrel.history WHERE version = '2'"), "0");
}

#[test]
fn what_is_there_already_is_compared_with_what_was_asked_for() {
    let (_database, project) = written("-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, name text);\n");
    assert_run!(project.exits(1, ["apply"]));
}

/// The target has rows, the shadow has none.
#[test]
fn what_depends_on_rows_is_left_to_the_target() {
    let (_database, project) = written(
        "-- migrate:up\nDO $$ BEGIN IF NOT EXISTS (SELECT FROM orders) THEN RAISE 'no orders'; END IF; END $$;\n\
         ALTER TABLE orders ADD COLUMN note text;\n-- migrate:down\nALTER TABLE orders DROP COLUMN note;\n",
    );
    assert_run!(project.exits(0, ["apply"]));
}

#[test]
fn what_the_shadow_lacks_stops_nothing() {
    let (_database, project) = written(
        "-- migrate:up\nCREATE EXTENSION dblink;\nALTER TABLE orders ADD COLUMN note text;\n\
         -- migrate:down\nALTER TABLE orders DROP COLUMN note;\nDROP EXTENSION dblink;\n",
    );
    assert_run!("lacking_plan", project.exits(1, ["plan"]));
    assert_run!("lacking", project.exits(0, ["apply"]));
}

/// The names of the database and of the history are the target's own.
#[test]
fn grants_on_what_only_the_target_has() {
    let database = database();
    let name = database.psql("SELECT current_database()");
    let grant = format!(
        "-- migrate:up\nCREATE TABLE notes (id int PRIMARY KEY);\nGRANT CONNECT ON DATABASE {name} TO PUBLIC;\n\
         GRANT SELECT ON whimbrel.history TO PUBLIC;\n-- migrate:down\nDROP TABLE notes;\n"
    );
    let project = with(&[("1_grant.sql", &grant)]).with("DATABASE_URL", database.url());
    project.succeeds(["apply"]);
}

/// Where names without a schema are looked for is a setting of the target's.
#[test]
fn the_search_path_of_the_target_counts() {
    let database = database();
    let name = database.psql("SELECT current_database()");
    database.psql(&format!(
        "CREATE SCHEMA app; CREATE TABLE app.things (id int PRIMARY KEY); ALTER DATABASE \"{name}\" SET search_path = app"
    ));
    let add = "-- migrate:up\nALTER TABLE things ADD COLUMN note text;\n-- migrate:down\nALTER TABLE things DROP COLUMN note;\n";
    let project = with(&[("1_note.sql", add)]).with("DATABASE_URL", database.url());
    let json = project.json(["apply"]);
    assert_eq!(json["ok"], true, "{json:#}");
    assert!(json["effects"]["compared_on"].is_string(), "{json:#}");
}

/// What a new database has is made by the run: nobody uses it yet. A trace says so where the text cannot.
#[test]
fn on_a_new_database_nothing_is_in_the_way() {
    let database = database();
    let project = with(&[
        ("1_a.sql", "-- migrate:up\nDROP TABLE IF EXISTS a;\nCREATE TABLE a (id int PRIMARY KEY, b int);\n-- migrate:down\nDROP TABLE a;\n"),
        ("2_b.sql", "-- migrate:up\nALTER TABLE a DROP COLUMN b;\nCREATE INDEX a_id ON a (id);\n-- migrate:down\nDROP INDEX a_id;\nALTER TABLE a ADD COLUMN b int;\n"),
        ("3_c.sql", "-- migrate:up\nDO $$ BEGIN CREATE TABLE c (id int PRIMARY KEY); END $$;\nDROP TABLE c;\n-- migrate:down\nSELECT 1;\n"),
    ])
    .with("DATABASE_URL", database.url());
    let run = project.succeeds(["apply"]);
    assert!(!run.stderr.contains("error["), "{}", run.whole());
}

/// Twenty-one new tables and one statement that touches what is there: that one alone has to be looked at, and is.
#[test]
fn of_many_the_one_that_touches_something_is_found() {
    let (database, project) = filled();
    for number in 10..31 {
        let table = format!(
            "-- migrate:up\nCREATE TABLE t{number} (id int PRIMARY KEY);\n-- migrate:down\nDROP TABLE t{number};\n"
        );
        project.write(&format!("migrations/{number}_t.sql"), &table);
    }
    project.write(
        "migrations/25_check.sql",
        "-- migrate:up\nDO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0); END $$;\n-- migrate:down\nSELECT 1;\n",
    );
    project.remove("migrations/25_t.sql");
    let json = project.json(["apply"]);
    assert_eq!(json["error"]["code"], "apply.unsafe", "{json:#}");
    assert_eq!(json["findings"][0]["code"], "scan-under-lock", "{json:#}");
    assert_eq!(database.psql("SELECT to_regclass('t10') IS NULL"), "t");
    project.write(
        "migrations/25_check.sql",
        "-- migrate:up\nALTER TABLE orders ADD COLUMN note text;\n-- migrate:down\nSELECT 1;\n",
    );
    let json = project.json(["apply"]);
    assert_eq!(json["migrations"].as_array().unwrap().len(), 21);
    assert!(json["effects"]["compared_on"].is_string(), "{json:#}");
}

#[test]
fn on_sqlite_the_text_decides() {
    let project = with(&[(
        "1_users.sql",
        "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT);\n-- migrate:down\nDROP TABLE users;\n",
    )])
    .with("DATABASE_URL", "sqlite:a.db");
    project.succeeds(["apply"]);
    project.write(
        "migrations/2_nick.sql",
        "-- migrate:up\nALTER TABLE users DROP COLUMN nick;\n-- migrate:down\nALTER TABLE users ADD COLUMN nick TEXT;\n",
    );
    assert_run!(project.exits(4, ["apply"]));
    assert_run!("allowed", project.exits(0, ["apply", "--allow", "drop-column"]));
}

/// A migration that an earlier run has begun is gone on with: what is found in it comes too late.
#[test]
fn what_is_begun_is_gone_on_with() {
    let (database, project) = written(
        "-- migrate:up transaction:false\nALTER TABLE orders DROP COLUMN total;\nALTER TABLE orders ADD COLUMN user_id bigint;\n\
         -- migrate:down\nSELECT 1;\n",
    );
    project.exits(1, ["apply", "--no-rehearse"]);
    assert_eq!(columns(&database), "2");
    database.psql("ALTER TABLE orders RENAME COLUMN user_id TO old_user_id");
    project.exits(0, ["apply"]);
}
