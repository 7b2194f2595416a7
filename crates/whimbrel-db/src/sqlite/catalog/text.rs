//! SQL texts in one spelling, so that two that differ in blank space and comments alone are equal.

use whimbrel_source::Engine;
use whimbrel_source::lex::{Lexer, TokenKind};

/// `sql` without comments, with one blank where there were more, and after every comma.
pub(super) fn tidy(sql: &str) -> String {
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
        out.push_str(token.text);
        blank = false;
    }
    out
}

/// A declared type, in upper case: SQLite does not tell `varchar(10)` from `VARCHAR (10)`.
pub(super) fn data_type(declared: &str) -> String {
    tidy(declared).to_uppercase().replace(" (", "(")
}

/// An expression without the parentheses around it.
pub(super) fn inside_parentheses(sql: &str) -> String {
    tidy(sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')')).unwrap_or(sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_one() {
        assert_eq!(tidy("a  ,b( c /* no */ )\n -- x\n AND 'x  ,y'"), "a, b(c) AND 'x  ,y'");
        assert_eq!(data_type("varchar (255)"), "VARCHAR(255)");
    }
}
