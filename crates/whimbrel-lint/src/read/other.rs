//! Statements that need few words.

use whimbrel_source::ObjectName;
use whimbrel_source::lex::{Cursor, TokenKind};

use super::{Act, list};

/// `DROP` of something with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drop {
    /// In upper case: `TABLE`, `MATERIALIZED VIEW`.
    pub what: String,
    pub names: Vec<ObjectName>,
    pub concurrently: bool,
    pub cascade: bool,
}

/// `ALTER TYPE … ADD VALUE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnumValue {
    pub name: ObjectName,
    /// With its quotes.
    pub value: String,
}

/// What two words name.
const TWO_WORDS: [&str; 4] = ["MATERIALIZED VIEW", "FOREIGN TABLE", "EVENT TRIGGER", "ACCESS METHOD"];

pub(super) fn drop(mut cursor: Cursor<'_>) -> Option<Drop> {
    cursor.eat("DROP");
    let what = match TWO_WORDS.into_iter().find(|words| cursor.eat(words)) {
        Some(words) => words.to_owned(),
        None => cursor.eat_kind(TokenKind::Word)?.text.to_ascii_uppercase(),
    };
    let concurrently = what == "INDEX" && cursor.eat("CONCURRENTLY");
    cursor.eat("IF EXISTS");
    let names = object_names(&mut cursor)?;
    Some(Drop { what, names, concurrently, cascade: list::has(cursor, "CASCADE") })
}

pub(super) fn truncate(mut cursor: Cursor<'_>) -> Option<Act> {
    cursor.eat("TRUNCATE");
    cursor.eat("TABLE");
    cursor.eat("ONLY");
    let tables = object_names(&mut cursor)?;
    Some(Act::Truncate { tables, cascade: list::has(cursor, "CASCADE") })
}

pub(super) fn add_value(mut cursor: Cursor<'_>) -> Option<Act> {
    if !cursor.eat("ALTER TYPE") {
        return None;
    }
    let name = cursor.object_name()?.0;
    if !cursor.eat("ADD VALUE") {
        return None;
    }
    cursor.eat("IF NOT EXISTS");
    let value = cursor.eat_kind(TokenKind::String)?.text.to_owned();
    Some(Act::AddEnumValue(EnumValue { name, value }))
}

pub(super) fn create(mut cursor: Cursor<'_>) -> Option<Act> {
    cursor.eat("CREATE");
    cursor.eat("OR REPLACE");
    cursor.eat("CONSTRAINT");
    if cursor.eat("TYPE") {
        let name = cursor.object_name()?.0;
        return cursor.eat("AS ENUM").then_some(Act::CreateEnum(name));
    }
    let policy = cursor.eat("POLICY");
    if !policy && !cursor.eat("TRIGGER") {
        return None;
    }
    cursor.name()?;
    while !cursor.eat("ON") {
        cursor.next()?;
    }
    let table = cursor.object_name()?.0;
    Some(if policy { Act::CreatePolicy { table } } else { Act::CreateTrigger(table) })
}

pub(super) fn maintenance(mut cursor: Cursor<'_>) -> Option<Act> {
    let verb = cursor.next()?;
    let options = cursor;
    let group = cursor.group();
    let has_option = |word: &str| {
        let (mut options, end) = (options, cursor.offset());
        group.is_some() && options.by_ref().take_while(|token| token.span.end <= end).any(|token| token.is_word(word))
    };
    if verb.is_word("REINDEX") {
        let concurrently = has_option("CONCURRENTLY");
        let what = cursor.next()?.text.to_ascii_uppercase();
        let concurrently = cursor.eat("CONCURRENTLY") || concurrently;
        return Some(Act::Reindex { what, name: cursor.object_name()?.0, concurrently });
    }
    if verb.is_word("REFRESH") {
        cursor.eat("MATERIALIZED VIEW");
        let concurrently = cursor.eat("CONCURRENTLY");
        let view = cursor.object_name()?.0;
        return Some(Act::Refresh { view, concurrently, with_data: !cursor.follows("WITH NO DATA") });
    }
    if verb.is_word("CLUSTER") {
        cursor.eat("VERBOSE");
        return Some(Act::Cluster(cursor.object_name().map(|(name, _)| name)));
    }
    let mut full = has_option("FULL");
    while ["FULL", "FREEZE", "VERBOSE", "ANALYZE"].iter().any(|word| cursor.is(word)) {
        full |= cursor.is("FULL");
        cursor.next();
    }
    full.then(|| Act::VacuumFull(object_names(&mut cursor).unwrap_or_default()))
}

fn object_names(cursor: &mut Cursor<'_>) -> Option<Vec<ObjectName>> {
    let mut names = vec![cursor.object_name()?.0];
    loop {
        // columns of VACUUM, arguments of DROP FUNCTION
        cursor.group();
        if cursor.eat_kind(TokenKind::Comma).is_none() {
            return Some(names);
        }
        cursor.eat("ONLY");
        names.push(cursor.object_name()?.0);
    }
}
