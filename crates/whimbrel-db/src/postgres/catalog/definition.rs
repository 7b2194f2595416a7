//! Parts of definitions that PostgreSQL renders only as a whole.

use whimbrel_catalog::closing;

/// What follows `word` where that is not in quotes.
pub(super) fn after<'a>(definition: &'a str, word: &str) -> Option<&'a str> {
    let mut quote = None;
    for (i, c) in definition.char_indices() {
        match quote {
            None if c == '\'' || c == '"' => quote = Some(c),
            None if definition[i..].starts_with(word) => return Some(&definition[i + word.len()..]),
            Some(open) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// What is in the parentheses that come first; names in front of them are without.
pub(super) fn in_parentheses(text: &str) -> Option<&str> {
    let open = text.find('(')?;
    let close = open + closing(&text[open..])?;
    Some(&text[open + 1..close])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_quotes_is_not_the_keyword() {
        let definition = "CREATE INDEX \"a USING b\" ON public.\"c\"\" USING d\" USING btree (id)";
        assert_eq!(after(definition, " USING "), Some("btree (id)"));
    }

    #[test]
    fn the_keys_end_where_their_parenthesis_closes() {
        let keys = in_parentheses("btree (lower(a), (b || ')'::text) DESC, \"c)\") WHERE (a <> ')'::text)");
        assert_eq!(keys, Some("lower(a), (b || ')'::text) DESC, \"c)\""));
    }
}
