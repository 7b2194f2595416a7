//! SQL texts in one spelling, so that two that differ in blank space and comments alone are equal.

use std::borrow::Cow;

use whimbrel_catalog::quoted;
use whimbrel_source::Engine;
use whimbrel_source::lex::{Lexer, Token, TokenKind};

/// Words of expressions that are written in upper case; all others are names, or as good as names.
const KEYWORDS: [&str; 26] = [
    "AND",
    "ASC",
    "BETWEEN",
    "CASE",
    "CAST",
    "COLLATE",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DESC",
    "ELSE",
    "END",
    "ESCAPE",
    "EXISTS",
    "FALSE",
    "GLOB",
    "IN",
    "IS",
    "LIKE",
    "NOT",
    "NULL",
    "OR",
    "THEN",
    "TRUE",
    "WHEN",
    "WHERE",
];

/// `sql` without comments, with one blank where there were more, and after every comma.
pub(super) fn tidy(sql: &str) -> String {
    rewritten(sql, |token| Cow::Borrowed(token.text))
}

/// An expression: as [`tidy`], and names in lower case, in which SQLite does not tell them apart.
pub(super) fn expression(sql: &str) -> String {
    rewritten(sql, |token| match token.kind {
        TokenKind::Word => {
            let keyword = KEYWORDS.iter().find(|keyword| token.is_word(keyword));
            keyword.map_or_else(|| Cow::Owned(token.text.to_lowercase()), |keyword| Cow::Borrowed(*keyword))
        }
        _ => Cow::Borrowed(token.text),
    })
}

/// What an index is on: as [`expression`], without the quotes of names that need none.
pub(super) fn index_keys(sql: &str) -> String {
    let keys = rewritten(sql, |token| match (token.kind, token.identifier()) {
        (TokenKind::QuotedIdentifier, Some(name)) => Cow::Owned(quoted(&name.to_lowercase()).into_owned()),
        _ => Cow::Borrowed(token.text),
    });
    expression(&keys).replace(" ASC", "")
}

fn rewritten<'a>(sql: &'a str, each: impl Fn(&Token<'a>) -> Cow<'a, str>) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut blank = false;
    for token in Lexer::new(sql, Engine::Sqlite) {
        if token.is_trivia() {
            blank = true;
            continue;
        }
        let closes = matches!(token.kind, TokenKind::Comma | TokenKind::RightParen | TokenKind::Semicolon);
        let after_comma = out.ends_with(',');
        if (blank || after_comma) && !closes && !out.is_empty() && !out.ends_with('(') {
            out.push(' ');
        }
        out.push_str(&each(&token));
        blank = false;
    }
    out
}

/// A declared type, in upper case: SQLite does not tell `varchar(10)` from `VARCHAR (10)`.
pub(super) fn data_type(declared: &str) -> String {
    tidy(declared).to_uppercase().replace(" (", "(")
}

/// As [`expression`], without the parentheses around it.
pub(super) fn inside_parentheses(sql: &str) -> String {
    expression(without_parentheses(sql))
}

/// What is between the parentheses that `sql` begins and ends with.
pub(super) fn without_parentheses(sql: &str) -> &str {
    sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')')).unwrap_or(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_one() {
        assert_eq!(tidy("a  ,b( c /* no */ )\n -- x\n AND 'x  ,y'"), "a, b(c) AND 'x  ,y'");
        assert_eq!(expression("Length( Name )  is not null and \"X\""), "length(name) IS NOT NULL AND \"X\"");
        assert_eq!(index_keys("\"User_ID\" asc,[odd one] desc, `b`"), "user_id, \"odd one\" DESC, b");
        assert_eq!(data_type("varchar (255)"), "VARCHAR(255)");
    }
}
