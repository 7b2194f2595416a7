//! What a statement makes, and what a database says is missing.

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Kind, ObjectName, Span, Statement};

use super::item::{Thing, ThingKind};
use crate::DbError;

/// What `statement` makes, as far as its text tells.
pub(super) fn made(statement: &Statement, engine: Engine) -> Vec<Thing> {
    let mut made: Vec<Thing> =
        statement.created(engine).map(|created| Thing::object(created.name)).into_iter().collect();
    let mut words = Cursor::new(&statement.sql, engine);
    match &statement.kind {
        Kind::AlterTable { table, table_span, .. } => altered(&statement.sql, *table_span, table, engine, &mut made),
        Kind::CreateIndex { table, .. } if words.eat("CREATE UNIQUE") => {
            made.push(Thing { kind: ThingKind::Key, name: table.clone() });
        }
        _ if words.eat("CREATE OPERATOR") => made.extend(operator(words)),
        _ => {}
    }
    made
}

fn altered(sql: &str, table: Span, name: &ObjectName, engine: Engine, made: &mut Vec<Thing>) {
    let mut words = Cursor::within(sql, Span { start: table.end, end: sql.len() }, engine);
    while words.peek().is_some() {
        if words.group().is_some() {
            continue;
        }
        if words.eat("ADD") {
            let constraint = words.eat("CONSTRAINT");
            if !constraint {
                words.eat("COLUMN");
            }
            words.eat("IF NOT EXISTS");
            let named = constraint.then(|| words.name()).flatten();
            made.extend(named.map(|(name, _)| Thing::object(ObjectName { schema: None, name })));
            if words.is("PRIMARY") || words.is("UNIQUE") {
                made.push(Thing { kind: ThingKind::Key, name: name.clone() });
            } else if !constraint && let Some((column, _)) = words.name() {
                made.push(Thing::column(column));
            }
        } else if words.eat("RENAME TO") {
            made.extend(words.object_name().map(|(name, _)| Thing::object(name)));
        } else if words.eat("RENAME") {
            let _ = words.eat("COLUMN") || words.eat("CONSTRAINT");
            words.name();
            if words.eat("TO") {
                made.extend(words.name().map(|(column, _)| Thing::column(column)));
            }
        } else {
            words.next();
        }
    }
}

/// Behind `CREATE OPERATOR`; operator classes and families have names like everything else.
fn operator(mut words: Cursor<'_>) -> Option<Thing> {
    let mut schema = None;
    let mut ahead = words;
    if let Some((name, _)) = ahead.name()
        && ahead.eat_kind(TokenKind::Dot).is_some()
    {
        schema = Some(name);
        words = ahead;
    }
    let operator = words.eat_kind(TokenKind::Operator)?;
    Some(Thing::object(ObjectName { schema, name: operator.text.to_owned() }))
}

/// What a `DROP` drops.
pub(super) fn dropped(statement: &Statement, engine: Engine) -> Vec<ObjectName> {
    let verb = statement.verb();
    if !verb.starts_with("DROP ") {
        return Vec::new();
    }
    let mut words = Cursor::new(&statement.sql, engine);
    words.eat(&verb);
    words.eat("CONCURRENTLY");
    words.eat("IF EXISTS");
    let mut names = Vec::new();
    while let Some((name, _)) = words.object_name() {
        names.push(name);
        words.group();
        if words.eat_kind(TokenKind::Comma).is_none() {
            break;
        }
    }
    names
}

/// What an `ALTER … IF EXISTS` passes over in silence where it does not exist; none for one that drops something,
/// which may make room for what is created below it.
pub(super) fn wanted(statement: &Statement, engine: Engine) -> Option<ObjectName> {
    let verb = statement.verb();
    let mut words = Cursor::new(&statement.sql, engine);
    if !verb.starts_with("ALTER ") || !words.eat(&verb) || !words.eat("IF EXISTS") {
        return None;
    }
    words.eat("ONLY");
    let (name, _) = words.object_name()?;
    (!words.any(|token| token.is_word("DROP"))).then_some(name)
}

/// What the database says does not exist, where it says so. PostgreSQL's messages are read in whatever language they
/// are, by their quotes; what cannot be read only costs another try.
pub(super) fn missing(error: &DbError) -> Option<Thing> {
    let message = error.message.as_str();
    match error.code.as_str() {
        "42704" => quoted(message).or_else(|| unquoted(message)).map(|text| Thing::object(object(text))),
        "42P01" | "3F000" | "22023" => quoted(message).map(|text| Thing::object(object(text))),
        "42883" => callable(message).map(|text| Thing::object(object(text))),
        "42703" => column(message),
        "42830" => quoted(message).map(|text| Thing { kind: ThingKind::Key, name: object(text) }),
        code if code.starts_with("SQLITE_ERROR") => of_sqlite(message),
        _ => None,
    }
}

/// `app.users`, `mood[]`: names in messages have no quotes of their own.
fn object(text: &str) -> ObjectName {
    let text = text.trim_end_matches("[]");
    match text.split_once('.').filter(|(schema, name)| !schema.is_empty() && !name.is_empty()) {
        Some((schema, name)) => ObjectName { schema: Some(schema.to_owned()), name: name.to_owned() },
        None => ObjectName { schema: None, name: text.to_owned() },
    }
}

/// The first quoted part of a message, in the quotes of any language that PostgreSQL speaks.
fn quoted(message: &str) -> Option<&str> {
    const QUOTES: [(char, &[char]); 5] =
        [('"', &['"']), ('„', &['“', '”']), ('“', &['”']), ('«', &['»']), ('»', &['«'])];
    let (start, ends) = message.char_indices().find_map(|(at, c)| {
        QUOTES.iter().find(|(open, _)| *open == c).map(|(open, ends)| (at + open.len_utf8(), *ends))
    })?;
    let rest = &message[start..];
    let end = rest.find(|c| ends.contains(&c))?;
    Some(rest[..end].trim_matches(|c: char| c.is_whitespace()))
}

/// `type t does not exist`, which an argument of a function is told as
fn unquoted(message: &str) -> Option<&str> {
    message.split_whitespace().nth(1)
}

/// `function app.f(integer, text) does not exist`, `operator does not exist: integer <=> integer`
fn callable(message: &str) -> Option<&str> {
    const OPERATOR: &str = "+-*/<>=~!@#%^&|`?";
    if let Some(paren) = message.find('(') {
        let before = message[..paren].trim_end();
        return before.rsplit(char::is_whitespace).next().filter(|name| !name.is_empty());
    }
    let is_operator = |word: &&str| {
        let name = word.rsplit('.').next().unwrap_or(word);
        !name.is_empty() && name.chars().all(|c| OPERATOR.contains(c))
    };
    message.split_whitespace().find(is_operator).or_else(|| quoted(message))
}

/// `column "a" of relation "t" does not exist`, `column t.a does not exist`
fn column(message: &str) -> Option<Thing> {
    let text = quoted(message).or_else(|| unquoted(message))?;
    Some(Thing::column(text.rsplit('.').next().unwrap_or(text).to_owned()))
}

/// `no such table: main.users`, `error in view v: no such column: a`
fn of_sqlite(message: &str) -> Option<Thing> {
    if let Some((_, column)) = message.rsplit_once(" has no column named ") {
        return Some(Thing::column(column.to_owned()));
    }
    let (before, name) = message.rsplit_once(": ")?;
    if before.ends_with("no such column") {
        return Some(Thing::column(name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_owned()));
    }
    let is_object = ["no such table", "no such view", "no such index"].iter().any(|what| before.ends_with(what));
    is_object.then(|| Thing::object(object(name.strip_prefix("main.").unwrap_or(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(code: &str, message: &str) -> String {
        let (code, message) = (code.to_owned(), message.to_owned());
        let (detail, hint, context, position) = (None, None, None, None);
        let (schema, table, column, constraint) = (None, None, None, None);
        let (completed, disconnected) = (0, false);
        let error = DbError {
            code,
            message,
            detail,
            hint,
            context,
            position,
            schema,
            table,
            column,
            constraint,
            completed,
            disconnected,
        };
        missing(&error).map_or("nothing".to_owned(), |thing| format!("{:?} {}", thing.kind, thing.name))
    }

    #[test]
    fn messages_name_what_is_missing() {
        assert_eq!(says("42P01", r#"relation "app.users" does not exist"#), "Object app.users");
        assert_eq!(says("42P01", "Relation »users« existiert nicht"), "Object users");
        assert_eq!(says("42P01", "la relation « users » n'existe pas"), "Object users");
        assert_eq!(says("42704", r#"type "mood[]" does not exist"#), "Object mood");
        assert_eq!(says("42704", "type app.mood does not exist"), "Object app.mood");
        assert_eq!(says("42883", "function app.f(integer, text) does not exist"), "Object app.f");
        assert_eq!(says("42883", "operator does not exist: integer <=> integer"), "Object <=>");
        assert_eq!(says("42883", "operator does not exist: app.=== point"), "Object app.===");
        assert_eq!(says("42883", r#"could not find a function named "f""#), "Object f");
        assert_eq!(says("42703", r#"column "a" of relation "t" does not exist"#), "Column a");
        assert_eq!(says("42703", "column t.a does not exist"), "Column a");
        assert_eq!(
            says("42830", r#"there is no unique constraint matching given keys for referenced table "t""#),
            "Key t"
        );
        assert_eq!(says("42601", r#"syntax error at or near "x""#), "nothing");
        assert_eq!(says("SQLITE_ERROR", "no such table: main.users"), "Object users");
        assert_eq!(says("SQLITE_ERROR", "table t has no column named a"), "Column a");
        assert_eq!(says("SQLITE_ERROR", "error in view v: no such column: t.a"), "Column a");
    }

    #[test]
    fn altering_what_exists_wants_it_to() {
        let wants = |sql: &str| {
            let file = whimbrel_source::SourceFile::new("a.sql", sql);
            let statements = Statement::split(&file, file.span(), Engine::Postgres).expect("SQL");
            wanted(&statements[0], Engine::Postgres).map(|name| name.to_string())
        };
        assert_eq!(wants("ALTER TABLE IF EXISTS ONLY app.t ADD a int").as_deref(), Some("app.t"));
        assert_eq!(wants("ALTER MATERIALIZED VIEW IF EXISTS m RENAME TO n").as_deref(), Some("m"));
        assert_eq!(wants("ALTER TABLE IF EXISTS t ALTER a DROP DEFAULT"), None);
        assert_eq!(wants("ALTER TABLE t ADD a int"), None);
        assert_eq!(wants("DROP TABLE IF EXISTS t"), None);
    }

    fn makes(sql: &str) -> String {
        let file = whimbrel_source::SourceFile::new("a.sql", sql);
        let statements = Statement::split(&file, file.span(), Engine::Postgres).expect("SQL");
        made(&statements[0], Engine::Postgres)
            .iter()
            .map(|thing| format!("{:?} {}", thing.kind, thing.name))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn statements_make_things() {
        assert_eq!(makes("CREATE OPERATOR app.=== (LEFTARG = int, FUNCTION = f)"), "Object app.===");
        assert_eq!(makes("CREATE OPERATOR CLASS app.c FOR TYPE int USING btree AS STORAGE int"), "Object app.c");
        assert_eq!(makes("CREATE UNIQUE INDEX i ON t (a)"), "Object i, Key t");
        assert_eq!(
            makes("ALTER TABLE t ADD a int CHECK (a > 1), ADD COLUMN IF NOT EXISTS b int, ADD CONSTRAINT c UNIQUE (a)"),
            "Column a, Column b, Object c, Key t"
        );
        assert_eq!(makes("ALTER TABLE t ADD PRIMARY KEY (a), RENAME COLUMN d TO e"), "Key t, Column e");
        assert_eq!(makes("ALTER TABLE t RENAME TO u"), "Object u");
    }
}
