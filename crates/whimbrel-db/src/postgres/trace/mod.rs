//! What a statement does while it runs: the locks it takes, what it rewrites, reads from end to end, builds and writes.
//!
//! Everything is read from the server, in the statement's own transaction: after each statement one text goes with it
//! that asks for the locks the transaction holds and, of the relations that it has locked, for their files and for the
//! counters of scans and rows. Nothing can be read, written, rewritten or dropped without a lock on it, so no other
//! relation has to be looked at; what one statement has left is what the next one begins with.
//!
//! Two things are the planner's choice and would differ on tables of another size. The planner is told to avoid scans of
//! whole tables, so that what is scanned still cannot be had from an index; and the check of a new foreign key,
//! which is a query of the server's own, is known by what the server says of it at DEBUG1.

mod compare;
mod concurrently;
mod outside;
mod relation;
mod said;
mod undone;
mod watch;

use std::time::Instant;

use futures_util::future::join;
use whimbrel_catalog::{Catalog, Change, Trace};

use self::relation::{Relations, unexpected};
use self::said::Said;
use super::catalog::{ReadOptions, read};
use super::failure::local;
use super::{Postgres, Reply};
use crate::DbError;
use crate::sql::literal;

pub use concurrently::{Concurrently, as_written};
pub use outside::outside;
pub use undone::CatalogWrites;

const RELATIONS: &str = include_str!("relations.sql");
const TOUCHED: &str = include_str!("touched.sql");
/// Rows written to the server's own catalogs, in one number.
const CATALOG_WRITES: &str =
    concat!("SELECT pg_catalog.sum(w.made + w.gone) FROM (\n", include_str!("writes_by_catalog.sql"), ") w");
const RENAMED_SCHEMAS: &str = include_str!("renamed_schemas.sql");
const COUNTERS: &str = include_str!("counters.sql");
const FOREIGN_KEYS: &str = include_str!("foreign_keys.sql");

/// What is asked after each statement, prepared once a session: to plan it takes longer than to run it.
const AFTER: [(&str, &str); 3] = [
    ("whimbrel_touched", TOUCHED),
    ("whimbrel_catalog_writes", CATALOG_WRITES),
    ("whimbrel_renamed_schemas", RENAMED_SCHEMAS),
];

/// Whether the server counts what is read and written.
const COUNTS: &str = "SELECT CASE WHEN pg_catalog.current_setting('track_counts') = 'on' THEN 1 ELSE 0 END";
const NOT_COUNTED: &str = "this server does not count what is read and written: track_counts is off";
const COUNT: &str = "Switch it on there, as a superuser: ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf();";

/// What the transaction runs under; said again after each statement, which may have said otherwise. Compiling is off
/// because a scan that is to be avoided counts as so costly that every plan would be compiled.
const SETTINGS: &str = "SET LOCAL client_min_messages = debug1; SET LOCAL enable_seqscan = off; SET LOCAL jit = off";

/// Traces the statements of one transaction, which the caller begins and ends. Nothing else may run in it meanwhile but
/// what changes nothing and takes no lock.
pub struct Tracer<'p> {
    postgres: &'p Postgres,
    relations: Relations,
    /// Rows that the transaction has written to the server's own catalogs.
    catalog_writes: u64,
    /// As it was when that many rows had been written to it.
    catalog: Option<(Catalog, ReadOptions, u64)>,
    /// [`AFTER`] is.
    is_prepared: bool,
}

impl<'p> Tracer<'p> {
    /// Begins, at the beginning of a transaction: what it makes from here on is its own, which nobody else can know of
    /// before COMMIT.
    ///
    /// With a catalog, which must be that of this moment, [`Tracer::changes`] can tell what becomes of it. The options
    /// are those that it was read with.
    ///
    /// # Errors
    /// Where the server counts no scans and no rows (`track_counts` is off): all would seem to be as it was.
    pub async fn begin(postgres: &'p Postgres, catalog: Option<(Catalog, ReadOptions)>) -> Result<Self, DbError> {
        let asked = format!("{RELATIONS};\n{CATALOG_WRITES};\n{COUNTS};\n{SETTINGS}");
        let replies = postgres.run(&asked).await?;
        let [relations, writes, counts, ..] = &replies[..] else { return Err(unexpected()) };
        if number(counts)? == 0 {
            return Err(DbError { hint: Some(COUNT.to_owned()), ..local("55000", NOT_COUNTED, false) });
        }
        let (relations, catalog_writes) = (Relations::read(relations)?, number(writes)?);
        if !postgres.is_prepared(AFTER[0].0).await? {
            let prepare: String = AFTER.iter().map(|(name, sql)| format!("PREPARE {name} AS {sql};\n")).collect();
            postgres.run(&prepare).await?;
            AFTER.iter().for_each(|(name, _)| postgres.has_prepared(name));
        }
        // what was said before belongs to no statement here
        postgres.take_notices();
        let catalog = catalog
            .map(|(catalog, options)| (catalog, ReadOptions { in_transaction: true, ..options }, catalog_writes));
        Ok(Self { postgres, relations, catalog_writes, catalog, is_prepared: true })
    }

    /// Goes on, at the beginning of the next transaction, after the last one was committed and nothing ran between the two.
    /// As [`Tracer::begin`] there, without reading all relations once more.
    pub async fn next(self) -> Result<Self, DbError> {
        let counters = COUNTERS.replace(":oids", &self.relations.counted().join(", "));
        let replies = self.postgres.run(&format!("{counters};\n{CATALOG_WRITES};\n{SETTINGS}")).await?;
        let [counters, writes, ..] = &replies[..] else { return Err(unexpected()) };
        let (relations, catalog_writes) = (self.relations.committed(counters)?, number(writes)?);
        self.postgres.take_notices();
        // what was not asked for in the last transaction is still to be told
        let catalog = self.catalog.map(|(catalog, options, writes)| {
            (catalog, options, if writes == self.catalog_writes { catalog_writes } else { u64::MAX })
        });
        Ok(Self { relations, catalog_writes, catalog, ..self })
    }

    /// Runs a statement, or `COPY … FROM STDIN` with its rows, and tells what it did. What became of the schema is not
    /// in it: that is for [`Tracer::changes`].
    ///
    /// # Errors
    /// The statement's own. The transaction has failed then, and there is nothing more to trace in it.
    pub async fn run(&mut self, sql: &str, rows: Option<&str>) -> Result<Trace, DbError> {
        // DEALLOCATE ALL forgets ours, too
        self.is_prepared &= !sql.to_ascii_uppercase().contains("DEALLOCATE");
        let asked = AFTER.map(|(name, sql)| if self.is_prepared { format!("EXECUTE {name}") } else { sql.to_owned() });
        let after = format!("{};\n{SETTINGS}", asked.join(";\n"));
        let started = Instant::now();
        let ((ran, duration), replies) = match rows {
            Some(rows) => {
                let ran = self.postgres.copy_in(sql, rows).await.map(drop);
                ((ran, started.elapsed()), self.postgres.run(&after).await)
            }
            None => {
                let statement = async { (self.postgres.send(sql).await.map(drop), started.elapsed()) };
                join(statement, self.postgres.send(&after)).await
            }
        };
        ran?;
        let replies = replies?;
        let [touched, writes, renamed, ..] = &replies[..] else { return Err(unexpected()) };
        let writes = number(writes)?;
        let wrote_catalogs = writes != std::mem::replace(&mut self.catalog_writes, writes);
        let said = Said::new(self.postgres.take_notices());
        let checked = self.checked(&said.foreign_keys).await?;

        let mut now = self.relations.with(touched, renamed)?;
        let mut trace = compare::compare(&self.relations, &now, &said, &checked);
        if now.has_let_go(&self.relations) {
            // Back to a savepoint: what was done since is undone, and the locks no longer tell where.
            let replies = self.postgres.run(RELATIONS).await?;
            now = self.relations.again(replies.first().ok_or_else(unexpected)?)?;
        }
        self.relations = now;
        trace.wrote_catalogs = wrote_catalogs;
        trace.notices = said.notices;
        trace.duration = duration;
        Ok(trace)
    }

    /// What became of the schema since this was last asked, or since the beginning. The catalog is read for it, unless
    /// the server shows that nothing was written to it; empty where [`Tracer::begin`] was given none.
    pub async fn changes(&mut self) -> Result<Vec<Change>, DbError> {
        let Some((before, options, writes)) = &mut self.catalog else { return Ok(Vec::new()) };
        if *writes == self.catalog_writes {
            return Ok(Vec::new());
        }
        let after = read(self.postgres, options).await?;
        let changes = Catalog::changes(before, &after);
        (*before, *writes) = (after, self.catalog_writes);
        // what reading it said
        self.postgres.take_notices();
        Ok(changes)
    }

    /// The catalog as [`Tracer::changes`] last had it.
    pub fn catalog(&self) -> Option<&Catalog> {
        self.catalog.as_ref().map(|(catalog, ..)| catalog)
    }

    /// The catalog as [`Tracer::changes`] last had it, for the next transaction.
    pub fn into_catalog(self) -> Option<Catalog> {
        self.catalog.map(|(catalog, ..)| catalog)
    }

    /// Tables whose rows were held against foreign keys of these names, by their oids.
    async fn checked(&self, names: &[String]) -> Result<Vec<u32>, DbError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<_> = names.iter().map(|name| literal(name)).collect();
        let replies = self.postgres.run(&FOREIGN_KEYS.replace(":names", &names.join(", "))).await?;
        let rows = replies.first().ok_or_else(unexpected)?.rows.iter();
        Ok(rows.filter_map(|row| row.first()?.as_ref()?.parse().ok()).collect())
    }
}

/// The one number of a reply.
fn number(reply: &Reply) -> Result<u64, DbError> {
    let value = reply.rows.first().and_then(|row| row.first()?.as_ref()?.parse().ok());
    value.ok_or_else(unexpected)
}
