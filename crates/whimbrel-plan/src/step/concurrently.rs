//! Taking `CONCURRENTLY` out of a statement.

use whimbrel_source::{Kind, Statement};

const WORD: &str = "CONCURRENTLY";

/// Replaces the word where it is the statement's own, by as many characters, so that places in the text stay what
/// they are. Gives where the statement begins in its file; `None` where there was nothing to take out.
pub(super) fn take_out(statement: &mut Statement) -> Option<usize> {
    let mut plain = statement.kind.clone();
    match &mut plain {
        Kind::CreateIndex { concurrently: word, .. }
        | Kind::DropIndex { concurrently: word, .. }
        | Kind::AlterTable { detach_concurrently: word, .. }
            if *word =>
        {
            *word = false;
        }
        Kind::ReindexConcurrently => plain = Kind::Other("REINDEX".to_owned()),
        _ => return None,
    }
    let (at, in_parentheses) = find(&statement.sql)?;
    // `REINDEX (CONCURRENTLY) …` needs an option in its place that changes nothing.
    let instead = if in_parentheses { "VERBOSE OFF " } else { "            " };
    statement.sql.replace_range(at..at + WORD.len(), instead);
    statement.kind = plain;
    Some(statement.span.start)
}

/// Where the word stands outside comments, quoted names and strings.
fn find(sql: &str) -> Option<(usize, bool)> {
    let bytes = sql.as_bytes();
    let mut at = 0;
    let mut depth = 0_u32;
    while at < bytes.len() {
        let rest = &sql[at..];
        match bytes[at] {
            b'-' if rest.starts_with("--") => at += rest.find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => at += comment_length(rest),
            quote @ (b'"' | b'\'') => {
                at += 1 + rest[1..].find(char::from(quote)).map_or(rest.len() - 1, |end| end + 1);
            }
            b'(' => {
                depth += 1;
                at += 1;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            first if is_word(first) => {
                let length = bytes[at..].iter().take_while(|b| is_word(**b)).count();
                if bytes[at..at + length].eq_ignore_ascii_case(WORD.as_bytes()) {
                    return Some((at, depth > 0));
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// Of the comment `text` begins with; comments nest.
fn comment_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_u32);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
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
