//! `plan` on a real server: the target is only read.

use crate::{assert_run, database, with};

const ORDERS: (&str, &str) = (
    "1_orders.sql",
    "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n\
     CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, total numeric(10, 2));\n\
     -- migrate:down\nDROP TABLE orders;\nDROP TABLE users;\n",
);

pub fn filled() -> (whimbrel_testing::Database, crate::common::Project) {
    let database = database();
    let project = with(&[ORDERS]).with("DATABASE_URL", database.url());
    project.succeeds(["apply", "--no-rehearse"]);
    database.psql(
        "INSERT INTO users SELECT generate_series(1, 100);
         INSERT INTO orders SELECT n, 1, n FROM generate_series(1, 20000) AS n;
         ANALYZE",
    );
    (database, project)
}

#[test]
fn nothing_is_pending() {
    let (_database, project) = filled();
    assert_run!(project.exits(0, ["plan"]));
}

#[test]
fn a_safe_one() {
    let (_database, project) = filled();
    project.write(
        "migrations/2_note.sql",
        "-- migrate:up\nALTER TABLE orders ADD COLUMN note text;\n-- migrate:down\nALTER TABLE orders DROP COLUMN note;\n",
    );
    assert_run!(project.exits(0, ["plan"]));
}

#[test]
fn a_scan_under_a_lock_is_unsafe() {
    let (_database, project) = filled();
    project.write(
        "migrations/2_key.sql",
        "-- migrate:up\nALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);\n\
         CREATE INDEX orders_user_id ON orders (user_id);\n\
         -- migrate:down\nDROP INDEX orders_user_id;\nALTER TABLE orders DROP CONSTRAINT orders_user;\n",
    );
    assert_run!(project.exits(4, ["plan"]));
    let json = project.json(["plan"]);
    assert_eq!(json["verdict"], "refused");
    assert_eq!(json["rehearsal"][0]["statements"][0]["locks"][0]["mode"], "SHARE ROW EXCLUSIVE");
    let sarif = project.exits(4, ["plan", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "foreign-key-scan");
    assert_run!("github", project.exits(4, ["plan", "--format", "github"]));
    assert_run!("markdown", project.exits(4, ["plan", "--format", "markdown"]));
}

#[test]
fn a_statement_that_fails_is_underlined_before_the_target_is_touched() {
    let (database, project) = filled();
    project.write("migrations/2_bad.sql", "-- migrate:up\nALTER TABLE orders\n  ADD COLUMN bad nonsense;\n");
    assert_run!(project.exits(1, ["plan"]));
    assert_eq!(database.psql("SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders'"), "3");
}

/// A role that may read and no more: whatever writes would fail.
#[test]
fn a_role_that_may_only_read_is_enough() {
    let (database, project) = filled();
    project.write("migrations/2_note.sql", "-- migrate:up\nALTER TABLE orders ADD COLUMN note text;\n-- migrate:down\nALTER TABLE orders DROP COLUMN note;\n");
    let role = format!("reader_{}", std::process::id());
    database.psql(&format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'hunter2';
         GRANT USAGE ON SCHEMA whimbrel TO {role};
         GRANT SELECT ON ALL TABLES IN SCHEMA whimbrel, public TO {role};
         ALTER ROLE {role} SET default_transaction_read_only = on"
    ));
    let (_, rest) = database.url().split_once('@').unwrap();
    let reader = project.with("DATABASE_URL", format!("postgres://{role}:hunter2@{rest}"));
    let run = reader.run(["plan"]);
    database.psql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    assert_eq!(run.code, Some(0), "{}", run.whole());
    assert!(run.stdout.starts_with("SAFE: 1 migration"), "{}", run.whole());
}

/// Each step of the target is a transaction of its own on the shadow, too: a lock that an earlier one has let go hides none.
#[test]
fn steps_outside_a_transaction_are_told_apart() {
    let (_database, project) = filled();
    project.write(
        "migrations/2_steps.sql",
        "-- migrate:up transaction:false\nBEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;\n\
         CREATE INDEX CONCURRENTLY orders_total ON orders (total);\n\
         ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;\n\
         ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;\n\
         -- migrate:verify\n-- there are orders\nSELECT count(*) > 0 FROM orders;\n\
         -- migrate:down\nDROP INDEX orders_total;\n",
    );
    assert_run!(project.exits(0, ["plan"]));
    let json = project.json(["plan"]);
    let modes: Vec<_> = json["rehearsal"][0]["statements"].as_array().unwrap().iter().map(|it| &it["mode"]).collect();
    assert_eq!(modes, ["transaction", "alone", "transaction", "transaction"]);
    assert_eq!(json["concerns"].as_array().unwrap().len(), 1, "{json:#}");
    assert_eq!(json["findings"][0]["code"], "down-not-inverse");
}

#[test]
fn on_sqlite_nothing_is_claimed() {
    let project = with(&[ORDERS]).with("DATABASE_URL", "sqlite:a.db");
    assert_run!(project.exits(0, ["plan"]));
    assert_eq!(project.json(["plan"])["verdict"], "not_tried");
}
