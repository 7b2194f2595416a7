//! PostgreSQL's `expression::type` in SQLite's words.

use whimbrel_source::Span;
use whimbrel_source::lex::{Token, TokenKind};

use super::convert::Meaning;
use super::refuse;
use crate::DbError;
use crate::sqlite::syntax::{cursor, cursor_within, slice};

/// An expression, and whether all of it was a cast to a type that means what `wanted` means: then the cast is
/// taken off, so that storing the value converts it, which unlike CAST never invents one.
pub(super) fn using(expression: &str, wanted: Meaning) -> Result<(String, bool), DbError> {
    let mut expression = unwrapped(expression).to_owned();
    let mut cast = false;
    while let Some((inner, type_name)) = outermost(&expression)
        && Meaning::of(&type_name) == wanted
    {
        expression = unwrapped(&inner).to_owned();
        cast = true;
    }
    Ok((translated(&expression)?, cast))
}

/// A value after DEFAULT: a literal as it is, everything else in parentheses, which SQLite asks for.
pub(super) fn default_value(value: &str) -> Result<String, DbError> {
    let value = translated(value)?;
    let tokens: Vec<Token<'_>> = cursor(&value).collect();
    let literal = |token: &Token<'_>| match token.kind {
        TokenKind::Number | TokenKind::String => true,
        TokenKind::Word => ["NULL", "TRUE", "FALSE", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"]
            .iter()
            .any(|w| token.is_word(w)),
        _ => false,
    };
    let plain = match tokens.as_slice() {
        [one] => literal(one),
        [sign, number] => matches!(sign.text, "+" | "-") && number.kind == TokenKind::Number,
        _ => cursor(&value).group().is_some_and(|group| group.end == value.len()),
    };
    Ok(if plain { value } else { format!("({value})") })
}

/// Every `x::type` as `CAST(x AS type)`.
fn translated(expression: &str) -> Result<String, DbError> {
    let mut text = expression.to_owned();
    while let Some(found) = first_cast(&text) {
        let operand = slice(&text, found.operand);
        let type_name = slice(&text, found.type_name);
        let replacement = in_sqlite(operand, type_name)?;
        text.replace_range(found.operand.start..found.type_name.end, &replacement);
    }
    refuse_invented_numbers(&text)?;
    Ok(text)
}

fn in_sqlite(operand: &str, type_name: &str) -> Result<String, DbError> {
    let is_text = operand.starts_with('\'');
    match Meaning::of(type_name) {
        Meaning::Text | Meaning::Other | Meaning::Boolean if is_text && type_name_is_stored_as_text(type_name) => {
            Ok(operand.to_owned())
        }
        Meaning::Other | Meaning::Boolean => Err(refuse::cast_to(type_name)),
        _ => Ok(format!("CAST({operand} AS {type_name})")),
    }
}

/// A text given as a boolean would be stored as a text, which is not true.
fn type_name_is_stored_as_text(type_name: &str) -> bool {
    Meaning::of(type_name) != Meaning::Boolean
}

/// `CAST('2025-01-01' AS timestamp)` is 2025 to SQLite.
fn refuse_invented_numbers(text: &str) -> Result<(), DbError> {
    let mut at = cursor(text);
    while let Some(token) = at.next() {
        if !token.is_word("CAST") {
            continue;
        }
        let Some(group) = at.group() else { continue };
        if let Some((inner, type_name)) = cast_parts(text, group) {
            if matches!(Meaning::of(&type_name), Meaning::Other | Meaning::Boolean) {
                return Err(refuse::cast_to(&type_name));
            }
            refuse_invented_numbers(&inner)?;
        }
    }
    Ok(())
}

/// Of an expression that is one cast and nothing else: what is cast, and to what.
fn outermost(expression: &str) -> Option<(String, String)> {
    let mut at = cursor(expression);
    if at.eat("CAST")
        && let Some(group) = at.group()
        && at.peek().is_none()
    {
        return cast_parts(expression, group);
    }
    let last = last_cast(expression)?;
    let all = last.operand.start == 0 && last.type_name.end == expression.len();
    all.then(|| (slice(expression, last.operand).to_owned(), slice(expression, last.type_name).to_owned()))
}

/// `(x AS type)`
fn cast_parts(text: &str, group: Span) -> Option<(String, String)> {
    let inside = Span { start: group.start + 1, end: group.end - 1 };
    let mut depth = 0usize;
    let mut found = None;
    for token in cursor_within(text, inside) {
        match token.kind {
            TokenKind::LeftParen => depth += 1,
            TokenKind::RightParen => depth = depth.saturating_sub(1),
            _ if depth == 0 && token.is_word("AS") => found = Some(token.span),
            _ => {}
        }
    }
    let at = found?;
    let part = |start, end| slice(text, Span { start, end }).trim().to_owned();
    Some((part(inside.start, at.start), part(at.end, inside.end)))
}

struct Cast {
    operand: Span,
    type_name: Span,
}

fn first_cast(text: &str) -> Option<Cast> {
    casts(text).into_iter().next()
}

fn last_cast(text: &str) -> Option<Cast> {
    casts(text).pop()
}

/// Every `operand::type`, in order. To SQLite's lexer `::int` is a stray colon and the parameter `:int`.
fn casts(text: &str) -> Vec<Cast> {
    let tokens: Vec<Token<'_>> = cursor(text).collect();
    let mut found = Vec::new();
    for index in 1..tokens.len().saturating_sub(1) {
        let (colon, word) = (&tokens[index], &tokens[index + 1]);
        let is_cast = colon.text == ":" && word.text.starts_with(':') && colon.span.end == word.span.start;
        if !is_cast {
            continue;
        }
        let start = operand_start(&tokens[..index]);
        let operand = Span { start: tokens[start].span.start, end: tokens[index - 1].span.end };
        let name_start = word.span.start + 1;
        let mut at = cursor_within(text, Span { start: name_start, end: text.len() });
        if let Some(type_name) = type_name_words(&mut at) {
            found.push(Cast { operand, type_name });
        }
    }
    found
}

/// A type after `::`: one word, or one of the few of several.
fn type_name_words(at: &mut whimbrel_source::lex::Cursor<'_>) -> Option<Span> {
    let (_, mut span) = at.name()?;
    for more in ["PRECISION", "VARYING"] {
        if at.eat(more) {
            span.end = at.offset();
        }
    }
    if let Some(group) = at.group() {
        span.end = group.end;
    }
    if at.eat("WITH TIME ZONE") || at.eat("WITHOUT TIME ZONE") {
        span.end = at.offset();
    }
    Some(span)
}

/// Where the operand that ends with these tokens begins: a name, a literal, a group, a call, or a cast of one.
fn operand_start(tokens: &[Token<'_>]) -> usize {
    let mut at = tokens.len() - 1;
    if tokens[at].kind == TokenKind::RightParen {
        let mut depth = 0usize;
        loop {
            match tokens[at].kind {
                TokenKind::RightParen => depth += 1,
                TokenKind::LeftParen => depth -= 1,
                _ => {}
            }
            if depth == 0 || at == 0 {
                break;
            }
            at -= 1;
        }
        if at > 0 && tokens[at - 1].kind == TokenKind::Word {
            at -= 1;
        }
    }
    while at > 1 && tokens[at - 1].kind == TokenKind::Dot {
        at -= 2;
    }
    // `x::text::varchar`
    if at > 2 && tokens[at].text.starts_with(':') && tokens[at - 1].text == ":" {
        return operand_start(&tokens[..at - 1]);
    }
    at
}

/// Without parentheses around all of it.
fn unwrapped(expression: &str) -> &str {
    let mut text = expression.trim();
    while let Some(group) = cursor(text).group()
        && group.start == 0
        && group.end == text.len()
    {
        text = text[1..text.len() - 1].trim();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_are_translated() {
        let check = |from: &str, to: &str| assert_eq!(translated(from).expect("translated"), to);
        check("a::text", "CAST(a AS text)");
        check("a.b::varchar(3) || lower(c)::text", "CAST(a.b AS varchar(3)) || CAST(lower(c) AS text)");
        check("(a + 1)::double precision", "CAST((a + 1) AS double precision)");
        check("x::text::varchar", "CAST(CAST(x AS text) AS varchar)");
        check("'{}'::jsonb", "'{}'");
        check("'a::b'", "'a::b'");
        assert!(translated("x::timestamp").is_err());
        assert!(translated("CAST(x AS jsonb)").is_err());
    }

    #[test]
    fn a_cast_to_the_wanted_type_is_left_to_storing() {
        let using = |text| using(text, Meaning::Text).expect("translated");
        assert_eq!(using("CAST(user_id AS VARCHAR)"), ("user_id".to_owned(), true));
        assert_eq!(using("(user_id)::varchar(255)"), ("user_id".to_owned(), true));
        assert_eq!(using("'u' || user_id::text"), ("'u' || CAST(user_id AS text)".to_owned(), false));
    }

    #[test]
    fn defaults_get_parentheses_where_sqlite_asks_for_them() {
        let check = |from: &str, to: &str| assert_eq!(default_value(from).expect("a value"), to);
        check("'anonymous'", "'anonymous'");
        check("'anonymous'::character varying", "'anonymous'");
        check("-1", "-1");
        check("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP");
        check("(1 + 1)", "(1 + 1)");
        check("lower('A')", "(lower('A'))");
        check("true", "true");
    }
}
