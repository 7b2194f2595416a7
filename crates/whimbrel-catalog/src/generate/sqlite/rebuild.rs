//! The table made anew with its rows: SQLite's documented way to do what its `ALTER TABLE` does not.

use super::create::{self, has_autoincrement, is_virtual, rowid_alias, text_alone};
use super::ident::{ident, literal, same};
use super::in_place::find;
use crate::object::{Column, Table};
use crate::sql::{HazardKind, Step};

/// A statement of a rebuild.
pub(super) struct Part {
    pub(super) step: Step,
    /// What it is for; `None` for the one that makes the new table.
    pub(super) reason: Option<&'static str>,
    /// SQLite looks through every view and trigger when it runs, and refuses where one names what is missing.
    pub(super) looks: bool,
}

impl Part {
    fn new(step: Step, reason: Option<&'static str>) -> Self {
        Self { step, reason, looks: false }
    }

    fn sql(sql: String, reason: Option<&'static str>) -> Self {
        Self::new(Step::new(sql), reason)
    }
}

const ROWS: Option<&str> = Some("its rows");
const COUNTER: Option<&str> = Some("it goes on counting");
const PLACE: Option<&str> = Some("the new one takes its place");

/// One table with its name, before and after.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) old_name: &'a str,
    pub(super) old: &'a Table,
    pub(super) name: &'a str,
    pub(super) new: &'a Table,
}

/// The statements that make the new table under the name `temporary`, fill it, and put it in the old one's place.
pub(super) fn statements(pair: Pair<'_>, temporary: &str) -> Vec<Part> {
    let Pair { old_name, old, name, new } = pair;
    let Some(copy) = copy(pair, temporary) else { return replace(pair) };
    let mut parts = vec![Part::sql(create::table(temporary, name, new), None)];
    parts.push(Part::new(copy, ROWS));
    if has_autoincrement(old) && has_autoincrement(new) {
        // what was counted to stays, even where the rows that were counted are gone
        let (from, to) = (literal(old_name), literal(temporary));
        parts.push(Part::sql(format!("DELETE FROM sqlite_sequence WHERE name = {to}"), COUNTER));
        parts.push(Part::sql(format!("UPDATE sqlite_sequence SET name = {to} WHERE name = {from}"), COUNTER));
    }
    let mut drop = Step::new(format!("DROP TABLE {}", ident(old_name)));
    for what in losses(pair) {
        drop = drop.hazard(HazardKind::LosesData, what);
    }
    parts.push(Part::new(drop, PLACE));
    let rename = format!("ALTER TABLE {} RENAME TO {}", ident(temporary), ident(name));
    parts.push(Part { looks: true, ..Part::sql(rename, PLACE) });
    parts
}

/// What would be gone with the old table.
fn losses(pair: Pair<'_>) -> Vec<String> {
    let Pair { old_name, old, new, .. } = pair;
    let mut out = Vec::new();
    for column in old.columns.iter().filter(|column| column.generated.is_none()) {
        match find(new, &column.name) {
            Some(now) if now.generated.is_none() => out.extend(lossy(old_name, column, now)),
            _ => out.push(format!("all values of {old_name}.{}", column.name)),
        }
    }
    out
}

/// The statement that copies the rows; `None` where they cannot be read or written as rows.
fn copy(pair: Pair<'_>, temporary: &str) -> Option<Step> {
    let Pair { old_name, old, new, .. } = pair;
    if !is_readable(old) || !is_readable(new) {
        return None;
    }
    let (mut columns, mut sources) = (Vec::new(), Vec::new());
    for column in new.columns.iter().filter(|column| column.generated.is_none()) {
        if let Some(source) = find(old, &column.name) {
            columns.push(ident(&column.name));
            sources.push(ident(&source.name));
        }
    }
    let alias_is_copied = rowid_alias(new).is_some_and(|alias| columns.iter().any(|c| *c == ident(&alias.name)));
    if has_rowid(old)
        && has_rowid(new)
        && !alias_is_copied
        && let Some(rowid) = rowid_name(old, new)
    {
        columns.insert(0, rowid.into());
        sources.insert(0, rowid.into());
    }
    if columns.is_empty() {
        return None;
    }
    // a key that ignores or replaces what violates it would drop rows without a word
    let silent = new.sqlite.on_conflict.values().any(|action| action == "REPLACE" || action == "IGNORE");
    let or_abort = if silent { "OR ABORT " } else { "" };
    let sql = format!(
        "INSERT {or_abort}INTO {} ({})\nSELECT {} FROM {}",
        ident(temporary),
        columns.join(", "),
        sources.join(", "),
        ident(old_name)
    );
    Some(Step::new(sql).hazard(HazardKind::Rewrites, format!("{old_name}, while nobody else may write")))
}

/// Without the rows.
fn replace(pair: Pair<'_>) -> Vec<Part> {
    let Pair { old_name, name, new, .. } = pair;
    let drop = Step::new(format!("DROP TABLE {}", ident(old_name)));
    let content = content(new);
    let drop = match &content {
        Some(_) => drop.hazard(HazardKind::Rewrites, format!("{old_name}, while nobody else may write")),
        None => drop.hazard(HazardKind::LosesData, format!("all rows of {old_name}")),
    };
    let mut parts = vec![Part::new(drop, None), Part::sql(create::table(name, name, new), None)];
    parts.extend(content.map(|_| Part::sql(fill(name), ROWS)));
    parts
}

/// The statement by which a full-text table that keeps no text of its own reads that of its table.
pub(super) fn fill(name: &str) -> String {
    let name = ident(name);
    format!("INSERT INTO {name} ({name}) VALUES ('rebuild')")
}

/// The table that a full-text table is an index of.
pub(super) fn content(table: &Table) -> Option<String> {
    let name = option(table, "content")?;
    (!name.is_empty()).then_some(name)
}

/// True where rows can be read from it and written to it as they are.
fn is_readable(table: &Table) -> bool {
    match module(table) {
        None => !is_virtual(table),
        Some("fts3" | "fts4" | "fts5") => option(table, "content").is_none(),
        Some("rtree" | "rtree_i32") => true,
        Some(_) => false,
    }
}

/// `fts5` of `USING fts5(body)`
fn module(table: &Table) -> Option<&str> {
    let text = text_alone(table)?.strip_prefix("USING ")?;
    Some(text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or(text))
}

/// The value of `name=value` among the arguments of a virtual table, without its quotes.
fn option(table: &Table, name: &str) -> Option<String> {
    let (_, arguments) = text_alone(table).filter(|_| is_virtual(table))?.split_once('(')?;
    let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
    arguments.split(',').find_map(|argument| {
        let (option, value) = argument.split_once('=')?;
        let value = value.trim().trim_matches(['\'', '"', '`', '[', ']']);
        option.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

fn has_rowid(table: &Table) -> bool {
    !table.without_rowid && module(table).is_none_or(|module| module.starts_with("fts"))
}

/// A name for the rowid that no column takes.
fn rowid_name(old: &Table, new: &Table) -> Option<&'static str> {
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| find(old, name).is_none() && find(new, name).is_none())
}

/// What happens to values by being stored in a column of another type.
fn lossy(table: &str, old: &Column, new: &Column) -> Option<String> {
    use Affinity as A;
    let name = format!("{table}.{}", old.name);
    match (Affinity::of(&old.data_type), Affinity::of(&new.data_type)) {
        (A::Text | A::Any, A::Integer | A::Numeric | A::Real) => {
            Some(format!("the spelling of texts in {name} that look like numbers, which become numbers"))
        }
        (A::Integer | A::Numeric, A::Real) => Some(format!("the last digits of whole numbers beyond 2^53 in {name}")),
        (A::Real | A::Numeric, A::Text) => Some(format!("digits beyond the fifteenth of numbers in {name}")),
        _ => None,
    }
}

/// What SQLite makes of a declared type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Affinity {
    Integer,
    Text,
    /// Also `BLOB`, and `ANY` of a strict table: values stay as they are.
    Any,
    Real,
    Numeric,
}

impl Affinity {
    /// The rules of <https://www.sqlite.org/datatype3.html>, section 3.1, in their order.
    fn of(data_type: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| data_type.contains(word));
        if has(&["INT"]) {
            Self::Integer
        } else if has(&["CHAR", "CLOB", "TEXT"]) {
            Self::Text
        } else if data_type.is_empty() || data_type == "ANY" || has(&["BLOB"]) {
            Self::Any
        } else if has(&["REAL", "FLOA", "DOUB"]) {
            Self::Real
        } else {
            Self::Numeric
        }
    }
}

/// A name that no table, view or index has.
pub(super) fn free_name(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut free = format!("whimbrel_new_{name}");
    while taken(&free) {
        free.push('_');
    }
    debug_assert!(!same(&free, name));
    free
}
