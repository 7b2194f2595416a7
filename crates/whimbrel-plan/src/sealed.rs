//! What a plan was made of, kept with it: `apply --plan` runs it only where all of this is still so.

use std::collections::BTreeMap;

use whimbrel_source::Version;

/// What a plan was made of, and what keeps it from running.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sealed {
    /// The version of Whimbrel that made it, as [`Sealed::schema`] depends on it.
    pub made_by: String,
    /// For which database.
    pub database: SealedDatabase,
    /// Each object of the target's schema with a hash of its definition, by kind and name: `table users`. Owners do not
    /// count: how they are told depends on who asks.
    pub schema: BTreeMap<String, String>,
    /// What would run, in order.
    pub migrations: Vec<SealedMigration>,
    /// What refuses it.
    pub refusals: Vec<SealedRefusal>,
}

/// A database, as it can be told from another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealedDatabase {
    /// `postgres` or `sqlite`.
    pub engine: String,
    /// Its name; `None` for SQLite, whose files can be moved.
    pub name: Option<String>,
    /// PostgreSQL's identifier of the server's files; `None` where the role may not ask.
    pub system: Option<String>,
}

/// A migration of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedMigration {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Of what its sections mean: `up`, `verify` and `down`.
    pub checksum: String,
}

/// A finding that keeps a plan from running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRefusal {
    /// The rule's code.
    pub code: String,
    /// `migrations/2_drop.sql:3`
    pub place: String,
    /// What to do instead.
    pub message: String,
}
