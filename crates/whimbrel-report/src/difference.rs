//! What turns one schema into another.

use serde::Serialize;
use whimbrel_catalog::generate::Statement;
use whimbrel_catalog::rename::Rename;
use whimbrel_catalog::{Action, Seen};
use whimbrel_plan::Difference;

use crate::ChangeJson;

/// The difference between two schemas.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceJson {
    /// What the first schema is, without any secret.
    pub from: String,
    /// What the second one is.
    pub to: String,
    /// No difference.
    pub equal: bool,
    /// What differs, object by object.
    pub changes: Vec<ChangeJson>,
    /// What keeps all but its name.
    pub renames: Vec<RenameJson>,
    /// What removes the difference, in an order that works.
    pub statements: Vec<StatementJson>,
    /// What is dropped and created, and may be a rename instead: values for `--rename`.
    pub possible_renames: Vec<PossibleRenameJson>,
    /// Objects that were seen and not compared.
    pub not_compared: Vec<SeenJson>,
    /// What the reader may want to know of how it was found out.
    pub remarks: Vec<String>,
    /// Where the statements were run and found to leave nothing of the difference.
    pub proven_on: String,
    /// Why it is not the embedded PostgreSQL, where nobody asked for another; else null.
    pub shadow_because: Option<String>,
    /// Sample rows that were there meanwhile; null where that was not asked for.
    pub rows: Option<RowsJson>,
}

/// One statement.
#[derive(Debug, Clone, Serialize)]
pub struct StatementJson {
    /// Without a semicolon at the end.
    pub sql: String,
    /// `created`, `altered` or `dropped`.
    pub action: &'static str,
    /// Of the object it is about: `table`, `foreign key`, …
    pub kind: &'static str,
    /// The object, as a reader knows it.
    pub object: String,
    /// Why it is there.
    pub reason: String,
    /// What it may do to a database in use.
    pub hazards: Vec<HazardJson>,
}

/// One hazard.
#[derive(Debug, Clone, Serialize)]
pub struct HazardJson {
    /// `loses data`, `rewrites`, `scans` or `blocks`.
    pub kind: &'static str,
    /// What exactly.
    pub what: String,
}

/// One object that gets another name.
#[derive(Debug, Clone, Serialize)]
pub struct RenameJson {
    /// Of the object: `column`, `table`, …
    pub kind: &'static str,
    /// The object, as a reader knows it.
    pub object: String,
    /// Its new name, without the table and schema that it stays in.
    pub to: String,
}

/// What may be a rename.
#[derive(Debug, Clone, Serialize)]
pub struct PossibleRenameJson {
    /// As `--rename` takes it: `users.name=full_name`.
    pub rename: String,
    /// Nothing else could have become it, and it could have become nothing else.
    pub unambiguous: bool,
}

/// An object that is there and not compared.
#[derive(Debug, Clone, Serialize)]
pub struct SeenJson {
    /// Such as `subscription`.
    pub kind: String,
    /// As SQL names it.
    pub name: String,
}

/// What became of sample rows.
#[derive(Debug, Clone, Serialize)]
pub struct RowsJson {
    /// Tables that had rows.
    pub tables: usize,
    /// Rows in all.
    pub rows: u64,
    /// Tables for which none could be made, with the reason.
    pub without: Vec<WithoutRowsJson>,
}

/// A table for which no rows could be made.
#[derive(Debug, Clone, Serialize)]
pub struct WithoutRowsJson {
    /// Which.
    pub table: String,
    /// Why.
    pub reason: String,
}

impl From<&Statement> for StatementJson {
    fn from(statement: &Statement) -> Self {
        let hazards = statement.hazards.iter();
        Self {
            sql: statement.sql.clone(),
            action: match statement.action {
                Action::Created => "created",
                Action::Altered => "altered",
                Action::Dropped => "dropped",
            },
            kind: statement.object.kind.words(),
            object: statement.object.short(),
            reason: statement.reason.clone(),
            hazards: hazards.map(|h| HazardJson { kind: h.kind.words(), what: h.what.clone() }).collect(),
        }
    }
}

impl From<&Rename> for RenameJson {
    fn from(rename: &Rename) -> Self {
        Self { kind: rename.object.kind.words(), object: rename.object.short(), to: rename.to.clone() }
    }
}

impl From<&Seen> for SeenJson {
    fn from(seen: &Seen) -> Self {
        Self { kind: seen.kind.clone(), name: seen.name.clone() }
    }
}

impl From<&Difference> for DifferenceJson {
    fn from(difference: &Difference) -> Self {
        let possible = difference.possible_renames.iter();
        Self {
            from: difference.from.clone(),
            to: difference.to.clone(),
            equal: difference.is_empty(),
            changes: difference.changes.iter().map(Into::into).collect(),
            renames: difference.renames.iter().map(Into::into).collect(),
            statements: difference.statements.iter().map(Into::into).collect(),
            possible_renames: possible
                .map(|p| PossibleRenameJson { rename: p.rename.asked(), unambiguous: p.unambiguous })
                .collect(),
            not_compared: difference.seen.iter().map(Into::into).collect(),
            remarks: difference.remarks.clone(),
            proven_on: difference.proof.on.clone(),
            shadow_because: difference.proof.because.clone(),
            rows: difference.proof.rows.as_ref().map(|rows| RowsJson {
                tables: rows.tables,
                rows: rows.rows,
                without: (rows.without.iter())
                    .map(|(table, reason)| WithoutRowsJson { table: table.clone(), reason: reason.clone() })
                    .collect(),
            }),
        }
    }
}
