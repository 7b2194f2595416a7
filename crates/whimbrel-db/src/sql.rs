//! Writing names and texts into SQL.

/// A name in double quotes, as both engines read it.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text in single quotes, as PostgreSQL reads it.
pub(crate) fn literal(text: &str) -> String {
    // escape string syntax means the same whatever standard_conforming_strings says
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}
