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
    /// An event trigger does anything at any statement.
    any: bool,
}

impl Names {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let relations = catalog.tables.keys().chain(catalog.views.keys()).chain(catalog.materialized_views.keys());
        let relations = relations.chain(catalog.sequences.keys());
        // a function's name ends in its argument types
        let bare = |name: &Name| name.name.split('(').next().unwrap_or_default().to_owned();
        let known = relations.map(|name| name.name.clone()).chain(catalog.functions.keys().map(bare)).collect();
        Self { known, any: !catalog.event_triggers.is_empty() }
    }

    /// True where the migration touches nothing that has one of the names.
    pub(super) fn are_apart_from(&self, migration: &PlannedMigration) -> bool {
        !self.any && migration.steps.iter().flat_map(|step| &step.statements).all(|statement| self.is_apart(statement))
    }

    fn is_apart(&self, statement: &Statement) -> bool {
        let verb = statement.verb();
        let names = |token: Token<'_>| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier)
                && token.identifier().is_some_and(|name| self.known.contains(&name))
        };
        NEW.contains(&verb.as_str()) && !Lexer::new(&statement.sql, Engine::Postgres).any(names)
    }
}

#[cfg(test)]
mod tests {
    use whimbrel_plan::Plan;
    use whimbrel_source::{Migration, SourceFile};

    use super::*;

    fn is_apart(sql: &str) -> bool {
        let file = SourceFile::new("1_a.sql", format!("-- migrate:up\n{sql};\n"));
        let migration = Migration::parse(file).unwrap();
        let plan = Plan::apply(&[&migration], Engine::Postgres).unwrap();
        let known = ["users", "touch"].map(str::to_owned).into();
        Names { known, any: false }.are_apart_from(&plan.migrations[0])
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
