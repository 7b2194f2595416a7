//! Statements that go over all there is at their time, or change what comes after them, so that their place matters.

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, Statement};

/// Whether it is one of them.
pub(super) fn is(statement: &Statement, verb: &str) -> bool {
    matches!(
        verb,
        "DO" | "CREATE EVENT TRIGGER" | "ALTER EVENT TRIGGER" | "REASSIGN OWNED BY" | "IMPORT FOREIGN SCHEMA"
    ) || goes_over(statement).is_some()
}

/// The kinds of objects that it goes over: `GRANT … ON ALL TABLES IN SCHEMA …`, `ALTER DEFAULT PRIVILEGES …`. `None`
/// for any other statement.
pub(super) fn goes_over(statement: &Statement) -> Option<&'static [&'static str]> {
    let mut words = Cursor::new(&statement.sql, Engine::Postgres);
    let to_come = words.eat("ALTER DEFAULT PRIVILEGES");
    let first = words.is("GRANT") || words.is("REVOKE");
    if !to_come && !first {
        return None;
    }
    while words.peek().is_some() {
        if words.eat("ON ALL") || (to_come && words.eat("ON")) {
            let kind = words.next()?;
            return KINDS.iter().find(|(plural, _)| kind.is_word(plural)).map(|(_, kinds)| *kinds);
        }
        if words.group().is_none() {
            words.next();
        }
    }
    None
}

const KINDS: [(&str, &[&str]); 7] = [
    ("TABLES", &["TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"]),
    ("SEQUENCES", &["SEQUENCE"]),
    ("FUNCTIONS", &["FUNCTION", "AGGREGATE"]),
    ("PROCEDURES", &["PROCEDURE"]),
    ("ROUTINES", &["FUNCTION", "AGGREGATE", "PROCEDURE"]),
    ("TYPES", &["TYPE", "DOMAIN"]),
    ("SCHEMAS", &["SCHEMA"]),
];

#[cfg(test)]
mod tests {
    use whimbrel_source::SourceFile;

    use super::*;

    fn check(sql: &str, expected: Option<&str>) {
        let file = SourceFile::new("a.sql", sql);
        let statements = Statement::split(&file, file.span(), Engine::Postgres).expect("SQL");
        assert_eq!(goes_over(&statements[0]).map(|kinds| kinds[0]), expected, "{sql}");
    }

    #[test]
    fn only_what_names_no_object_goes_over_all() {
        check("GRANT SELECT ON ALL TABLES IN SCHEMA app TO app", Some("TABLE"));
        check("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC", Some("FUNCTION"));
        check("ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA s GRANT USAGE ON TYPES TO b", Some("TYPE"));
        check("GRANT SELECT (a) ON t TO app", None);
        check("GRANT USAGE ON SCHEMA app TO app", None);
        check("CREATE TABLE t (a int)", None);
    }
}
