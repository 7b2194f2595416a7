//! Writing values into SQL. The simple protocol, which lets a whole migration travel as one text, has no parameters.

/// A string for PostgreSQL, read alike whatever `standard_conforming_strings` says.
pub(crate) fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if quoted.contains('\\') { format!("E'{}'", quoted.replace('\\', "\\\\")) } else { format!("'{quoted}'") }
}

/// A string or NULL for PostgreSQL.
pub(crate) fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), literal)
}

/// A name, as it is.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// One line of at most `characters`, for messages.
pub(crate) fn shortened(text: &str, characters: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(characters) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_is_a_backslash_whatever_the_settings_say() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal(r"C:\x'"), r"E'C:\\x'''");
        assert_eq!(optional(None), "NULL");
        assert_eq!(identifier("a\"b"), "\"a\"\"b\"");
    }
}
