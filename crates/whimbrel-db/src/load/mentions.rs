//! Which names a statement mentions, whatever they stand for: a guess at what it needs, to save asking the database.

use std::collections::HashSet;

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, ObjectName};

/// Every name in `sql`, those before a dot by themselves, too. Of routines in SQL, those in the body as well.
pub(super) fn of(sql: &str, engine: Engine) -> HashSet<ObjectName> {
    let mut names = HashSet::new();
    gather(Cursor::new(sql, engine), &mut names);
    if has_body_in_sql(sql, engine) {
        for body in Cursor::new(sql, engine).filter(|token| token.kind == TokenKind::DollarString) {
            gather(Cursor::new(inside(body.text), engine), &mut names);
        }
    }
    names
}

fn gather(mut words: Cursor<'_>, names: &mut HashSet<ObjectName>) {
    while words.peek().is_some() {
        let Some((name, _)) = words.object_name() else {
            let operator = words.next().filter(|token| token.kind == TokenKind::Operator);
            names.extend(operator.map(|token| ObjectName { schema: None, name: token.text.to_owned() }));
            continue;
        };
        if let Some(schema) = &name.schema {
            names.insert(ObjectName { schema: None, name: schema.clone() });
        }
        names.insert(name);
    }
}

/// Other languages do not look anything up before they run.
fn has_body_in_sql(sql: &str, engine: Engine) -> bool {
    let mut words = Cursor::new(sql, engine);
    while words.any(|token| token.is_word("LANGUAGE")) {
        if words.is("sql") {
            return true;
        }
    }
    false
}

/// Of `$tag$ … $tag$`.
fn inside(text: &str) -> &str {
    let tag = text[1..].find('$').map_or(0, |at| at + 2);
    text.get(tag..text.len().saturating_sub(tag)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, mentioned: &[&str], others: &[&str]) {
        let names: Vec<String> = of(sql, Engine::Postgres).iter().map(ToString::to_string).collect();
        for name in mentioned {
            assert!(names.iter().any(|other| other == name), "{name} in {names:?}");
        }
        for name in others {
            assert!(!names.iter().any(|other| other == name), "{name} in {names:?}");
        }
    }

    #[test]
    fn names_are_found_where_they_are_looked_up() {
        check("CREATE VIEW v AS SELECT a FROM app.t WHERE x <-> 1", &["v", "app.t", "app", "<->"], &["1"]);
        check("CREATE FUNCTION f() LANGUAGE sql AS $$ SELECT 1 FROM users $$", &["users"], &[]);
        check("CREATE FUNCTION f() AS $b$ SELECT 1 FROM users $b$ LANGUAGE SQL", &["users"], &["b"]);
        check("CREATE FUNCTION f() LANGUAGE plpgsql AS $$ SELECT 1 FROM users $$", &[], &["users"]);
    }
}
