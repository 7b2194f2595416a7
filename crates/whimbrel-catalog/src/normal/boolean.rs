//! AND and OR.

use std::borrow::Cow;

use super::{closing, token};

/// Without the parentheses that a second loading takes away: PostgreSQL reads `((a AND b) AND c)` as `(a AND b AND c)`,
/// but renders the former of `a BETWEEN 1 AND 2 AND c`.
pub(super) fn flattened(text: &str) -> Cow<'_, str> {
    if !text.contains(") AND ") && !text.contains(") OR ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let from = &text[at..];
        if let Some(inside) = from.strip_prefix('(')
            && let Some(end) = closing(inside).filter(|end| inside[*end..].starts_with(')'))
        {
            let inside = flattened(&inside[..end]);
            out.push('(');
            match spliced(&inside) {
                Some(spliced) => out.push_str(&spliced),
                None => out.push_str(&inside),
            }
            out.push(')');
            at += end + 2;
        } else {
            let word = token(from);
            out.push_str(&from[..word]);
            at += word;
        }
    }
    Cow::Owned(out)
}

/// `(a AND b) AND c` as `a AND b AND c`.
fn spliced(text: &str) -> Option<String> {
    let inside = text.strip_prefix('(')?;
    let end = closing(inside)?;
    let (first, rest) = (&inside[..end], &inside[end + 1..]);
    let operator = if rest.starts_with(" AND ") { "AND" } else { "OR" };
    let is_next = rest.strip_prefix(' ')?.strip_prefix(operator)?.starts_with(' ');
    (is_next && joins(first, operator)).then(|| format!("{first}{rest}"))
}

/// True where the operator stands in the text, outside parentheses and quotes.
fn joins(text: &str, operator: &str) -> bool {
    let mut at = 0;
    while at < text.len() {
        let from = &text[at..];
        if from.starts_with(['(', '[']) {
            let Some(end) = closing(&from[1..]) else { return false };
            at += end + 2;
            continue;
        }
        let word = &from[..token(from)];
        if word == operator {
            return true;
        }
        at += word.len();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::flattened;

    #[test]
    fn the_first_of_several_needs_no_parentheses() {
        let first = "(((a >= 1) AND (a <= 2)) AND ((b >= 1) AND (b <= 2)))";
        let again = "((a >= 1) AND (a <= 2) AND ((b >= 1) AND (b <= 2)))";
        assert_eq!(flattened(first), again);
        assert_eq!(flattened(again), again);
        assert_eq!(flattened("((((a OR b) OR c) OR d) OR e)"), "(a OR b OR c OR d OR e)");
        assert_eq!(flattened("f((((a AND b) AND c)), 1)"), "f(((a AND b AND c)), 1)");
    }

    #[test]
    fn other_operators_and_texts_keep_theirs() {
        for text in [
            "((a AND b) OR c)",
            "((a OR b) AND (c OR d))",
            "(a AND (b AND c))",
            "('((a AND b) AND c)'::text)",
            "(\"((a\" AND b)",
            "((f(a AND b)) AND c)",
            "(PARTITION BY (a AND b) ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
            "((a AND b) AND c",
        ] {
            assert_eq!(flattened(text), text);
        }
    }
}
