//! Migrations that touch nothing that is there, as far as their text is enough to know: they name none of it, and do
//! nothing but make new things. What they lock nobody waits for, so nobody has to look.

use std::collections::BTreeSet;

use whimbrel_catalog::{Catalog, Name};
use whimbrel_plan::PlannedMigration;
use whimbrel_source::lex::{Lexer, Token, TokenKind};
use whimbrel_source::{Engine, Statement};

/// Statements that touch nothing but what they name. `DO`, `SELECT` and those that make functions or drop things do.
const NEW: [&str; 8] = [
    "CREATE TABLE",
    "CREATE INDEX",
    "CREATE UNIQUE INDEX",
    "CREATE TYPE",
    "CREATE SEQUENCE",
    "ALTER TABLE",
    "COMMENT ON",
    "INSERT",
];

/// Names of relations and functions, without schemas: a statement that uses one of them may touch what has it.
pub(super) struct Names {
    known: BTreeSet<String>,
    /// Those of functions alone.
    functions: BTreeSet<String>,
    /// An event trigger does anything at any statement.
    any: bool,
}

impl Names {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let relations = catalog.tables.keys().chain(catalog.views.keys()).chain(catalog.materialized_views.keys());
        let relations = relations.chain(catalog.sequences.keys());
        // a function's name ends in its argument types
        let bare = |name: &Name| name.name.split('(').next().unwrap_or_default().to_owned();
        let functions: BTreeSet<String> = catalog.functions.keys().map(bare).collect();
        let known = relations.map(|name| name.name.clone()).chain(functions.iter().cloned()).collect();
        Self { known, functions, any: !catalog.event_triggers.is_empty() }
    }

    /// True where the migration touches nothing that has one of the names.
    pub(super) fn are_apart_from(&self, migration: &PlannedMigration) -> bool {
        !self.any && migration.steps.iter().flat_map(|step| &step.statements).all(|statement| self.is_apart(statement))
    }

    /// True where all that the migration does to the schema follows from the schema: it defines or drops, no function that
    /// is there is called, and no trigger fires.
    pub(super) fn are_not_called_by(&self, migration: &PlannedMigration) -> bool {
        let defines = |statement: &Statement| {
            let verb = statement.verb();
            let is_definition = verb.starts_with("DROP ") || verb != "INSERT" && NEW.contains(&verb.as_str());
            is_definition && !names(statement, &self.functions)
        };
        let mut statements = migration.steps.iter().flat_map(|step| &step.statements);
        !self.any && statements.all(|it| defines(it) || self.is_apart(it))
    }

    fn is_apart(&self, statement: &Statement) -> bool {
        NEW.contains(&statement.verb().as_str()) && !names(statement, &self.known)
    }
}

/// True where a statement names one of these.
fn names(statement: &Statement, known: &BTreeSet<String>) -> bool {
    let is_known = |token: Token<'_>| {
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier)
            && token.identifier().is_some_and(|name| known.contains(&name))
    };
    Lexer::new(&statement.sql, Engine::Postgres).any(is_known)
}

#[cfg(test)]
mod tests {
    use whimbrel_plan::Plan;
    use whimbrel_source::{Migration, SourceFile};

    use super::*;

    fn asked(sql: &str, what: impl Fn(&Names, &PlannedMigration) -> bool) -> bool {
        let file = SourceFile::new("1_a.sql", format!("-- migrate:up\n{sql};\n"));
        let migration = Migration::parse(file).unwrap();
        let plan = Plan::apply(&[&migration], Engine::Postgres).unwrap();
        let known = ["users", "touch"].map(str::to_owned).into();
        let functions = ["touch"].map(str::to_owned).into();
        what(&Names { known, functions, any: false }, &plan.migrations[0])
    }

    fn is_apart(sql: &str) -> bool {
        asked(sql, Names::are_apart_from)
    }

    #[test]
    fn what_calls_nothing_follows_from_the_schema() {
        for (sql, follows) in [
            ("CREATE TABLE a (id int REFERENCES users (id)); CREATE INDEX ON a (id)", true),
            ("DROP TABLE users", true),
            ("CREATE TABLE a (id int); INSERT INTO a VALUES (1)", true),
            ("INSERT INTO users VALUES (1)", false),
            ("ALTER TABLE users ADD b int DEFAULT touch()", false),
            ("CREATE TABLE a AS SELECT 1", true),
            ("CREATE TABLE a AS SELECT touch() AS b", false),
            ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", false),
            ("DO $$ BEGIN END $$", false),
            ("SET search_path = app", false),
        ] {
            assert_eq!(asked(sql, Names::are_not_called_by), follows, "{sql}");
        }
    }

    #[test]
    fn what_names_something_that_is_there_is_looked_at() {
        for sql in [
            "CREATE TABLE a (id int REFERENCES users (id))",
            "CREATE TABLE a (LIKE public.USERS)",
            "CREATE INDEX ON \"users\" (id)",
            "INSERT INTO a SELECT touch()",
            "CREATE TABLE a (id int); ALTER TABLE users ADD b int",
        ] {
            assert!(!is_apart(sql), "{sql}");
        }
    }

    #[test]
    fn what_may_do_more_than_it_names_is_looked_at() {
        for sql in ["DO $$ BEGIN END $$", "SELECT 1", "DROP TABLE a", "CREATE TABLE a AS SELECT touch()"] {
            assert!(!is_apart(sql), "{sql}");
        }
    }

    #[test]
    fn what_makes_something_new_is_not() {
        for sql in [
            "CREATE TABLE a (id int PRIMARY KEY, user_id int); CREATE INDEX a_user ON a (user_id)",
            "ALTER TABLE a ADD COLUMN b text DEFAULT 'users'; COMMENT ON TABLE a IS 'of users'",
            "INSERT INTO a VALUES (1)",
        ] {
            assert!(is_apart(sql), "{sql}");
        }
    }
}
