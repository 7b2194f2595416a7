//! Statements with what has to wait for them. Source: the lock levels in PostgreSQL's `AlterTableGetLockLevel` and in
//! the notes of its manual.

use crate::change::ObjectId;
use crate::name::{Name, quoted};
use crate::sql::{HazardKind, Step};

/// The table as a reader knows it: without the schema where that is `public`.
pub(super) fn shown(table: &Name) -> String {
    match table.schema.as_deref() {
        None | Some("public") => quoted(&table.name).into_owned(),
        Some(_) => table.to_string(),
    }
}

/// The table or view that the id is of, or that it is.
pub(super) fn relation(id: &ObjectId) -> Name {
    id.relation().unwrap_or_else(|| Name { schema: id.schema.clone(), name: id.name.clone() })
}

/// A statement that takes ACCESS EXCLUSIVE on the table.
pub(super) fn exclusive(sql: impl Into<String>, table: &Name) -> Step {
    blocks_all(Step::new(sql), table)
}

/// Takes ACCESS EXCLUSIVE on the table.
pub(super) fn blocks_all(step: Step, table: &Name) -> Step {
    step.hazard(HazardKind::Blocks, format!("readers and writers of {} wait", shown(table)))
}

/// Takes SHARE or SHARE ROW EXCLUSIVE on the table.
pub(super) fn blocks_writers(step: Step, table: &Name) -> Step {
    step.hazard(HazardKind::Blocks, format!("writers of {} wait", shown(table)))
}

/// Reads every row of the table.
pub(super) fn scans(step: Step, table: &Name) -> Step {
    step.hazard(HazardKind::Scans, format!("all rows of {}", shown(table)))
}

/// Writes the table anew.
pub(super) fn rewrites(step: Step, table: &Name) -> Step {
    step.hazard(HazardKind::Rewrites, format!("{} and its indexes", shown(table)))
}
