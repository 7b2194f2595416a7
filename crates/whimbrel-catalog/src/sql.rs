//! How an object kind is written in SQL: what every file in `object` says of its kind.

use crate::catalog::Catalog;
use crate::change::ObjectId;
use crate::describe::Describe;

/// What a statement may do to a database that is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HazardKind {
    /// Rows or values are gone afterwards.
    LosesData,
    /// The table or index is written anew, while nobody may read or write it.
    Rewrites,
    /// All rows are read while a lock is held.
    Scans,
    /// Readers or writers wait, for however short a time the statement takes.
    Blocks,
}

impl HazardKind {
    /// `loses data`, `rewrites`, `scans`, `blocks`
    pub fn words(self) -> &'static str {
        match self {
            Self::LosesData => "loses data",
            Self::Rewrites => "rewrites",
            Self::Scans => "scans",
            Self::Blocks => "blocks",
        }
    }
}

/// One hazard of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hazard {
    #[allow(missing_docs)]
    pub kind: HazardKind,
    /// What exactly: `all values of users.email`, `readers and writers of orders wait`.
    pub what: String,
}

/// One statement that an object kind asks for, and what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// Without a semicolon at the end.
    pub sql: String,
    /// In the order of [`HazardKind`].
    pub hazards: Vec<Hazard>,
    /// Runs after all that are not: it gives away what others still need.
    pub is_last: bool,
}

impl Step {
    /// A statement without hazards.
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), hazards: Vec::new(), is_last: false }
    }

    /// With one more hazard.
    #[must_use]
    pub fn hazard(mut self, kind: HazardKind, what: impl Into<String>) -> Self {
        self.hazards.push(Hazard { kind, what: what.into() });
        self.hazards.sort_by_key(|h| h.kind);
        self
    }
}

/// How an object of one definition gets another.
#[derive(Debug, Clone)]
pub enum Alter {
    /// By these statements, while all that depends on it stays.
    InPlace(Vec<Step>),
    /// By these statements, but PostgreSQL refuses them while there are dependants for which `refused_by` is true:
    /// these are dropped before and created again after.
    Around {
        /// The statements.
        steps: Vec<Step>,
        /// Given the dependant's id.
        refused_by: fn(&ObjectId) -> bool,
    },
    /// A table that keeps its rows and changes its place: it leaves its old parent before anything takes its place
    /// there, and joins the new one when that is as it will be.
    Moves {
        /// The statements that take it out.
        leave: Vec<Step>,
        /// The statements that put it in, and those that alter it otherwise.
        arrive: Vec<Step>,
    },
    /// Only for what columns are made of. PostgreSQL has no way to alter it, and columns must keep their values: it is
    /// renamed, a new one is created, columns are moved from one to the other, and the old one is dropped. Where no
    /// table has a column of it, this is [`Self::Replace`].
    Beside,
    /// There is no way but to drop it, with all that depends on it, and to create it again.
    Replace,
}

/// What an object may look at beside itself.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What is there now.
    pub before: &'a Catalog,
    /// What is wanted.
    pub after: &'a Catalog,
    /// Major version of the server that will run the SQL.
    pub version: u32,
}

/// An object kind that can be written as SQL.
///
/// Owner, comment, privileges and security labels are not part of it: `attribute` writes these for all kinds. Nor are
/// the parts of a table or view (they are objects of their own), nor a column's default (see
/// [`ObjectKind::Default`](crate::ObjectKind::Default)).
pub(crate) trait Sql: Describe {
    /// The statements that create it where all that it needs exists.
    fn create(&self, _id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        Vec::new()
    }

    /// The statements that drop it where nothing depends on it any more. Never `CASCADE`.
    fn drop(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![Step::new(format!("DROP {} {}", id.kind.keyword(), id.sql()))]
    }

    /// How `self` becomes `new`, where the two differ.
    fn alter(&self, _new: &Self, _id: &ObjectId, _cx: &Context<'_>) -> Alter {
        Alter::Replace
    }

    /// What it depends on that can be told from its own value: the function of a trigger, the table of a foreign key.
    /// What only an expression says comes from the server, as [`Catalog::dependencies`].
    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        Vec::new()
    }

    /// The column that it is dropped with: a sequence that belongs to one.
    fn goes_with(&self) -> Option<ObjectId> {
        None
    }

    /// It came with an object it inherits from or is a partition of, and changes with that: no statement of its own.
    fn is_inherited(&self) -> bool {
        false
    }
}
