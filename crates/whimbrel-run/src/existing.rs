//! `IF NOT EXISTS` over something that exists: never taken for done without a look at what is there.

use whimbrel_catalog::Shape;
use whimbrel_plan::PlannedMigration;
use whimbrel_source::{Kind, ObjectName, Statement};

/// What comes of a comparison.
pub(crate) enum Judgement {
    /// Good as it is; a line that says so.
    Fine(String),
    /// Not what was asked for; what it is and how it differs.
    Other { what: String, differences: Vec<String> },
}

/// Judges what exists in the place of what `statement`, one of `migration`'s, would create. More than was asked for
/// is reported and accepted, and so is what the same migration goes on to alter.
pub(crate) fn judge(migration: &PlannedMigration, statement: &Statement, shape: Shape) -> Judgement {
    let what = named(statement).map_or_else(|| statement.verb(), |(kind, name)| format!("{kind} {name}"));
    let line = migration.file.place(statement.span.start).line;
    match shape {
        Shape::Same => Judgement::Fine(format!("line {line}: {what} exists already, and is what is asked for")),
        Shape::CannotTell(reason) => Judgement::Fine(format!(
            "line {line}: {what} exists already; whether it is what is asked for is not known: {reason}"
        )),
        Shape::Different(differences) => {
            let accepted = differences.iter().all(|difference| {
                difference.is_extra() || altered_later(migration, statement, &difference.object.name)
            });
            let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
            if accepted {
                let differences = differences.join("; ");
                Judgement::Fine(format!("line {line}: {what} exists already, and differs: {differences}"))
            } else {
                Judgement::Other { what, differences }
            }
        }
    }
}

/// What a statement creates only where it does not exist, and whose shape can be compared.
pub(crate) fn named(statement: &Statement) -> Option<(&'static str, &ObjectName)> {
    match &statement.kind {
        Kind::CreateTable { name, if_not_exists: true, .. } => Some(("table", name)),
        Kind::CreateIndex { name: Some(name), if_not_exists: true, .. } => Some(("index", name)),
        Kind::AlterTable { table, .. } => Some(("a column of", table)),
        _ => None,
    }
}

/// Whether the migration goes on to alter the table of a `CREATE TABLE`, naming this column, constraint or index of it.
fn altered_later(migration: &PlannedMigration, statement: &Statement, part: &str) -> bool {
    let Kind::CreateTable { name, .. } = &statement.kind else { return false };
    let is_part_of_a_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    migration.steps.iter().flat_map(|step| &step.statements).any(|later| {
        later.span.start > statement.span.start
            && matches!(&later.kind, Kind::AlterTable { table, .. } if table.name == name.name)
            && later.sql.split(|c| !is_part_of_a_name(c)).any(|word| word.eq_ignore_ascii_case(part))
    })
}
