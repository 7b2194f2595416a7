//! What a `CREATE` statement creates.

use crate::lex::Cursor;
use crate::{Engine, ObjectName, Span, verb};

/// The object a `CREATE` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The kind of object in upper case: `TABLE`, `MATERIALIZED VIEW`, `FUNCTION`, …
    pub what: String,
    /// Its name. A trigger's, rule's or policy's is unique only on its table.
    pub name: ObjectName,
    /// Of the name, with its schema, in the statement's own `sql`.
    pub name_span: Span,
    /// `IF NOT EXISTS`: where one of that name exists, the statement does nothing, whatever its shape.
    pub if_not_exists: bool,
    /// `OR REPLACE`
    pub or_replace: bool,
}

/// `None` for other statements, and for those that create something without a name of its own, such as a
/// cast or an index left to be named.
pub(crate) fn of(sql: &str, engine: Engine) -> Option<Created> {
    let mut cursor = Cursor::new(sql, engine);
    let or_replace = cursor.follows("CREATE OR REPLACE");
    let what = verb::read(&mut cursor).strip_prefix("CREATE ")?.to_owned();
    if matches!(what.as_str(), "CAST" | "OPERATOR" | "TRANSFORM" | "USER MAPPING") {
        return None;
    }
    let _ = what == "INDEX" && cursor.eat("CONCURRENTLY");
    let if_not_exists = cursor.eat("IF NOT EXISTS");
    let _ = what == "SCHEMA" && cursor.eat("AUTHORIZATION");
    if what == "INDEX" && cursor.is("ON") {
        return None;
    }
    let (name, name_span) = cursor.object_name()?;
    Some(Created { what, name, name_span, if_not_exists, or_replace })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expect: &str) {
        let created = of(sql, Engine::Postgres).map_or("nothing".to_owned(), |created| {
            let mode = match (created.if_not_exists, created.or_replace) {
                (true, _) => " if not exists",
                (_, true) => " or replace",
                _ => "",
            };
            format!("{} {} at {}{mode}", created.what, created.name, &sql[created.name_span.start..])
        });
        assert_eq!(created, expect);
    }

    #[test]
    fn what_is_created_is_named() {
        check("CREATE TABLE IF NOT EXISTS \"A\".t", "TABLE A.t at \"A\".t if not exists");
        check("CREATE UNIQUE INDEX CONCURRENTLY i", "INDEX i at i");
        check("CREATE UNLOGGED TABLE u", "TABLE u at u");
        check("CREATE OR REPLACE FUNCTION app.f", "FUNCTION app.f at app.f or replace");
        check("CREATE OR REPLACE TEMP RECURSIVE VIEW v", "VIEW v at v or replace");
        check("CREATE MATERIALIZED VIEW IF NOT EXISTS mv", "MATERIALIZED VIEW mv at mv if not exists");
        check("CREATE EXTENSION IF NOT EXISTS pgcrypto", "EXTENSION pgcrypto at pgcrypto if not exists");
        check("CREATE EXTENSION \"uuid-ossp\"", "EXTENSION uuid-ossp at \"uuid-ossp\"");
        check("CREATE CONSTRAINT TRIGGER t", "TRIGGER t at t");
        check("CREATE SCHEMA AUTHORIZATION joe", "SCHEMA joe at joe");
        check("CREATE USER joe", "USER joe at joe");
        check("CREATE OPERATOR CLASS app.o", "OPERATOR CLASS app.o at app.o");
        check("CREATE TEXT SEARCH DICTIONARY d", "TEXT SEARCH DICTIONARY d at d");
    }

    #[test]
    fn what_has_no_name_is_nothing() {
        check("CREATE INDEX ON t (a)", "nothing");
        check("CREATE CAST (a AS b) WITHOUT FUNCTION", "nothing");
        check("CREATE USER MAPPING FOR joe SERVER s", "nothing");
        check("CREATE OPERATOR + (x = y)", "nothing");
        check("DROP TABLE t", "nothing");
        check("CREATE", "nothing");
    }
}
