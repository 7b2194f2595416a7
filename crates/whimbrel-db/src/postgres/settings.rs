//! The session's own settings, which those that a schema or a migration makes must not outlive.

use whimbrel_source::Engine;
use whimbrel_source::lex::Cursor;

use super::{Postgres, Reply};
use crate::DbError;
use crate::sql::{identifier, literal};

/// What a session is set to.
#[derive(Debug, Clone)]
pub struct SessionSettings {
    user: String,
    /// Names and values of what it has set itself, its role last.
    values: Vec<(String, String)>,
}

impl SessionSettings {
    /// As it is now.
    pub async fn of(postgres: &Postgres) -> Result<Self, DbError> {
        let replies = postgres.run(include_str!("settings.sql")).await?;
        let mut pairs = replies.into_iter().map(pairs);
        let user = pairs.next().and_then(|mut pairs| pairs.pop()).map_or_else(String::new, |(_, user)| user);
        Ok(Self { user, values: pairs.next().unwrap_or_default() })
    }

    /// Brings all of it back, and ends what else a migration may have left in the session, as the runner does on a target
    /// after each. Works in a transaction, too.
    pub async fn restore(&self, postgres: &Postgres) -> Result<(), DbError> {
        let sql = format!("{}; CLOSE ALL; UNLISTEN *; DISCARD TEMP", self.restoring());
        postgres.run(&sql).await.map(drop)
    }

    /// SQL that brings all of it back.
    pub(crate) fn restoring(&self) -> String {
        // The embedded PostgreSQL does not know who RESET SESSION AUTHORIZATION goes back to.
        let mut sql = format!("{}; RESET ROLE; RESET ALL", self.authorization());
        for (name, value) in &self.values {
            sql.push_str(&format!("; SELECT pg_catalog.set_config({}, {}, false)", literal(name), literal(value)));
        }
        sql
    }

    /// For `RESET SESSION AUTHORIZATION`, which see.
    pub(crate) fn instead_of(&self, sql: &str) -> Option<String> {
        let mut words = Cursor::new(sql, Engine::Postgres);
        let resets = words.eat("RESET SESSION AUTHORIZATION") || {
            let sets = words.eat("SET LOCAL") || words.eat("SET SESSION SESSION") || words.eat("SET");
            sets && {
                words.eat("SESSION");
                words.eat("AUTHORIZATION DEFAULT")
            }
        };
        resets.then(|| self.authorization())
    }

    fn authorization(&self) -> String {
        format!("SET SESSION AUTHORIZATION {}", identifier(&self.user))
    }
}

fn pairs(reply: Reply) -> Vec<(String, String)> {
    let pair = |row: Vec<Option<String>>| {
        let mut values = row.into_iter().flatten();
        Some((values.next()?, values.next()?))
    };
    reply.rows.into_iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(values: &[(&str, &str)]) -> SessionSettings {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        SessionSettings { user: "O\"ne".to_owned(), values }
    }

    #[test]
    fn values_are_quoted() {
        assert_eq!(
            settings(&[("search_path", "it's, \\ \"a\"")]).restoring(),
            r#"SET SESSION AUTHORIZATION "O""ne"; RESET ROLE; RESET ALL; SELECT pg_catalog.set_config(E'search_path', E'it''s, \\ "a"', false)"#
        );
    }

    #[test]
    fn only_going_back_is_said_otherwise() {
        let instead = |sql| settings(&[]).instead_of(sql).is_some();
        assert!(instead("RESET SESSION AUTHORIZATION"));
        assert!(instead("SET SESSION AUTHORIZATION DEFAULT"));
        assert!(instead("set local session authorization default"));
        assert!(!instead("SET SESSION AUTHORIZATION app"));
        assert!(!instead("SET search_path = DEFAULT"));
        assert!(!instead("RESET ALL"));
    }
}
