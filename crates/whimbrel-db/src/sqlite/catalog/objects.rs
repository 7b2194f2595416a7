//! Indexes and triggers, from their text.

use whimbrel_catalog::{Index, Trigger};
use whimbrel_source::Span;

use super::text::{expression, index_keys, tidy, without_parentheses};
use crate::sqlite::syntax::{cursor, cursor_within, slice};

/// From `CREATE [UNIQUE] INDEX name ON table (keys) [WHERE …]`, as SQLite keeps it.
pub(super) fn index(sql: &str) -> Index {
    let mut words = cursor(sql);
    let unique = words.eat("CREATE UNIQUE");
    while words.peek().is_some() {
        if let Some(keys) = words.group() {
            let rest = expression(&sql[keys.end..]);
            let keys = index_keys(without_parentheses(slice(sql, keys)));
            return Index { rest, ..Index::new(unique, "btree", keys) };
        }
        words.next();
    }
    Index::new(unique, "btree", tidy(sql))
}

/// From `CREATE TRIGGER name … ON table … BEGIN … END`, as SQLite keeps it.
pub(super) fn trigger(sql: &str) -> Trigger {
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
    // The event, until ON; columns of UPDATE OF may have any name but are separated by commas.
    let start = words.offset();
    let mut end = start;
    for token in words.by_ref() {
        if token.is_word("ON") {
            break;
        }
        end = token.span.end;
    }
    let event = index_keys(slice(sql, Span { start, end }));
    words.object_name();
    words.eat("FOR EACH ROW");
    let condition = words.eat("WHEN").then(|| until_begin(sql, words.offset()));
    let body = begin(sql, words.offset());
    let event = ["DELETE", "INSERT", "UPDATE OF", "UPDATE"].iter().find_map(|word| {
        let rest = event.get(..word.len()).filter(|e| e.eq_ignore_ascii_case(word)).map(|_| &event[word.len()..]);
        rest.map(|rest| format!("{word}{rest}"))
    });
    Trigger { condition, ..Trigger::new(timing, &[event.as_deref().unwrap_or("")], tidy(&sql[body..])) }
}

/// Where the body of a trigger begins: the first BEGIN from `at` on.
fn begin(sql: &str, at: usize) -> usize {
    let mut words = cursor_within(sql, Span { start: at, end: sql.len() });
    words.find(|token| token.is_word("BEGIN")).map_or(at, |token| token.span.start)
}

fn until_begin(sql: &str, at: usize) -> String {
    expression(slice(sql, Span { start: at, end: begin(sql, at) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_taken_apart() {
        let trigger = trigger(
            "CREATE TRIGGER t AFTER update of a,b ON \"on\" FOR EACH ROW WHEN new.a <> CASE 1 WHEN 1 THEN 2 END\nBEGIN
               SELECT 1;  END",
        );
        assert_eq!((trigger.timing.as_str(), trigger.events), ("AFTER", vec!["UPDATE OF a, b".to_owned()]));
        assert_eq!(trigger.condition.as_deref(), Some("new.a <> CASE 1 WHEN 1 THEN 2 END"));
        assert_eq!(trigger.function, "BEGIN SELECT 1; END");
    }

    #[test]
    fn an_index_is_taken_apart() {
        let index = index("CREATE UNIQUE INDEX i ON t (a,lower( b ) DESC)  WHERE c");
        assert_eq!((index.unique, index.keys.as_str(), index.rest.as_str()), (true, "a, lower(b) DESC", "WHERE c"));
    }
}
