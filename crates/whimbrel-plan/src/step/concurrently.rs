//! Taking `CONCURRENTLY` out of a statement.

use whimbrel_source::lex::{Lexer, TokenKind};
use whimbrel_source::{Engine, Kind, Statement};

const WORD: &str = "CONCURRENTLY";

/// Replaces the word where it is the statement's own, by as many characters, so that places in the text stay what
/// they are. Gives where the statement begins in its file; `None` where there was nothing to take out.
pub(super) fn take_out(statement: &mut Statement) -> Option<usize> {
    let (at, in_parentheses) = find(&statement.sql)?;
    match &mut statement.kind {
        Kind::CreateIndex { concurrently, .. } | Kind::DropIndex { concurrently, .. } if *concurrently => {
            *concurrently = false;
        }
        Kind::AlterTable { detach_concurrently, .. } if *detach_concurrently => *detach_concurrently = false,
        kind @ Kind::ReindexConcurrently => *kind = Kind::Other("REINDEX".to_owned()),
        _ => return None,
    }
    // `REINDEX (CONCURRENTLY) …` needs an option in its place that changes nothing.
    let instead = if in_parentheses { "VERBOSE OFF " } else { "            " };
    statement.sql.replace_range(at..at + WORD.len(), instead);
    Some(statement.span.start)
}

/// Where the word stands outside comments, quoted names and strings, and whether in parentheses.
fn find(sql: &str) -> Option<(usize, bool)> {
    let mut depth = 0_usize;
    for token in Lexer::new(sql, Engine::Postgres) {
        match token.kind {
            TokenKind::LeftParen => depth += 1,
            TokenKind::RightParen => depth = depth.saturating_sub(1),
            _ if token.is_word(WORD) => return Some((token.span.start, depth > 0)),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expect: &str) {
        let mut statement = Statement {
            sql: sql.to_owned(),
            span: whimbrel_source::Span { start: 7, end: 7 + sql.len() },
            comment: None,
            copy_data: None,
            kind: Kind::ReindexConcurrently,
        };
        assert_eq!(take_out(&mut statement), Some(7));
        assert_eq!(statement.sql, expect);
        assert_eq!(statement.sql.len(), sql.len());
    }

    #[test]
    fn the_word_is_blanked_where_it_is_the_statements_own() {
        check("REINDEX TABLE CONCURRENTLY t", "REINDEX TABLE              t");
        check("reindex table concurrently t", "reindex table              t");
        check("REINDEX (CONCURRENTLY, VERBOSE) TABLE t", "REINDEX (VERBOSE OFF , VERBOSE) TABLE t");
    }

    #[test]
    fn comments_names_and_strings_keep_it() {
        check(
            "REINDEX /* a /* CONCURRENTLY */ b */ TABLE -- CONCURRENTLY\n CONCURRENTLY \"CONCURRENTLY\"",
            "REINDEX /* a /* CONCURRENTLY */ b */ TABLE -- CONCURRENTLY\n              \"CONCURRENTLY\"",
        );
    }
}
