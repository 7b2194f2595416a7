//! A whole schema as a text that makes it on an empty database.

use super::{Cycle, Statement, statements};
use crate::catalog::Catalog;
use crate::change::ObjectKind;

/// What a dump begins with: bodies of functions may name what comes after them, and nothing is looked up by path.
pub const SETTINGS: [&str; 2] = ["SET check_function_bodies = false", "SET search_path = ''"];

/// The statements that make `catalog` on an empty database.
pub fn dump(catalog: &Catalog, version: u32) -> Result<Vec<Statement>, Cycle> {
    statements(&Catalog::empty(), catalog, version)
}

/// Statements as one text: a heading where the kind changes, a blank line between, a semicolon after each.
pub fn text(statements: &[Statement]) -> String {
    let mut out = String::new();
    let mut kind: Option<ObjectKind> = None;
    for statement in statements {
        if kind.replace(statement.object.kind) != Some(statement.object.kind) {
            out.push_str(&format!("\n-- {}\n", heading(statement.object.kind)));
        }
        out.push_str(&format!("\n{};\n", statement.sql));
    }
    out
}

/// What objects of the kind are called together: `Materialized views`.
pub fn heading(kind: ObjectKind) -> String {
    let words = kind.words();
    let plural = match words {
        "default privileges" | "statistics" => words.to_owned(),
        "index" => "indexes".to_owned(),
        words if words.ends_with("ss") => format!("{words}es"),
        words => match words.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{words}s"),
        },
    };
    let mut letters = plural.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
