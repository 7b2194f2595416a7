//! Writing names into SQL.

/// A name in double quotes, as both engines read it.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
