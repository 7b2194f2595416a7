use crate::change::ObjectKind;
use crate::describe::{Describe, Description, when, yes_no};
use crate::sql::Sql;

/// An index that no constraint made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    #[allow(missing_docs)]
    pub unique: bool,
    /// `btree`, `gin`, …
    pub method: String,
    /// What is indexed, as SQL without its parentheses: `user_id, lower(email) DESC`
    pub keys: String,
    /// All that follows: `INCLUDE (name) WHERE (deleted_at IS NULL)`; empty where nothing does.
    pub rest: String,
    /// False for what a `CREATE INDEX CONCURRENTLY` that failed has left.
    pub valid: bool,
}

impl Index {
    /// An index over a list of columns or expressions.
    pub fn new(unique: bool, method: impl Into<String>, keys: impl Into<String>) -> Self {
        Self { unique, method: method.into(), keys: keys.into(), rest: String::new(), valid: true }
    }

    /// From what follows the table in `CREATE INDEX`: `btree (user_id) INCLUDE (name)`.
    ///
    /// `None` where there is no list in parentheses.
    pub fn from_tail(unique: bool, valid: bool, tail: &str) -> Option<Self> {
        let open = tail.find('(')?;
        let method = tail[..open].trim().to_owned();
        let close = open + closing(&tail[open..])?;
        let keys = tail[open + 1..close].to_owned();
        Some(Self { unique, method, keys, rest: tail[close + 1..].trim().to_owned(), valid })
    }
}

/// Where the parenthesis that `text` opens with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return Some(i),
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    None
}

impl Sql for Index {}

impl Describe for Index {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Index
    }

    fn describe(&self) -> Description {
        vec![
            ("unique", when(self.unique)),
            ("method", Some(self.method.clone())),
            ("keys", Some(self.keys.clone())),
            ("options", Some(self.rest.clone()).filter(|r| !r.is_empty())),
            ("valid", yes_no(self.valid)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_end_where_their_parenthesis_closes() {
        let index =
            Index::from_tail(true, true, "btree (lower(a), (b || ')'::text) DESC, \"c)\") WHERE (a <> ')'::text)");
        let index = index.expect("it has keys");
        assert_eq!(index.method, "btree");
        assert_eq!(index.keys, "lower(a), (b || ')'::text) DESC, \"c)\"");
        assert_eq!(index.rest, "WHERE (a <> ')'::text)");
    }
}
