//! Whole schemas: reading them from wherever they are written, comparing them, and proving the difference.
//!
//! A [`Source`] becomes a `Catalog` in `read`; `diff`, `dump` and `drift` work with catalogs. Nothing here
//! writes to a target: what has to be tried is tried on a shadow database.

pub mod derive;
pub mod diff;
pub mod drift;
pub mod dump;
mod kept;
pub(crate) mod missing;
mod problems;
pub(crate) mod read;
pub(crate) mod replay;
pub(crate) mod rows;
mod shadow;
pub mod source;
mod sqlite;

pub use diff::{both_ways, diff};
pub use drift::{Drift, drift};
pub use dump::{Dump, dump};
pub(crate) use problems::{OTHER_SHADOWS, no_shadow_to_try_on, shadow_failed};
pub use shadow::{ShadowKind, ShadowOptions};
pub use source::Source;

use whimbrel_db::ConnectOptions;
use whimbrel_source::Engine;

/// How schemas are read and compared.
#[derive(Debug, Clone)]
pub struct SchemaOptions {
    /// Left out of every database that is read.
    pub history_schema: String,
    /// For databases.
    pub connect: ConnectOptions,
    /// Where they are tried.
    pub shadow: ShadowOptions,
    /// The target's major version of PostgreSQL, where it is known already.
    pub target_version: Option<u32>,
    /// `users.name=full_name`, as asked for.
    pub renames: Vec<String>,
    /// Put sample rows into the first schema and see whether they survive.
    pub with_rows: bool,
    /// Compare and write owners.
    pub owners: bool,
    /// Compare and write privileges.
    pub privileges: bool,
    /// The kind of database, where no source says it: files and migrations are read by its rules.
    pub engine: Engine,
}

impl SchemaOptions {
    /// The kind of database of two schemas, or of one.
    fn engine_of(&self, sources: &[&Source]) -> Result<Engine, whimbrel_plan::Problem> {
        let mut said = sources.iter().filter_map(|source| source.engine());
        let first = said.next();
        match (first, said.next()) {
            (Some(one), Some(other)) if one != other => Err(problems::two_engines()),
            _ => Ok(first.unwrap_or(self.engine)),
        }
    }
}
