//! Whole schemas from the command line: `diff`, `dump`, `drift`, `new --from`, what `apply` and `verify` compare with a
//! shadow database, and the way back that `revert` derives. What is printed is meant to be read: the snapshots are.

#[path = "../common/mod.rs"]
mod common;

mod diff;
mod drift;
mod dump;
mod effects;
mod invalid_index;
mod new;
mod revert;
mod sqlite;
mod wrong;

use common::{Project, project};
use whimbrel_testing::Database;

/// An empty database on PostgreSQL 15, which is another version than the embedded one.
fn database() -> Database {
    whimbrel_testing::shared(15).database()
}

/// A database of this version with what this SQL makes.
fn database_of(version: u32, sql: &str) -> Database {
    let database = whimbrel_testing::shared(version).database();
    database.psql(sql);
    database
}

/// A project with these migrations on this database.
fn on(database: &Database, migrations: &[(&str, &str)]) -> Project {
    let project = project().with("DATABASE_URL", database.url());
    for (name, text) in migrations {
        project.write(&format!("migrations/{name}"), text);
    }
    project
}

/// Users and their orders, in an order that works.
const SHOP: &[(&str, &str)] = &[
    (
        "1_users.sql",
        "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\n\
         CREATE INDEX users_name ON users (name);\n",
    ),
    (
        "2_orders.sql",
        "-- migrate:up\nCREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  \
         user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE\n);\n",
    ),
];

/// A database with both applied, and its project.
fn shop() -> (Database, Project) {
    let database = database();
    let project = on(&database, SHOP);
    project.succeeds(["apply", "--no-rehearse"]);
    (database, project)
}

/// Compares a text with the snapshot of this name.
fn check(name: &str, text: &str) {
    common::settings().bind(|| insta::assert_snapshot!(name, text));
}
