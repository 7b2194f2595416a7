//! Values that are added to an enum and used in the same files. PostgreSQL before 17 refuses that in one transaction,
//! so they become part of its `CREATE TYPE`.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, ObjectName, Span};

use super::Script;
use super::item::may_be_same;
use super::queue::Queue;

/// `ALTER TYPE name ADD VALUE …`
struct Added<'a> {
    to: ObjectName,
    if_not_exists: bool,
    /// As written, in quotes.
    value: &'a str,
    /// `true` for `BEFORE`, and the value, in quotes.
    next_to: Option<(bool, &'a str)>,
}

/// Merges every `ALTER TYPE … ADD VALUE` with the `CREATE TYPE` above it. False where there is none.
pub(super) fn merge(queue: &mut Queue, script: &Script) -> bool {
    let mut any = false;
    for id in 0..queue.items.len() {
        let sql = &script.statements()[queue.items[id].statement].sql;
        let Some(added) = added(sql).filter(|_| !queue.is_left_out(id)) else { continue };
        let creates = |other: &usize| {
            let makes = queue.items[*other].makes.iter().any(|thing| may_be_same(&thing.name, &added.to));
            makes && labels(&queue.items[*other].sql).is_some()
        };
        if let Some(create) = (0..id).rev().find(creates)
            && let Some(merged) = with(&queue.items[create].sql, &added)
        {
            let item = &mut queue.items[create];
            item.sql = merged;
            item.changed = true;
            queue.leave_out(id);
            any = true;
        }
    }
    any
}

fn added(sql: &str) -> Option<Added<'_>> {
    let mut words = Cursor::new(sql, Engine::Postgres);
    if !words.eat("ALTER TYPE") {
        return None;
    }
    let (to, _) = words.object_name()?;
    if !words.eat("ADD VALUE") {
        return None;
    }
    let if_not_exists = words.eat("IF NOT EXISTS");
    let value = words.eat_kind(TokenKind::String)?.text;
    let before = words.eat("BEFORE");
    let next_to =
        if before || words.eat("AFTER") { Some((before, words.eat_kind(TokenKind::String)?.text)) } else { None };
    words.peek().is_none().then_some(Added { to, if_not_exists, value, next_to })
}

/// The parentheses of `CREATE TYPE name AS ENUM (…)`, and what is quoted in them.
fn labels(sql: &str) -> Option<(Span, Vec<(Span, &str)>)> {
    let mut words = Cursor::new(sql, Engine::Postgres);
    if !words.eat("CREATE TYPE") {
        return None;
    }
    words.object_name()?;
    if !words.eat("AS ENUM") {
        return None;
    }
    let group = words.group()?;
    let inside = Cursor::within(sql, group, Engine::Postgres).filter(|token| token.kind == TokenKind::String);
    Some((group, inside.map(|token| (token.span, token.text)).collect()))
}

/// `CREATE TYPE` with one more value in its place.
fn with(sql: &str, added: &Added<'_>) -> Option<String> {
    let (group, labels) = labels(sql)?;
    let find = |value: &str| labels.iter().find(|(_, label)| *label == value).map(|(span, _)| *span);
    let insert = |at: usize, text: &str| Some(format!("{}{text}{}", &sql[..at], &sql[at..]));
    if find(added.value).is_some() {
        // Without IF NOT EXISTS it is a mistake, which PostgreSQL tells.
        return added.if_not_exists.then(|| sql.to_owned());
    }
    let value = added.value;
    match added.next_to {
        Some((true, label)) => insert(find(label)?.start, &format!("{value}, ")),
        Some((false, label)) => insert(find(label)?.end, &format!(", {value}")),
        None if labels.is_empty() => insert(group.end - 1, value),
        None => insert(group.end - 1, &format!(", {value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(create: &str, alter: &str) -> Option<String> {
        with(create, &added(alter).expect("it adds a value"))
    }

    #[test]
    fn values_get_their_place() {
        let create = "CREATE TYPE app.mood AS ENUM ('sad', 'it''s')";
        let check = |alter: &str, expected: &str| assert_eq!(merged(create, alter).as_deref(), Some(expected));
        check("ALTER TYPE mood ADD VALUE 'ok'", "CREATE TYPE app.mood AS ENUM ('sad', 'it''s', 'ok')");
        check("ALTER TYPE mood ADD VALUE 'ok' BEFORE 'sad'", "CREATE TYPE app.mood AS ENUM ('ok', 'sad', 'it''s')");
        check("ALTER TYPE mood ADD VALUE 'ok' AFTER 'sad'", "CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'it''s')");
        check("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'it''s'", create);
        assert_eq!(merged(create, "ALTER TYPE mood ADD VALUE 'sad'"), None);
        assert_eq!(merged(create, "ALTER TYPE mood ADD VALUE 'ok' AFTER 'no'"), None);
        let empty = merged("CREATE TYPE mood AS ENUM ()", "ALTER TYPE mood ADD VALUE 'ok'");
        assert_eq!(empty.as_deref(), Some("CREATE TYPE mood AS ENUM ('ok')"));
        assert!(added("ALTER TYPE mood RENAME VALUE 'a' TO 'b'").is_none());
    }
}
