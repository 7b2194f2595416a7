//! What turns one schema into another, and what was done to prove it.

use whimbrel_catalog::generate::Statement;
use whimbrel_catalog::rename::{Possible, Rename};
use whimbrel_catalog::{Change, HazardKind, Seen};

/// The difference between two schemas, proven: its statements were run on a database that held the first one, and what
/// was read back was the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the first schema is, as messages call it: `migrations`, `schema.sql`, an address without its password.
    pub from: String,
    /// What the second one is.
    pub to: String,
    /// What differs.
    pub changes: Vec<Change>,
    /// Renames that were asked for, or that change nothing but a name. Their statements come first.
    pub renames: Vec<Rename>,
    /// What removes the difference, in an order that works. None where there is none.
    pub statements: Vec<Statement>,
    /// What is dropped and created, and may be a rename instead.
    pub possible_renames: Vec<Possible>,
    /// Objects on either side that were seen and not compared.
    pub seen: Vec<Seen>,
    /// What the user may want to know of how it was found out.
    pub remarks: Vec<String>,
    /// Where it was proven, and with what.
    pub proof: Proof,
}

/// How a difference was proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// What the statements ran on: `the embedded PostgreSQL 17.5`.
    pub on: String,
    /// Why it is not the embedded PostgreSQL, where nobody asked for another: `the target runs PostgreSQL 15`.
    pub because: Option<String>,
    /// Rows that were there while they ran, where that was asked for.
    pub rows: Option<RowsProof>,
}

/// What became of sample rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowsProof {
    /// Tables that had rows, and all of whose values were there afterwards, but for what the hazards announce.
    pub tables: usize,
    /// How many rows they had in all.
    pub rows: u64,
    /// Tables for which no rows could be made, and why.
    pub without: Vec<(String, String)>,
}

impl Difference {
    /// True where there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The statements that destroy rows or values.
    pub fn losses(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|s| s.hazards.iter().any(|h| h.kind == HazardKind::LosesData))
    }
}
