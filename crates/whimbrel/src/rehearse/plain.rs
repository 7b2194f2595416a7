//! Migrations run on the shadow for what they make, statement after statement, without a look at each: where it is known
//! already what they do on the way, or where there is nothing that they could do it to.

use std::sync::Arc;

use whimbrel_catalog::Catalog;
use whimbrel_plan::{Event, Observer, PlannedMigration, Problem, Rehearsed};
use whimbrel_source::Migration;

use super::apart::Names;
use super::{Depth, Stage, looked_at, statement};

impl Stage<'_> {
    /// Runs them until one fails: traced where they may touch what was there before, and else, with [`Depth::Result`] all of
    /// them, plainly. After the latter the schema is read where [`looked_at`] says so, or where it is needed; else they have
    /// the one before.
    pub(super) async fn all_for_apply(
        &self,
        migrations: &[(&Migration, PlannedMigration)],
        start: Catalog,
        observer: &mut dyn Observer,
    ) -> Result<Vec<Rehearsed>, Problem> {
        let total = migrations.len();
        observer.event(Event::Rehearsing { migrations: total });
        let mut names = Names::of(&start);
        let mut before = Arc::new(start);
        let mut is_current = true;
        let mut tried = Vec::new();
        for (at, (migration, planned)) in migrations.iter().enumerate() {
            let is_plain = self.depth == Depth::Result || names.are_apart_from(planned);
            let one = if is_plain {
                is_current = looked_at(at, total);
                self.plain(planned, before, is_current).await?
            } else {
                if !is_current {
                    before = self.read().await?;
                }
                is_current = true;
                let one = self.one(migration, planned, before).await?;
                // what it has made is there for the next one: it may be called, or be what had another name
                names = Names::of(&one.after);
                one
            };
            before = Arc::clone(&one.after);
            let is_over = one.failed.is_some();
            tried.push(one);
            if is_over {
                break;
            }
        }
        Ok(tried)
    }

    async fn plain(&self, planned: &PlannedMigration, before: Arc<Catalog>, read: bool) -> Result<Rehearsed, Problem> {
        let failed = match self.session.attempt(planned).await? {
            Some((error, _)) if error.disconnected => return Err(self.lost(&error)),
            Some((error, at)) => Some(statement::failure(at, error)),
            None => None,
        };
        let after = if read && failed.is_none() { self.read().await? } else { Arc::clone(&before) };
        Ok(Rehearsed { failed, ..Rehearsed::new(planned, before, after) })
    }

    async fn read(&self) -> Result<Arc<Catalog>, Problem> {
        self.catalog(false).await.map(Arc::new).map_err(|error| self.lost(&error))
    }
}
