//! Rehearsal: migrations are run on a shadow database, one after the other, and everything that can be learned there is
//! learned: what each statement locks and rewrites, whether a second run repeats it, what its way back is worth, what
//! becomes of rows. The target is read, and never written to.
//!
//! `forward` runs a migration for good; `round`, `again`, `back` and `broken` try things in transactions that are rolled
//! back, `round` with `rows`; `pending` and `folder` choose what the shadow holds first.

mod again;
mod apart;
mod back;
mod broken;
pub(crate) mod failing;
mod fixture;
mod folder;
mod forward;
mod pending;
mod plain;
mod round;
mod rows;
mod statement;
mod writer;

use std::sync::Arc;

use whimbrel_catalog::Catalog;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::{Connection, DbError, Postgres};
use whimbrel_plan::{Back, Event, Held, Observer, PlannedMigration, Problem, Rehearsal, Rehearsed};
use whimbrel_source::{Migration, SectionKind};

pub use crate::linting::of_rehearsal as findings;
pub use failing::{failure_problem, fixture_problem};
pub use folder::folder;
pub(crate) use pending::{Start, pending};

use crate::schema::read::Reader;
use crate::schema::replay;
use crate::schema::{SchemaOptions, no_shadow_to_try_on};

/// Up to so many migrations, the schema is looked at after each; of more, after the last: reading it after each of a
/// thousand would take longer than to run them.
const EACH: usize = 20;

/// Whether the schema is looked at after the migration at this place, from 0, of so many.
pub(crate) fn looked_at(at: usize, total: usize) -> bool {
    total <= EACH || at + 1 == total
}

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What the migrations make, in the end.
    Result,
    /// What each statement does to what was there before, and what breaks.
    Forward,
    /// Its `verify` section and its way back, too.
    AndBack,
    /// Everything: again, over rows, back and forth, its `test` section.
    Everything,
}

/// A shadow that holds what is there before, and what is tried on it.
pub(crate) struct Stage<'s> {
    pub(crate) postgres: &'s Postgres,
    pub(crate) connection: &'s Connection,
    pub(crate) options: &'s SchemaOptions,
    /// Roles that are missing may be created: the server is ours alone.
    pub(crate) is_ours: bool,
    pub(crate) on: String,
    pub(crate) depth: Depth,
    /// What each migration begins with.
    pub(crate) session: replay::On<'s>,
}

impl Reader<'_> {
    /// Tries migrations on the shadow, which holds `start`.
    pub(crate) async fn rehearse(
        &self,
        start: Catalog,
        held: Held,
        narrowed: Vec<String>,
        migrations: &[(&Migration, PlannedMigration)],
        depth: Depth,
        observer: &mut dyn Observer,
    ) -> Result<Rehearsal, Problem> {
        let Some(shadow) = self.shadow() else { return Err(no_shadow_to_try_on()) };
        let (on, version) = (shadow.what(), shadow.version() / 10_000);
        let stage = Stage {
            postgres: shadow.postgres(),
            connection: shadow.connection(),
            options: self.options(),
            is_ours: self.is_ours(),
            on: on.clone(),
            depth,
            session: replay::On::shadow(shadow).await?,
        };
        let migrations = match depth {
            Depth::Result | Depth::Forward => stage.all_for_apply(migrations, start, observer).await?,
            _ => stage.all(migrations, start, observer).await?,
        };
        Ok(Rehearsal { on, because: self.because(), version, held, migrations, narrowed })
    }
}

impl Stage<'_> {
    /// Tries migrations until one fails.
    pub(crate) async fn all(
        &self,
        migrations: &[(&Migration, PlannedMigration)],
        start: Catalog,
        observer: &mut dyn Observer,
    ) -> Result<Vec<Rehearsed>, Problem> {
        observer.event(Event::Rehearsing { migrations: migrations.len() });
        let mut catalog = Arc::new(start);
        let mut tried = Vec::new();
        for (migration, planned) in migrations {
            let one = self.one(migration, planned, catalog).await?;
            catalog = Arc::clone(&one.after);
            let failed = one.failed.is_some();
            tried.push(one);
            if failed {
                break;
            }
        }
        Ok(tried)
    }

    async fn one(
        &self,
        migration: &Migration,
        planned: &PlannedMigration,
        before: Arc<Catalog>,
    ) -> Result<Rehearsed, Problem> {
        let everything = self.depth == Depth::Everything;
        // Before it runs for good: afterwards the schema is another.
        let round = match everything {
            true => round::gone(self, migration, planned, &before).await?,
            false => None,
        };
        let worked = broken::working(self, &before).await?;
        let forward = forward::run(self, migration, planned, &before).await?;
        let mut tried = Rehearsed {
            statements: forward.statements,
            failed: forward.failed,
            ..Rehearsed::new(planned, before, forward.after)
        };
        if tried.failed.is_some() {
            return Ok(tried);
        }
        if self.depth != Depth::Forward {
            // in the session that the migration leaves, as on a target, where they are part of its transaction
            tried.checks = forward::checks(self, migration, SectionKind::Verify).await?;
        }
        self.session.leave(planned).await.map_err(|error| self.lost(&error))?;
        tried.broken = broken::found(self, &worked, &tried.before, &tried.after).await?;
        tried.back = match round {
            Some(mut round) => {
                tried.rows = std::mem::take(&mut round.rows);
                round.back(&tried.after)
            }
            None if self.depth == Depth::Forward => Back::NotTried,
            None => back::tried(self, migration, &tried).await?,
        };
        if everything {
            tried.tests = forward::checks(self, migration, SectionKind::Test).await?;
            tried.again = again::tried(self, planned, &tried).await?;
        }
        Ok(tried)
    }

    /// The shadow's schema. The options are those of every reading of it.
    pub(crate) async fn catalog(&self, in_transaction: bool) -> Result<Catalog, DbError> {
        read(self.postgres, &self.read_options(in_transaction)).await
    }

    pub(crate) fn read_options(&self, in_transaction: bool) -> ReadOptions {
        let ignore_schemas = vec![self.options.history_schema.clone()];
        ReadOptions { ignore_schemas, in_transaction, prepares: true, ..ReadOptions::default() }
    }

    /// Runs in a transaction that is rolled back, whatever comes of it.
    pub(crate) async fn in_passing<T>(&self, work: impl Future<Output = Result<T, DbError>>) -> Result<T, Problem> {
        self.run("BEGIN").await?;
        let done = work.await;
        // Where the connection is gone this says so, and the first error is the one to tell.
        let ended = self.postgres.run("ROLLBACK").await;
        let done = done.map_err(|error| self.lost(&error))?;
        ended.map_err(|error| self.lost(&error))?;
        Ok(done)
    }

    pub(crate) async fn run(&self, sql: &str) -> Result<(), Problem> {
        self.postgres.run(sql).await.map(drop).map_err(|error| self.lost(&error))
    }

    /// The shadow itself failed.
    pub(crate) fn lost(&self, error: &DbError) -> Problem {
        crate::schema::shadow_failed(error, &self.on)
    }
}
