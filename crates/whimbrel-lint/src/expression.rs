//! Whether an expression gives the same for all rows of one statement, as far as its text tells.

use whimbrel_source::Engine;
use whimbrel_source::lex::{Cursor, TokenKind};

/// Ordered, least harmful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Volatility {
    /// One value for all rows: a constant, `now()`.
    Same,
    /// It calls something that the text does not show.
    Unknown,
    /// Another value for each row: `gen_random_uuid()`.
    Each,
}

/// PostgreSQL's own functions, and those of the extensions it comes with, that are VOLATILE and make values.
const VOLATILE: [&str; 18] = [
    "clock_timestamp",
    "currval",
    "gen_random_bytes",
    "gen_random_uuid",
    "gen_salt",
    "lastval",
    "nextval",
    "random",
    "random_normal",
    "setval",
    "timeofday",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuid_generate_v6",
    "uuid_generate_v7",
    "uuidv4",
    "uuidv7",
];

/// What is often in a default and is not VOLATILE.
const STABLE: [&str; 46] = [
    "abs",
    "age",
    "array",
    "array_fill",
    "cast",
    "char",
    "character",
    "coalesce",
    "concat",
    "current_setting",
    "date",
    "date_part",
    "date_trunc",
    "decimal",
    "decode",
    "digest",
    "encode",
    "extract",
    "float",
    "format",
    "greatest",
    "interval",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "least",
    "left",
    "length",
    "lower",
    "lpad",
    "make_date",
    "make_interval",
    "md5",
    "now",
    "nullif",
    "numeric",
    "replace",
    "round",
    "statement_timestamp",
    "timezone",
    "to_char",
    "to_timestamp",
    "transaction_timestamp",
    "upper",
    "varchar",
];

/// By the functions that it calls.
pub(crate) fn volatility(expression: &str) -> Volatility {
    let mut cursor = Cursor::new(expression, Engine::Postgres);
    let mut worst = Volatility::Same;
    let mut is_type = false;
    while let Some(token) = cursor.next() {
        let call = cursor.is_kind(TokenKind::LeftParen) && !is_type;
        if let (true, Some(name)) = (call, token.identifier()) {
            let one = match name.as_str() {
                name if VOLATILE.contains(&name) => Volatility::Each,
                name if STABLE.contains(&name) => Volatility::Same,
                _ if is_operator_word(&name) => Volatility::Same,
                _ => Volatility::Unknown,
            };
            worst = worst.max(one);
        }
        is_type = token.text == "::";
    }
    worst
}

/// What may stand before a parenthesis and calls nothing.
fn is_operator_word(word: &str) -> bool {
    [
        "and",
        "or",
        "not",
        "in",
        "any",
        "all",
        "then",
        "else",
        "when",
        "case",
        "is",
        "like",
        "between",
        "timestamp",
        "time",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_by_row_is_volatile() {
        for same in ["0", "'x'::varchar(5)", "now()", "date_trunc('day', now())", "ARRAY[]::text[]", "(1 + 2)", "NULL"]
        {
            assert_eq!(volatility(same), Volatility::Same, "{same}");
        }
        assert_eq!(volatility("gen_random_uuid()"), Volatility::Each);
        assert_eq!(volatility("coalesce(pg_catalog.random(), 1)"), Volatility::Each);
        assert_eq!(volatility("app.next_code()"), Volatility::Unknown);
    }
}
