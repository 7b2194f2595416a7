//! Names as SQLite reads them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::name::Name;

/// Words that SQLite takes for something else, or may: sorted. Those that always stand for a name where a name can be,
/// such as `key`, are not among them.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "add", "all", "alter", "always", "and", "as", "asc", "autoincrement", "begin", "between", "case", "cast", "check",
    "collate", "commit", "conflict", "constraint", "create", "cross", "current_date", "current_time",
    "current_timestamp", "default", "deferrable", "deferred", "delete", "desc", "distinct", "drop", "else", "end",
    "escape", "except", "exists", "explain", "false", "filter", "foreign", "from", "full", "generated", "glob", "group",
    "having", "if", "in", "index", "initially", "inner", "insert", "instead", "intersect", "into", "is", "isnull",
    "join", "left", "like", "limit", "match", "materialized", "natural", "not", "nothing", "notnull", "null", "on",
    "or", "order", "outer", "over", "pragma", "primary", "raise", "recursive", "references", "regexp", "replace",
    "returning", "right", "rollback", "select", "set", "table", "then", "to", "transaction", "trigger", "true",
    "union", "unique", "update", "using", "values", "virtual", "when", "where", "window", "with", "without",
];

/// A name as SQLite has to read it: in double quotes where its letters need them or where it is a key word.
pub fn ident(name: &str) -> Cow<'_, str> {
    let plain =
        |(i, c): (usize, char)| c.is_ascii_alphabetic() || c == '_' || (i > 0 && (c.is_ascii_digit() || c == '$'));
    let is_plain = !name.is_empty() && name.char_indices().all(plain);
    if is_plain && KEYWORDS.binary_search(&name.to_ascii_lowercase().as_str()).is_err() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    }
}

/// Names in parentheses, separated by commas.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| ident(name)).collect();
    format!("({})", names.join(", "))
}

/// A text in single quotes.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// True where SQLite takes the two for the same name: it ignores the case of ASCII letters, even in quotes.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// What has that name, in whichever case, with the name as it is.
pub(super) fn named<'a, T>(map: &'a BTreeMap<Name, T>, name: &Name) -> Option<(&'a Name, &'a T)> {
    map.get_key_value(name).or_else(|| map.iter().find(|(other, _)| same(&other.name, &name.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_need_quotes_get_them() {
        assert!(KEYWORDS.is_sorted());
        assert_eq!(ident("Users"), "Users");
        assert_eq!(ident("Order"), "\"Order\"");
        assert_eq!(ident("key"), "key");
        assert_eq!(ident("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(ident("1st"), "\"1st\"");
    }
}
