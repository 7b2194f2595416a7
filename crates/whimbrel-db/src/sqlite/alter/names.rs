//! What constraints are called: by their name, or by the one PostgreSQL would have given them.

use super::definition::{Constraint, ConstraintKind, Definition};
use crate::sqlite::syntax::{mentions, same, slice};

/// The constraint called `name`. An explicit name goes before a default one.
pub(super) fn find<'a>(definition: &'a Definition, table: &str, name: &str) -> Option<&'a Constraint> {
    named(definition, table).into_iter().find(|(own, _)| same(own, name)).map(|(_, constraint)| constraint)
}

/// Every constraint that can be dropped, with its name.
pub(in crate::sqlite) fn named<'a>(definition: &'a Definition, table: &str) -> Vec<(String, &'a Constraint)> {
    let mut names: Vec<(String, &Constraint)> = Vec::new();
    let mut unnamed = Vec::new();
    for constraint in definition.all_constraints() {
        match &constraint.name {
            // SQLite lets several have one name; it is that of the first
            Some((name, _)) if !names.iter().any(|(taken, _)| same(taken, name)) => {
                names.push((name.clone(), constraint));
            }
            _ => unnamed.push(constraint),
        }
    }
    for constraint in unnamed {
        let Some(base) = default_name(definition, table, constraint) else { continue };
        let free = |candidate: &String| !names.iter().any(|(taken, _)| same(taken, candidate));
        let numbered = std::iter::once(base.clone()).chain((1..).map(|n| format!("{base}{n}")));
        if let Some(name) = numbered.into_iter().find(free) {
            names.push((name, constraint));
        }
    }
    names
}

/// PostgreSQL's choice, before a number makes it unique. Of names over 63 bytes it would cut parts.
fn default_name(definition: &Definition, table: &str, constraint: &Constraint) -> Option<String> {
    // as unquoted names: with quotes or without, SQLite takes them for the same
    let columns = constraint.columns.join("_").to_ascii_lowercase();
    Some(match constraint.kind {
        ConstraintKind::PrimaryKey => format!("{table}_pkey"),
        ConstraintKind::Unique => format!("{table}_{columns}_key"),
        ConstraintKind::ForeignKey => format!("{table}_{columns}_fkey"),
        ConstraintKind::NotNull => format!("{table}_{columns}_not_null"),
        ConstraintKind::Check => {
            let expression = slice(&definition.text, constraint.expression?);
            let mut used = definition.columns.iter().filter(|column| mentions(expression, &column.name));
            match (used.next(), used.next()) {
                (Some(column), None) => format!("{table}_{}_check", column.name.to_ascii_lowercase()),
                _ => format!("{table}_check"),
            }
        }
        ConstraintKind::Null | ConstraintKind::Default | ConstraintKind::Collate | ConstraintKind::Generated => {
            return None;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unnamed_constraints_answer_to_postgresqls_names() {
        let definition = Definition::parse(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT REFERENCES u, b INT UNIQUE CHECK (b > 0) CHECK (b < 9),
             c INT CONSTRAINT mine NOT NULL, UNIQUE (a, b), CHECK (a < b), FOREIGN KEY (a, b) REFERENCES v)",
        )
        .expect("readable");
        let names: Vec<String> = named(&definition, "t").into_iter().map(|(name, _)| name).collect();
        let expected =
            ["mine", "t_pkey", "t_a_fkey", "t_b_key", "t_b_check", "t_b_check1", "t_a_b_key", "t_check", "t_a_b_fkey"];
        assert_eq!(names, expected);
    }
}
