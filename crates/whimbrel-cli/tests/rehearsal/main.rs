//! What is known before production: `rehearse`, `plan` and `lint` from the command line.

#[path = "../common/mod.rs"]
mod common;

mod apply;
mod fixture;
mod fixture_file;
mod kept;
mod lint;
mod local;
mod order;
mod plan;
mod rehearse;
mod rules;
mod sealed;
mod session;

use common::{Project, project};
use whimbrel_testing::Database;

/// An empty database on PostgreSQL 15.
fn database() -> Database {
    whimbrel_testing::shared(15).database()
}

/// A project with these migrations.
fn with(migrations: &[(&str, &str)]) -> Project {
    let project = project();
    for (name, text) in migrations {
        project.write(&format!("migrations/{name}"), text);
    }
    project
}
