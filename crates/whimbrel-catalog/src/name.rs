//! Names of objects, and how they are written.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;

use crate::keywords::KEYWORDS;

/// What an object inside a schema is called. Ordered by schema, then name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// `None` in SQLite.
    pub schema: Option<String>,
    /// As stored: unquoted, case as it is. Functions with their argument types: `area(integer, integer)`.
    pub name: String,
}

impl Name {
    /// A name in a schema.
    pub fn in_schema(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }

    /// A name where there are no schemas.
    pub fn bare(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// As SQL has to write it, with the schema; not for names that are kept as SQL writes them.
    pub fn sql(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", ident(schema), ident(&self.name)),
            None => ident(&self.name).into_owned(),
        }
    }
}

/// A name that is looked up: as [`Name`], without being one.
pub(crate) trait Named {
    fn parts(&self) -> (Option<&str>, &str);
}

impl Named for Name {
    fn parts(&self) -> (Option<&str>, &str) {
        (self.schema.as_deref(), &self.name)
    }
}

impl Named for (Option<&str>, &str) {
    fn parts(&self) -> (Option<&str>, &str) {
        *self
    }
}

impl PartialEq for dyn Named + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Named + '_ {}

impl PartialOrd for dyn Named + '_ {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for dyn Named + '_ {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl<'a> Borrow<dyn Named + 'a> for Name {
    fn borrow(&self) -> &(dyn Named + 'a) {
        self
    }
}

impl fmt::Display for Name {
    /// As SQL would have to write it, with the schema and with quotes where they are needed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{}.", quoted(schema))?;
        }
        f.write_str(&quoted(&self.name))
    }
}

/// An identifier in double quotes where its letters need them. Reserved words are left as they are: this is for
/// people, and for texts that are only compared.
pub fn quoted(identifier: &str) -> Cow<'_, str> {
    let plain =
        |(i, c): (usize, char)| c.is_ascii_lowercase() || c == '_' || (i > 0 && (c.is_ascii_digit() || c == '$'));
    if !identifier.is_empty() && identifier.char_indices().all(plain) {
        Cow::Borrowed(identifier)
    } else {
        Cow::Owned(format!("\"{}\"", identifier.replace('"', "\"\"")))
    }
}

/// An identifier as SQL has to write it: in double quotes where its letters need them or where it is a key word that
/// PostgreSQL takes for something else.
pub fn ident(identifier: &str) -> Cow<'_, str> {
    if KEYWORDS.binary_search(&identifier).is_ok() {
        Cow::Owned(format!("\"{identifier}\""))
    } else {
        quoted(identifier)
    }
}

/// A string literal that reads the same whatever `standard_conforming_strings` is.
pub fn literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if text.contains('\\') { format!("E'{}'", doubled.replace('\\', "\\\\")) } else { format!("'{doubled}'") }
}

/// `sql` with every `schema.` in front of a name taken away, so that `public.users(id)` reads `users(id)`.
/// Text inside quotes stays as it is.
pub fn without_schema(sql: &str, schema: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for (piece, is_code) in pieces(sql) {
        if is_code { out.push_str(&replace_prefix(piece, schema)) } else { out.push_str(piece) }
    }
    out
}

/// Cuts `sql` into runs outside quotes (true) and quoted strings or identifiers (false).
fn pieces(sql: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut quote: Option<char> = None;
    for (i, c) in sql.char_indices() {
        match quote {
            None if c == '\'' || c == '"' => {
                pieces.push((&sql[start..i], true));
                (start, quote) = (i, Some(c));
            }
            Some(open) if c == open => {
                pieces.push((&sql[start..=i], false));
                (start, quote) = (i + 1, None);
            }
            _ => {}
        }
    }
    pieces.push((&sql[start..], quote.is_none()));
    pieces
}

fn replace_prefix(code: &str, schema: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(schema) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let after = &from[schema.len()..];
        let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == '.';
        let starts_word = !before.chars().next_back().or(out.chars().next_back()).is_some_and(in_word);
        match after.strip_prefix('.') {
            Some(name) if starts_word => rest = name,
            _ => {
                out.push_str(schema);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_needed() {
        assert_eq!(Name::in_schema("app", "Users").to_string(), "app.\"Users\"");
        assert_eq!(Name::bare("a\"b").to_string(), "\"a\"\"b\"");
    }

    #[test]
    fn a_schema_is_taken_away_outside_quotes_only() {
        let sql = "public.f('public.x', \"public.y\") republic.a public.b mypublic public";
        assert_eq!(without_schema(sql, "public"), "f('public.x', \"public.y\") republic.a b mypublic public");
    }
}
