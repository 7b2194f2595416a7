//! Whether a transaction has taken back what it did to the schema, told without reading the schema.

use std::collections::BTreeMap;

use super::relation::unexpected;
use crate::DbError;
use crate::postgres::{Postgres, Reply};
use crate::sql::identifier;

const WRITES: &str = include_str!("writes_by_catalog.sql");

/// What the open transaction has written to each of the server's own catalogs so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogWrites {
    /// By the catalog's name: rows made, be it by changing one, and rows that are gone, be it by changing them.
    written: BTreeMap<String, (u64, u64)>,
}

impl CatalogWrites {
    /// As it is now. A transaction must be open, and the server must count (`track_counts`).
    pub async fn now(postgres: &Postgres) -> Result<Self, DbError> {
        let replies = postgres.run(WRITES).await?;
        let rows = &replies.first().ok_or_else(unexpected)?.rows;
        let one = |row: &Vec<Option<String>>| {
            let [Some(name), Some(made), Some(gone)] = &row[..] else { return None };
            Some((name.clone(), (made.parse().ok()?, gone.parse().ok()?)))
        };
        Ok(Self { written: rows.iter().filter_map(one).collect() })
    }

    /// True where every row that the transaction has made since is gone again, and no other: the catalogs are what they
    /// were, row by row. False says nothing: they may be, in other rows.
    ///
    /// The server counts what was rolled back to a savepoint, too: there must have been nothing of that since.
    pub async fn are_undone(&self, postgres: &Postgres) -> Result<bool, DbError> {
        let now = Self::now(postgres).await?;
        let mut written = Vec::new();
        for (name, (made, gone)) in &now.written {
            let (made_then, gone_then) = self.written.get(name).copied().unwrap_or_default();
            if made.checked_sub(made_then) != gone.checked_sub(gone_then) {
                return Ok(false);
            }
            if *made != made_then {
                written.push(name);
            }
        }
        if written.is_empty() {
            return Ok(true);
        }
        // As many are gone as were made. Where none of its own is left, it was those.
        let own =
            |name: &&String| format!("SELECT FROM pg_catalog.{} x WHERE pg_catalog.age(x.xmin) <= 0", identifier(name));
        let own: Vec<_> = written.iter().map(own).collect();
        let replies = postgres.run(&format!("SELECT EXISTS ({})", own.join(" UNION ALL "))).await?;
        let is = |reply: &Reply| Some(reply.rows.first()?.first()?.as_deref()? == "f");
        replies.first().and_then(is).ok_or_else(unexpected)
    }
}
