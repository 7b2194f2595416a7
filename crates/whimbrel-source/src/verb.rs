//! The leading keywords of any statement, for showing.

use crate::lex::{Cursor, TokenKind};

/// Between `CREATE` and what is created.
const MODIFIERS: [&str; 12] = [
    "OR",
    "REPLACE",
    "GLOBAL",
    "LOCAL",
    "TEMP",
    "TEMPORARY",
    "UNLOGGED",
    "UNIQUE",
    "RECURSIVE",
    "TRUSTED",
    "PROCEDURAL",
    "CONSTRAINT",
];

/// What takes more than one word to name, and the verbs that take a second word.
const PAIRS: [(&str, &[&str]); 24] = [
    ("MATERIALIZED", &["VIEW"]),
    ("FOREIGN", &["TABLE", "DATA", "SCHEMA"]),
    ("DATA", &["WRAPPER"]),
    ("EVENT", &["TRIGGER"]),
    ("TEXT", &["SEARCH"]),
    ("SEARCH", &["CONFIGURATION", "DICTIONARY", "PARSER", "TEMPLATE"]),
    ("OPERATOR", &["CLASS", "FAMILY"]),
    ("ACCESS", &["METHOD"]),
    ("USER", &["MAPPING"]),
    ("VIRTUAL", &["TABLE"]),
    ("DEFAULT", &["PRIVILEGES", "CONVERSION"]),
    ("LARGE", &["OBJECT"]),
    ("OWNED", &["BY"]),
    ("SET", &["LOCAL", "TRANSACTION", "CONSTRAINTS"]),
    ("START", &["TRANSACTION"]),
    ("PREPARE", &["TRANSACTION"]),
    ("COMMIT", &["PREPARED"]),
    ("ROLLBACK", &["PREPARED", "TO"]),
    ("COMMENT", &["ON"]),
    ("SECURITY", &["LABEL"]),
    ("REFRESH", &["MATERIALIZED"]),
    ("IMPORT", &["FOREIGN"]),
    ("REASSIGN", &["OWNED"]),
    ("DISCARD", &["ALL"]),
];

/// From the statement's first token on: `CREATE MATERIALIZED VIEW`, `GRANT`; in upper case.
pub(crate) fn of(mut cursor: Cursor<'_>) -> String {
    read(&mut cursor)
}

/// The same, stepping over them.
pub(crate) fn read(cursor: &mut Cursor<'_>) -> String {
    let Some(first) = cursor.next() else { return String::new() };
    let mut verb = first.text.to_ascii_uppercase();
    let names_object = matches!(verb.as_str(), "CREATE" | "ALTER" | "DROP");
    if names_object {
        while MODIFIERS.iter().any(|modifier| cursor.eat(modifier)) {}
        if let Some(token) = cursor.eat_kind(TokenKind::Word) {
            verb.push(' ');
            verb.push_str(&token.text.to_ascii_uppercase());
        }
    }
    while let Some(second) = second_word(verb.rsplit(' ').next().unwrap_or(""), cursor) {
        verb.push(' ');
        verb.push_str(second);
    }
    verb
}

fn second_word(word: &str, cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let (_, seconds) = PAIRS.iter().find(|(first, _)| *first == word)?;
    seconds.iter().find(|second| cursor.eat(second)).copied()
}
