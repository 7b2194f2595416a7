//! `CREATE INDEX`

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, ObjectName, Span};

use super::list;

/// An index as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewIndex {
    pub name: Option<ObjectName>,
    pub table: ObjectName,
    pub unique: bool,
    pub concurrently: bool,
    /// `btree` where nothing is said.
    pub method: String,
    /// Each as [`keys`] gives it.
    pub keys: Vec<String>,
    pub include: Vec<String>,
    /// Behind `WHERE`, as written.
    pub predicate: Option<String>,
    /// `ONLY`: on a partitioned table, without those of its partitions.
    pub only: bool,
}

pub(super) fn read(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Option<NewIndex> {
    cursor.eat("CREATE");
    let unique = cursor.eat("UNIQUE");
    if !cursor.eat("INDEX") {
        return None;
    }
    let concurrently = cursor.eat("CONCURRENTLY");
    cursor.eat("IF NOT EXISTS");
    let name = if cursor.is("ON") { None } else { Some(cursor.object_name()?.0) };
    if !cursor.eat("ON") {
        return None;
    }
    let only = cursor.eat("ONLY");
    let table = cursor.object_name()?.0;
    let method = if cursor.eat("USING") { cursor.name()?.0 } else { "btree".to_owned() };
    let group = list::inside(cursor.group()?);
    let include = if cursor.eat("INCLUDE") { list::names(&mut cursor, sql, engine)? } else { Vec::new() };
    let mut predicate = None;
    for token in cursor {
        if token.is_word("WHERE") {
            predicate = Some(sql[token.span.end..].trim().to_owned());
            break;
        }
    }
    let keys = keys(&sql[group.start..group.end], engine);
    Some(NewIndex { name, table, unique, concurrently, method, keys, include, predicate, only })
}

/// The keys of an index, each in one spelling: words folded, one blank between tokens, without a final `ASC`. A plain
/// column is just its name.
pub(crate) fn keys(list: &str, engine: Engine) -> Vec<String> {
    let whole = Span { start: 0, end: list.len() };
    let spell = |part: Span| {
        let tokens = Cursor::within(list, part, engine);
        let words: Vec<String> =
            tokens.map(|token| token.identifier().unwrap_or_else(|| token.text.to_owned())).collect();
        let words = words.join(" ");
        words.strip_suffix(" asc").map(str::to_owned).unwrap_or(words)
    };
    list::split(list, whole, engine).into_iter().map(spell).collect()
}
