//! Undoing circles: statements that need each other, of which one can do without for a while.

use whimbrel_source::{Engine, Kind, Statement};

use super::item::{Item, Thing, may_be_same};
use super::names;
use super::table::{self, Part, What};

/// An item changed so that it no longer needs another, and what has to run once both are there.
pub(super) struct Loosened {
    pub id: usize,
    pub item: Item,
    pub later: Vec<Item>,
}

/// Changes one of a circle of items, each of which needs the next and the last the first. `None` where none can be.
pub(super) fn loosen(items: &[Item], statements: &[Statement], circle: &[usize]) -> Option<Loosened> {
    let each = || {
        let next = circle.iter().cycle().skip(1);
        circle.iter().zip(next).map(|(&id, &next)| (id, &items[next]))
    };
    // A body that is checked later is created as it is written, so that comes first.
    let routine = each().find(|(id, _)| items[*id].is_routine && !items[*id].unchecked);
    if let Some((id, _)) = routine {
        return Some(Loosened { id, item: Item { unchecked: true, ..items[id].clone() }, later: Vec::new() });
    }
    each().find_map(|(id, needed)| take_out(id, &items[id], &statements[items[id].statement], needed))
}

/// Takes the foreign keys to what `needed` makes, or the defaults that call it, out of a table.
fn take_out(id: usize, item: &Item, statement: &Statement, needed: &Item) -> Option<Loosened> {
    let Kind::CreateTable { name_span, .. } = &statement.kind else { return None };
    if item.part.is_some() {
        return None;
    }
    let made_there =
        |name: &whimbrel_source::ObjectName| needed.makes.iter().any(|thing: &Thing| may_be_same(&thing.name, name));
    let parts = table::parts(&item.sql, *name_span);
    let needs = |part: &&Part| match &part.what {
        What::ForeignKey(target) => made_there(target),
        What::Default(calls) => calls.iter().any(made_there),
    };
    let taken: Vec<&Part> = parts.iter().filter(needs).collect();
    if taken.is_empty() {
        return None;
    }
    let changed = Item { sql: table::without(&item.sql, *name_span, &taken), changed: true, ..item.clone() };
    let later = taken.iter().map(|part| Item {
        sql: part.sql.clone(),
        changed: true,
        part: Some(part.span),
        is_setting: false,
        makes: Vec::new(),
        drops: Vec::new(),
        wants: None,
        ..item.clone()
    });
    Some(Loosened { id, later: later.collect(), item: changed })
}

/// The statement that replaces a routine by itself, so that its body is checked.
pub(super) fn replacing(sql: &str) -> String {
    let mut words = whimbrel_source::lex::Cursor::new(sql, Engine::Postgres);
    let has = words.follows("CREATE OR REPLACE");
    match words.next() {
        Some(create) if !has => format!("{} OR REPLACE{}", &sql[..create.span.end], &sql[create.span.end..]),
        _ => sql.to_owned(),
    }
}

/// Whether the error is about something that is not there, which is all that an unchecked body is allowed.
pub(super) fn lacks_something(error: &crate::DbError) -> bool {
    const CODES: [&str; 5] = ["42P01", "42703", "42704", "42883", "3F000"];
    CODES.contains(&error.code.as_str()) && names::missing(error).is_some()
}
