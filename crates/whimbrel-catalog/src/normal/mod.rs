//! Expressions and queries as PostgreSQL renders them, in one form, whatever version rendered them and how often they
//! were loaded.
//!
//! For `status IN ('new', 'old')`, where `status` is a `character varying`, PostgreSQL casts the array and renders
//! `((status)::text = ANY ((ARRAY['new'::character varying, 'old'::character varying])::text[]))`. Reading that, it casts
//! the elements instead: `((status)::text = ANY (ARRAY[('new'::character varying)::text, …]))`, and that stays. So a
//! schema would differ from its own dump. The same goes for `a BETWEEN 1 AND 2 AND b`.

mod boolean;
mod query;

use std::borrow::Cow;

pub use self::query::query;

/// The expression with every cast of an array constructor made one of its elements, and ANDs and ORs as flat as they get.
/// Also takes the text of a query. What is in quotes stays as it is.
pub fn expression(text: &str) -> Cow<'_, str> {
    match boolean::flattened(text) {
        Cow::Borrowed(text) => cast_elements(text),
        Cow::Owned(text) => Cow::Owned(cast_elements(&text).into_owned()),
    }
}

fn cast_elements(text: &str) -> Cow<'_, str> {
    if !text.contains("ARRAY[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, cast)) = next_cast(rest) {
        out.push_str(before);
        out.push_str(&cast.as_elements());
        rest = cast.after;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `(ARRAY[…])::text[]`
struct Cast<'a> {
    elements: &'a str,
    /// Of an element: `text`.
    data_type: &'a str,
    after: &'a str,
}

impl Cast<'_> {
    fn as_elements(&self) -> String {
        let element = |element: &str| match constructor(element) {
            // of several dimensions: it is the innermost that are cast
            Some((elements, "")) => Cast { elements, data_type: self.data_type, after: "" }.as_elements(),
            _ => format!("({})::{}", cast_elements(element), self.data_type),
        };
        let elements: Vec<_> = elements(self.elements).into_iter().map(element).collect();
        format!("ARRAY[{}]", elements.join(", "))
    }
}

/// The first cast of an array constructor, and what is before it.
fn next_cast(text: &str) -> Option<(&str, Cast<'_>)> {
    let mut at = 0;
    while at < text.len() {
        let from = &text[at..];
        if let Some(cast) = from.strip_prefix('(').and_then(cast_after_parenthesis) {
            return Some((&text[..at], cast));
        }
        at += token(from);
    }
    None
}

fn cast_after_parenthesis(text: &str) -> Option<Cast<'_>> {
    let (elements, after) = constructor(text)?;
    let after = after.strip_prefix(")::")?;
    let (data_type, after) = array_type(after)?;
    (!elements.is_empty()).then_some(Cast { elements, data_type, after })
}

/// What is in the brackets of `ARRAY[…]`, and what comes after these.
fn constructor(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("ARRAY[")?;
    let end = closing(inside).filter(|end| inside[*end..].starts_with(']'))?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// The bytes of the first token: a string, a quoted identifier, a word, or a character.
fn token(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    match first {
        '\'' => quoted(text, '\'', false),
        '"' => quoted(text, '"', false),
        'E' if text[1..].starts_with('\'') => 1 + quoted(&text[1..], '\'', true),
        c if in_word(c) => text.find(|c| !in_word(c)).unwrap_or(text.len()),
        c => c.len_utf8(),
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The bytes of a string or identifier in quotes, with these. A quote that is doubled is two of them, side by side.
fn quoted(text: &str, quote: char, escapes: bool) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' if escapes => {
                chars.next();
            }
            c if c == quote => return i + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where the bracket or parenthesis is closed that was opened before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
            b'(' | b'[' => depth += 1,
            b')' | b']' if depth == 0 => return Some(at),
            b')' | b']' => depth -= 1,
            _ => {}
        }
        at += token(&text[at..]);
    }
    None
}

/// What commas separate, outside parentheses, brackets and quotes.
fn elements(text: &str) -> Vec<&str> {
    let mut elements = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    while at < text.len() {
        match text.as_bytes()[at] {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                elements.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        at += token(&text[at..]);
    }
    elements.push(text[start..].trim());
    elements
}

/// `timestamp(3) without time zone[] …` as the type of an element, and what comes after the brackets.
fn array_type(text: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    while at < text.len() {
        let from = &text[at..];
        if let Some(after) = from.strip_prefix("[]") {
            return Some((&text[..at], after));
        }
        let c = from.chars().next()?;
        match c {
            // the modifier of a type
            '(' => at += from.find(')')? + 1,
            ' ' | '.' | '"' => at += token(from),
            c if in_word(c) => at += token(from),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn the_cast_of_an_array_is_one_of_its_elements() {
        let first = "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))";
        let again = "((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))";
        assert_eq!(expression(first), again);
        assert_eq!(expression(again), again);
    }

    #[test]
    fn every_one_of_them() {
        let first =
            "((a <> ALL ((ARRAY[1, 2])::numeric[])) AND (b = ANY ((ARRAY[f(x, 'y'), z])::public.\"My Type\"[])))";
        let again = "((a <> ALL (ARRAY[(1)::numeric, (2)::numeric])) AND \
                     (b = ANY (ARRAY[(f(x, 'y'))::public.\"My Type\", (z)::public.\"My Type\"])))";
        assert_eq!(expression(first), again);
    }

    #[test]
    fn types_with_modifiers_and_blanks() {
        let first = "((ARRAY[now()])::timestamp(3) with time zone[] || (ARRAY['a'::text])::character varying(10)[])";
        let again = "(ARRAY[(now())::timestamp(3) with time zone] || ARRAY[('a'::text)::character varying(10)])";
        assert_eq!(expression(first), again);
    }

    #[test]
    fn several_dimensions_and_arrays_in_elements() {
        let first = "(ARRAY[ARRAY['a'::character varying], ARRAY['b'::character varying]])::text[]";
        let again = "ARRAY[ARRAY[('a'::character varying)::text], ARRAY[('b'::character varying)::text]]";
        assert_eq!(expression(first), again);
        let first = "(ARRAY[f((ARRAY[1])::bigint[])])::text[]";
        assert_eq!(expression(first), "ARRAY[(f(ARRAY[(1)::bigint]))::text]");
    }

    #[test]
    fn what_is_in_quotes_stays() {
        for text in [
            "(v = '(ARRAY[1])::text[]'::text)",
            "(\"(ARRAY[1])::text[]\" = 1)",
            "(v = E'\\'(ARRAY[1])::text[]'::text)",
            "(v = 'it''s (ARRAY[1])::text[]'::text)",
        ] {
            assert_eq!(expression(text), text);
        }
        let first = "(v = ANY ((ARRAY['a, ]'::character varying, E'\\\\'', (ARRAY[1])::text[]'])::text[]))";
        let again = "(v = ANY (ARRAY[('a, ]'::character varying)::text, (E'\\\\'', (ARRAY[1])::text[]')::text]))";
        assert_eq!(expression(first), again);
    }

    #[test]
    fn what_is_no_cast_of_a_constructor_stays() {
        for text in [
            "(v = ANY (ARRAY['a'::text, 'b'::text]))",
            "('{}'::text[])",
            "(myARRAY[1])::text[]",
            "(ARRAY[1])::text",
            "((ARRAY[1])[1])::integer",
            "(ARRAY[1, 2",
            "(ARRAY[])::text[]",
            "(ARRAY[1] || 2)::text[]",
        ] {
            assert_eq!(expression(text), text);
        }
    }
}
