//! Which words of a statement are SQLite's own and which are names. Many may be either; what stands beside them tells.

use std::collections::HashMap;

use whimbrel_source::lex::{Token, TokenKind};

/// Words that never are a name without quotes. Sorted.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "check", "collate", "commit",
    "constraint", "create", "default", "deferrable", "delete", "distinct", "drop", "else", "escape", "except",
    "exists", "foreign", "from", "group", "having", "in", "index", "insert", "intersect", "into", "is", "isnull",
    "join", "limit", "not", "nothing", "notnull", "null", "on", "or", "order", "primary", "references", "returning",
    "select", "set", "table", "then", "to", "transaction", "union", "unique", "update", "using", "values", "when",
    "where",
];

/// Words that begin a join.
const JOINS: [&str; 7] = ["natural", "left", "right", "full", "inner", "outer", "cross"];

/// What a piece of SQL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Keyword,
    /// After which no value is complete, and which is not a name: an operator.
    Operator,
    /// `-` or `+` or `~` before a value.
    Sign,
    Name,
    /// A name that a parenthesis follows.
    Function,
    /// A literal or parameter.
    Value,
    /// Parentheses, commas, dots, semicolons.
    Mark(TokenKind),
}

/// A token as it is written.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) class: Class,
}

impl Piece {
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.class == Class::Keyword && self.text == keyword
    }

    /// True where a value ends with it.
    pub(super) fn ends_value(&self) -> bool {
        match self.class {
            Class::Name | Class::Value | Class::Mark(TokenKind::RightParen) => true,
            Class::Keyword => {
                ["NULL", "TRUE", "FALSE", "END", "ISNULL", "NOTNULL"].contains(&self.text.as_str())
                    || self.text.starts_with("CURRENT_")
            }
            _ => false,
        }
    }
}

/// Names that a text may use, by their lower case, as they were declared.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) columns: HashMap<String, String>,
    pub(super) relations: HashMap<String, String>,
}

impl Names {
    /// Of a table's own expressions.
    pub(super) fn of_table<'a>(table: &str, columns: impl IntoIterator<Item = &'a str>) -> Self {
        let columns = columns.into_iter().map(|name| (name.to_ascii_lowercase(), name.to_owned()));
        let table = (table.to_ascii_lowercase(), table.to_owned());
        Self { columns: columns.collect(), relations: HashMap::from([table]) }
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.columns.contains_key(&name) || self.relations.contains_key(&name)
    }
}

/// A word and what is around it.
pub(super) struct Place<'a> {
    /// All tokens but blanks and comments.
    pub(super) tokens: &'a [Token<'a>],
    pub(super) at: usize,
    /// What has been written so far.
    pub(super) pieces: &'a [Piece],
}

impl Place<'_> {
    /// In lower case; empty where it is no word.
    fn word(&self, offset: isize) -> String {
        let token = self.at.checked_add_signed(offset).and_then(|at| self.tokens.get(at));
        token.filter(|t| t.kind == TokenKind::Word).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default()
    }

    fn kind(&self, offset: isize) -> Option<TokenKind> {
        self.at.checked_add_signed(offset).and_then(|at| self.tokens.get(at)).map(|token| token.kind)
    }

    pub(super) fn after_dot(&self) -> bool {
        self.kind(-1) == Some(TokenKind::Dot)
    }

    pub(super) fn before_dot(&self) -> bool {
        self.kind(1) == Some(TokenKind::Dot)
    }

    pub(super) fn before_parenthesis(&self) -> bool {
        self.kind(1) == Some(TokenKind::LeftParen)
    }

    pub(super) fn after(&self, keyword: &str) -> bool {
        self.pieces.last().is_some_and(|piece| piece.is(keyword))
    }

    /// Whether the word is a keyword here.
    pub(super) fn is_keyword(&self, names: &Names) -> bool {
        let word = self.word(0);
        if self.after_dot() || self.before_dot() {
            return false;
        }
        if RESERVED.binary_search(&word.as_str()).is_ok() {
            return true;
        }
        let (before, after) = (self.word(-1), self.word(1));
        let value_before = self.pieces.last().is_some_and(Piece::ends_value);
        let is_column = names.columns.contains_key(&word);
        match word.as_str() {
            "asc" | "desc" => value_before && !matches!(self.kind(1), Some(TokenKind::LeftParen)),
            "by" => ["group", "order", "partition", "indexed"].contains(&before.as_str()),
            "indexed" | "partition" => after == "by",
            "over" => value_before && (self.before_parenthesis() || self.kind(1) == Some(TokenKind::Word)),
            "filter" => value_before && self.before_parenthesis(),
            "window" => value_before && self.word(2) == "as",
            "rows" | "range" | "groups" => {
                ["between", "unbounded", "current"].contains(&after.as_str()) || self.word(2) == "preceding"
            }
            "unbounded" => ["preceding", "following"].contains(&after.as_str()),
            "preceding" | "following" => value_before || before == "unbounded" || before == "row",
            "current" => after == "row",
            "row" => before == "current" || before == "each",
            "exclude" => ["no", "current", "group", "ties"].contains(&after.as_str()),
            "no" => after == "others",
            "others" => before == "no",
            "ties" => before == "exclude",
            "nulls" => after == "first" || after == "last",
            "first" | "last" => before == "nulls",
            "like" | "glob" | "regexp" | "match" => value_before || before == "not",
            "cast" | "raise" => self.before_parenthesis(),
            "replace" => before == "or" || after == "into",
            "abort" | "fail" | "ignore" | "rollback" => {
                before == "or" || (self.kind(-1) == Some(TokenKind::LeftParen) && self.word(-2) == "raise")
            }
            "conflict" => before == "on",
            "do" => after == "nothing" || after == "update",
            "recursive" => before == "with",
            "materialized" => before == "as" || before == "not",
            "with" => !value_before && !is_column,
            "offset" => value_before && !is_column,
            "end" => {
                let count = |word| self.pieces.iter().filter(|piece| piece.is(word)).count();
                count("CASE") > count("END")
            }
            "current_date" | "current_time" | "current_timestamp" | "true" | "false" => !is_column,
            word if JOINS.contains(&word) => after == "join" || JOINS.contains(&after.as_str()),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_can_be_searched() {
        assert!(super::RESERVED.is_sorted());
    }
}
