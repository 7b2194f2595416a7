//! What must exist before a migration may run.

mod read;

pub(crate) use read::read;

use crate::{ObjectName, Span};

/// One thing named after `-- migrate:requires`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// What is needed.
    pub need: Need,
    /// Where it is asked for.
    pub span: Span,
}

/// The kinds of things a migration can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// `table users`, `table app.users`
    Table(ObjectName),
    /// `column users.id`, `column app.users.id`
    Column(ObjectName, String),
    /// `extension pgcrypto`
    Extension(String),
    /// `role app`
    Role(String),
    /// `schema app`
    Schema(String),
    /// `type mood`
    Type(ObjectName),
    /// `function touch_updated_at`
    Function(ObjectName),
    /// `postgres >=12`: the lowest (or exact, …) version, as written: an operator and a version.
    Postgres(VersionBound),
    /// `sqlite >=3.35`
    Sqlite(VersionBound),
    /// `variable OAUTH_ENCRYPTION_KEY`: an environment variable that is set and not empty.
    Variable(String),
}

/// `>=12`, `<18`, `=17.5`; a bare number means `>=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionBound {
    /// How to compare.
    pub op: BoundOp,
    /// Major, minor, …; missing parts compare as absent, so `=17` admits `17.5`.
    pub version: Vec<u32>,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundOp {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `=`
    Exactly,
}
