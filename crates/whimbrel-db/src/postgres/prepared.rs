//! What a session has prepared for itself, since to plan a query of the catalog takes longer than to run it.
//!
//! To ask the server each time takes as long as to read a small catalog. So the session remembers, until a text goes to the
//! server that may make it forget.

use std::collections::BTreeSet;

use super::Postgres;
use super::session::lock;
use crate::DbError;
use crate::sql::literal;

/// What the session knows of its prepared statements.
#[derive(Default)]
pub(super) struct Prepared {
    names: BTreeSet<&'static str>,
    /// A text has named what forgets them, be it in the body of a function that runs later: only the server knows.
    is_unsure: bool,
}

impl Prepared {
    /// Takes note of a text that is sent.
    pub(super) fn sent(&mut self, sql: &str) {
        self.is_unsure |= has_word(sql, "deallocate") || has_word(sql, "discard");
    }
}

fn has_word(sql: &str, word: &str) -> bool {
    let word = word.as_bytes();
    sql.as_bytes().windows(word.len()).any(|part| part[0] | 0x20 == word[0] && part.eq_ignore_ascii_case(word))
}

impl Postgres {
    /// Whether a statement of this name is prepared in this session.
    pub(super) async fn is_prepared(&self, name: &'static str) -> Result<bool, DbError> {
        let (known, is_unsure) = {
            let prepared = lock(&self.shared.prepared);
            (prepared.names.contains(name), prepared.is_unsure)
        };
        if !known || !is_unsure {
            return Ok(known);
        }
        let sql = format!("SELECT FROM pg_catalog.pg_prepared_statements p WHERE p.name = {}", literal(name));
        Ok(self.run(&sql).await?.first().is_some_and(|reply| !reply.rows.is_empty()))
    }

    /// Remembers that it is.
    pub(super) fn has_prepared(&self, name: &'static str) {
        lock(&self.shared.prepared).names.insert(name);
    }
}

#[cfg(test)]
mod tests {
    use super::Prepared;

    #[test]
    fn what_may_forget_is_noticed_wherever_it_stands() {
        for (sql, forgets) in [
            ("SELECT 1", false),
            ("Deallocate ALL", true),
            ("DO $$ BEGIN EXECUTE 'DISCARD PLANS'; END $$", true),
            ("", false),
        ] {
            let mut prepared = Prepared::default();
            prepared.sent(sql);
            assert_eq!(prepared.is_unsure, forgets, "{sql}");
        }
    }
}
