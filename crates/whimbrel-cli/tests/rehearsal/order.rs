//! A migration that is older than an applied one: both orders are tried.

use whimbrel_testing::Database;

use crate::common::Project;
use crate::{assert_run, database, with};

/// 1 and 5 are applied.
fn two_applied() -> (Database, Project) {
    let database = database();
    let project = with(&[
        (
            "1_users.sql",
            "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n-- migrate:down\nDROP TABLE users;\n",
        ),
        (
            "5_orders.sql",
            "-- migrate:up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n-- migrate:down\nDROP TABLE orders;\n",
        ),
    ])
    .with("DATABASE_URL", database.url());
    project.succeeds(["apply"]);
    (database, project)
}

const APART: &str =
    "-- migrate:up\nALTER TABLE users ADD COLUMN email text;\n-- migrate:down\nALTER TABLE users DROP COLUMN email;\n";
const ENTANGLED: &str = "-- migrate:up\nCREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, total int);\n\
                         -- migrate:down\nSELECT 1;\n";
/// The first of two decides the type.
const FIRST: &str = "-- migrate:up\nALTER TABLE users ADD COLUMN IF NOT EXISTS a int;\n-- migrate:down\nSELECT 1;\n";

#[test]
fn one_that_makes_no_difference_runs() {
    let (database, project) = two_applied();
    project.write("migrations/3_email.sql", APART);
    assert_run!("plan", project.exits(0, ["plan"]));
    assert_run!("not_tried", project.exits(4, ["apply", "--no-rehearse"]));
    project.exits(0, ["apply", "--dry-run"]);
    assert_run!("apply", project.exits(0, ["apply"]));
    assert_eq!(database.psql("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users'"), "2");
}

#[test]
fn one_that_fails_on_a_fresh_database_is_refused() {
    let (_database, project) = two_applied();
    project.write("migrations/3_orders.sql", ENTANGLED);
    assert_run!("refused", project.exits(4, ["apply"]));
    project.exits(4, ["plan"]);
    project.exits(4, ["apply", "--dry-run"]);
}

#[test]
fn one_that_makes_another_schema_is_refused() {
    let (_database, project) = two_applied();
    project.write(
        "migrations/6_a.sql",
        "-- migrate:up\nALTER TABLE users ADD COLUMN IF NOT EXISTS a text;\n-- migrate:down\nSELECT 1;\n",
    );
    project.succeeds(["apply"]);
    project.write("migrations/3_a.sql", FIRST);
    assert_run!(project.exits(4, ["apply"]));
}

#[test]
fn without_the_files_nothing_is_proven() {
    let (_database, project) = two_applied();
    project.write("migrations/3_email.sql", APART);
    project.remove("migrations/5_orders.sql");
    assert_run!("missing", project.exits(4, ["apply", "--allow-missing"]));
    project.write("migrations/5_orders.sql", "-- migrate:up\nCREATE TABLE orders (id int PRIMARY KEY);\n");
    let json = project.json(["apply", "--allow-edited"]);
    assert_eq!(json["error"]["code"], "apply.out_of_order", "{json:#}");
    project.exits(0, ["apply", "--allow-edited", "--allow-out-of-order"]);
}

#[test]
fn on_sqlite_nothing_is_tried() {
    let project = with(&[(
        "5_b.sql",
        "-- migrate:up\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE b;\n",
    )])
    .with("DATABASE_URL", "sqlite:a.db");
    project.succeeds(["apply"]);
    project.write(
        "migrations/3_a.sql",
        "-- migrate:up\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE a;\n",
    );
    assert_run!(project.exits(4, ["apply"]));
}
