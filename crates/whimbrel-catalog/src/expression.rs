//! Expressions as the server renders them, read only as far as their parentheses and quotes.

use std::borrow::Cow;

/// Where the parenthesis that `text` opens with is closed. What is in quotes does not count.
pub fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            // a quote that is doubled closes and opens again
            (Some(open), c) if c == open => quote = None,
            (None, '(') => depth += 1,
            (None, ')') if depth <= 1 => return (depth == 1).then_some(i),
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// In parentheses: its own where these hold the whole of it.
pub(crate) fn in_parentheses(expression: &str) -> Cow<'_, str> {
    if expression.starts_with('(') && closing(expression) == Some(expression.len() - 1) {
        Cow::Borrowed(expression)
    } else {
        Cow::Owned(format!("({expression})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_are_matched_outside_quotes() {
        assert_eq!(closing("(a = ')') OR b"), Some(8));
        assert_eq!(closing("(\"c)\" = 'it''s (')"), Some(17));
        assert_eq!(closing("(a"), None);
        assert_eq!(closing(") ("), None);
    }

    #[test]
    fn parentheses_are_added_where_the_outer_ones_are_not_a_pair() {
        assert_eq!(in_parentheses("(a OR b)"), "(a OR b)");
        assert_eq!(in_parentheses("(a) OR (b)"), "((a) OR (b))");
        assert_eq!(in_parentheses("true"), "(true)");
    }
}
