//! Indexes, views and triggers, from their text.

use whimbrel_catalog::generate::sqlite_ident;
use whimbrel_catalog::{Index, Trigger, TriggerAction};
use whimbrel_source::Span;
use whimbrel_source::lex::{Cursor, TokenKind};

use super::text::{bare, expression, index_keys, query, statement};
use super::words::Names;
use crate::sqlite::syntax::{cursor, cursor_within, slice, split_at_commas};

/// From `CREATE [UNIQUE] INDEX name ON table (keys) [WHERE …]`, as SQLite keeps it.
pub(super) fn index(sql: &str, names: &Names) -> Index {
    let mut words = cursor(sql);
    let unique = words.eat("CREATE UNIQUE");
    while words.peek().is_some() {
        if let Some(keys) = words.group() {
            let condition = words.eat("WHERE").then(|| expression(bare(&sql[words.offset()..]), names));
            let keys = Span { start: keys.start + 1, end: keys.end - 1 };
            let index = Index::new(unique, "btree", index_keys(slice(sql, keys), names));
            return Index { predicate: condition, ..index };
        }
        words.next();
    }
    Index::new(unique, "btree", expression(sql, names))
}

/// From `CREATE VIEW name [(columns)] AS query`, as SQLite keeps it: the statement in one spelling. `columns` are those
/// that the view has; where it gives them no names and its text does not keep them under this spelling, they are named.
pub(super) fn view(name: &str, sql: &str, columns: &[String], names: &Names) -> String {
    let mut words = cursor(sql);
    words.eat("CREATE VIEW");
    words.eat("IF NOT EXISTS");
    words.object_name();
    let group = words.group();
    words.eat("AS");
    let body = &sql[words.offset()..];
    let named = group.map(|group| {
        let inside = Span { start: group.start + 1, end: group.end - 1 };
        let name = |span: Span| cursor_within(sql, span).next().map(|token| token_name(token.text, token.identifier()));
        split_at_commas(sql, inside).into_iter().filter_map(name).collect()
    });
    let changed = || columns.iter().any(|column| !stays(column, names));
    let named: Option<Vec<String>> = named.or_else(|| changed().then(|| columns.to_vec()));
    let list = named.map(|columns| {
        let columns: Vec<_> = columns.iter().map(|column| sqlite_ident(column)).collect();
        format!(" ({})", columns.join(", "))
    });
    format!("CREATE VIEW {}{} AS\n{}", sqlite_ident(name), list.unwrap_or_default(), query(body, names))
}

/// A name as it was written, but for its quotes.
fn token_name(text: &str, identifier: Option<String>) -> String {
    let quoted = text.starts_with(['"', '[', '`', '\'']);
    if quoted { identifier.unwrap_or_default() } else { text.to_owned() }
}

/// A column of a view that is called after the text of its expression gets another name with another spelling.
fn stays(column: &str, names: &Names) -> bool {
    let mut words = cursor(column);
    let one_word = words.next().is_some_and(|token| token.kind == TokenKind::Word) && words.peek().is_none();
    one_word || statement(column, names) == column
}

/// From `CREATE TRIGGER name … ON table … BEGIN … END`, as SQLite keeps it.
pub(super) fn trigger(sql: &str, names: &Names) -> Trigger {
    let mut words = cursor(sql);
    let _ = words.eat("CREATE TRIGGER") || words.eat("CREATE TEMP TRIGGER") || words.eat("CREATE TEMPORARY TRIGGER");
    words.eat("IF NOT EXISTS");
    words.object_name();
    let timing = if words.eat("AFTER") {
        "AFTER"
    } else if words.eat("INSTEAD OF") {
        "INSTEAD OF"
    } else {
        words.eat("BEFORE");
        "BEFORE"
    };
    let event = event(&mut words, names);
    words.eat("ON");
    words.object_name();
    words.eat("FOR EACH ROW");
    let condition = words.eat("WHEN").then(|| {
        let at = words.offset();
        statement(bare(slice(sql, Span { start: at, end: begin(sql, at) })), names)
    });
    let body = body(&sql[begin(sql, words.offset())..], names);
    Trigger { condition, ..Trigger::new(timing, &[event.as_str()], TriggerAction::Body(body)) }
}

/// `UPDATE OF a, b`
fn event(words: &mut Cursor<'_>, names: &Names) -> String {
    if let Some(event) = ["DELETE", "INSERT"].into_iter().find(|word| words.eat(word)) {
        return event.to_owned();
    }
    words.eat("UPDATE");
    if !words.eat("OF") {
        return "UPDATE".to_owned();
    }
    let mut columns = Vec::new();
    while let Some((name, _)) = words.name() {
        let name = names.columns.get(&name.to_ascii_lowercase()).cloned().unwrap_or(name);
        columns.push(sqlite_ident(&name).into_owned());
        if words.eat_kind(TokenKind::Comma).is_none() {
            break;
        }
    }
    format!("UPDATE OF {}", columns.join(", "))
}

/// Each statement of `BEGIN … END` on a line.
fn body(sql: &str, names: &Names) -> String {
    let mut words = cursor(sql);
    words.eat("BEGIN");
    let (mut start, mut end) = (words.offset(), words.offset());
    let mut out = "BEGIN\n".to_owned();
    for token in words {
        if token.kind == TokenKind::Semicolon {
            out.push_str(&format!("  {};\n", statement(&sql[start..token.span.start], names)));
            start = token.span.end;
        }
        end = token.span.start;
    }
    // what is left is END
    debug_assert!(sql[start..end].trim().is_empty() || !sql[end..].trim().eq_ignore_ascii_case("END"));
    out.push_str("END");
    out
}

/// Where the body of a trigger begins: the first BEGIN from `at` on.
fn begin(sql: &str, at: usize) -> usize {
    let mut words = cursor_within(sql, Span { start: at, end: sql.len() });
    words.find(|token| token.is_word("BEGIN")).map_or(at, |token| token.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_taken_apart() {
        let names = Names::of_table("on", ["a", "B"]);
        let trigger = trigger(
            "CREATE TRIGGER t AFTER update of [a],b ON \"on\" FOR EACH ROW WHEN ( NEW.a <> case 1 when 1 then 2 end )\nbegin
               SELECT 1;  update x set a=case a when 1 then 2 end;END",
            &names,
        );
        assert_eq!((trigger.timing.as_str(), trigger.events), ("AFTER", vec!["UPDATE OF a, B".to_owned()]));
        assert_eq!(trigger.condition.as_deref(), Some("new.a <> CASE 1 WHEN 1 THEN 2 END"));
        assert_eq!(trigger.action.sql(), "BEGIN\n  SELECT 1;\n  UPDATE x SET a = CASE a WHEN 1 THEN 2 END;\nEND");
    }

    #[test]
    fn an_index_is_taken_apart() {
        let names = Names::of_table("t", ["a", "b", "c"]);
        let index = index("CREATE UNIQUE INDEX i ON t (\"a\",lower( B ) DESC)  WHERE (c)", &names);
        assert_eq!(
            (index.unique, index.keys.as_str(), index.predicate.as_deref()),
            (true, "a, lower(b) DESC", Some("c"))
        );
    }

    #[test]
    fn a_view_keeps_the_names_of_its_columns() {
        let view = |sql, columns: [&str; 2]| view("v", sql, &columns.map(str::to_owned), &Names::default());
        assert_eq!(
            view("CREATE VIEW [v] as select a,count(*) from t", ["a", "count(*)"]),
            "CREATE VIEW v AS\nSELECT a, count(*)\nFROM t"
        );
        assert_eq!(
            view("CREATE VIEW v AS SELECT a, b+1 FROM t", ["a", "b+1"]),
            "CREATE VIEW v (a, \"b+1\") AS\nSELECT a, b + 1\nFROM t"
        );
        assert_eq!(
            view("CREATE VIEW v(X, [y z]) AS SELECT a, b+1 FROM t", ["X", "y z"]),
            "CREATE VIEW v (X, \"y z\") AS\nSELECT a, b + 1\nFROM t"
        );
    }
}
