//! What a declared type means, and which values it cannot hold.

use whimbrel_source::lex::TokenKind;

use crate::sqlite::syntax::cursor;

/// How values of a declared type are to be read. SQLite's affinity, with its NUMERIC told apart: SQLite gives
/// that to every name it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Integer,
    Real,
    Numeric,
    Boolean,
    Text,
    /// Affinity BLOB: everything is kept as it is.
    Any,
    /// Dates, UUIDs, JSON and the like, which SQLite keeps as texts or numbers.
    Other,
}

impl Meaning {
    /// Of a declared type, empty where there is none.
    pub fn of(type_name: &str) -> Self {
        let upper = type_name.to_ascii_uppercase();
        let first = cursor(&upper).find(|token| token.kind == TokenKind::Word).map(|token| token.text.to_owned());
        let has = |parts: &[&str]| parts.iter().any(|part| upper.contains(part));
        match first.as_deref() {
            Some("INTERVAL" | "POINT" | "BYTEA") => return Self::Other,
            Some("NUMERIC" | "DECIMAL" | "DEC" | "NUMBER" | "MONEY") => return Self::Numeric,
            Some("SERIAL" | "BIGSERIAL" | "SMALLSERIAL") => return Self::Integer,
            _ => {}
        }
        if has(&["INT"]) {
            Self::Integer
        } else if has(&["CHAR", "CLOB", "TEXT"]) {
            Self::Text
        } else if upper.trim().is_empty() || has(&["BLOB"]) || upper.trim() == "ANY" {
            Self::Any
        } else if has(&["REAL", "FLOA", "DOUB"]) {
            Self::Real
        } else if has(&["BOOL"]) {
            Self::Boolean
        } else {
            Self::Other
        }
    }

    /// An SQL condition that is true where `value`, stored in a column of this meaning, is not what it was, or is
    /// none of its values. `None` where there is no such value.
    pub fn unfit(self, value: &str) -> Option<String> {
        // Storing turns a text into a number where it is one from its first character to its last, which a
        // comparison with a number finds out; CAST takes what it can and answers 0 for the rest.
        let number = format!("(typeof({value}) = 'text' AND {value} = CAST({value} AS NUMERIC))");
        let digits = format!("length(replace(ltrim({value}, '+-0. '), '.', '')) <= 15");
        let fits = match self {
            Self::Any => return None,
            Self::Text => {
                return Some(format!(
                    "(typeof({value}) = 'blob' OR (typeof({value}) = 'real' AND \
                     CAST(CAST({value} AS TEXT) AS REAL) <> {value}))"
                ));
            }
            Self::Other => {
                return Some(format!("({number} AND CAST(CAST({value} AS NUMERIC) AS TEXT) <> {value})"));
            }
            Self::Integer => format!(
                "typeof({value}) = 'integer' OR (typeof({value}) = 'real' AND {value} = CAST({value} AS INTEGER)) \
                 OR ({number} AND CAST({value} AS NUMERIC) = CAST({value} AS INTEGER))"
            ),
            Self::Real => format!(
                "typeof({value}) = 'real' OR (typeof({value}) = 'integer' AND \
                 CAST(CAST({value} AS REAL) AS INTEGER) = {value}) OR ({number} AND {digits})"
            ),
            Self::Numeric => format!(
                "typeof({value}) IN ('integer', 'real') OR \
                 ({number} AND (typeof(CAST({value} AS NUMERIC)) = 'integer' OR {digits}))"
            ),
            Self::Boolean => {
                format!("(typeof({value}) = 'integer' OR {number}) AND CAST({value} AS NUMERIC) IN (0, 1)")
            }
        };
        Some(format!("({value} IS NOT NULL AND NOT ({fits}))"))
    }
}
