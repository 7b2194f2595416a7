//! What a column is, whichever way it was written: for `ADD COLUMN IF NOT EXISTS` over one that exists.

use super::definition::{Column, Constraint, ConstraintKind, Definition};
use crate::sqlite::syntax::{normalized, same, slice};

/// Whether the column that exists is the one asked for, `text` being the definition of that.
pub(super) fn is_same(definition: &Definition, existing: &Column, text: &str, asked: &Column) -> bool {
    let type_of = |text: &str, column: &Column| normalized(column.type_span.map_or("", |span| slice(text, span)));
    let own = existing.constraints.iter();
    let of_table = definition.constraints.iter().filter(|constraint| is_only_on(constraint, &existing.name));
    type_of(&definition.text, existing) == type_of(text, asked)
        && properties(&definition.text, own.chain(of_table)) == properties(text, asked.constraints.iter())
}

/// The column's definition, and the constraints of the table that are on it alone.
pub(super) fn shown(definition: &Definition, column: &Column) -> String {
    let of_table = definition.constraints.iter().filter(|constraint| is_only_on(constraint, &column.name));
    let parts = std::iter::once(column.span).chain(of_table.map(|constraint| constraint.span));
    parts.map(|span| slice(&definition.text, span)).collect::<Vec<_>>().join(", ")
}

fn is_only_on(constraint: &Constraint, column: &str) -> bool {
    matches!(constraint.columns.as_slice(), [only] if same(only, column))
}

/// Each constraint without its name, in an order of its own.
fn properties<'a>(text: &str, constraints: impl Iterator<Item = &'a Constraint>) -> Vec<String> {
    let property = |constraint: &Constraint| match constraint.kind {
        ConstraintKind::Null => None,
        ConstraintKind::Unique => Some("unique".to_owned()),
        ConstraintKind::PrimaryKey => Some("primary key".to_owned()),
        _ => {
            let words = normalized(slice(text, constraint.span));
            // What a column's and a table's foreign key have in common begins there.
            let from = if constraint.kind == ConstraintKind::ForeignKey { words.find("references") } else { None };
            let unnamed = match &constraint.name {
                Some((name, _)) => {
                    let prefix = format!("constraint {} ", name.to_ascii_lowercase());
                    words.strip_prefix(&prefix).unwrap_or(&words).to_owned()
                }
                None => words.clone(),
            };
            Some(from.map_or(unnamed, |start| words[start..].to_owned()))
        }
    };
    let mut properties: Vec<String> = constraints.filter_map(property).collect();
    properties.sort();
    properties
}
