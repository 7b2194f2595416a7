//! Migrations run on the shadow for what they make, statement after statement, without a look at each: where it is known
//! already what they do on the way, or where there is nothing that they could do it to.

use std::sync::Arc;

use whimbrel_catalog::Catalog;
use whimbrel_plan::{Event, Observer, PlannedMigration, Problem, Rehearsed};

use super::{Stage, looked_at, statement};
use crate::schema::replay;

impl Stage<'_> {
    /// Runs them until one fails. Their schema is read after those that [`looked_at`] names; the others have the one before.
    pub(super) async fn all_plain(
        &self,
        migrations: impl ExactSizeIterator<Item = &PlannedMigration>,
        start: Catalog,
        observer: &mut dyn Observer,
    ) -> Result<Vec<Rehearsed>, Problem> {
        let total = migrations.len();
        observer.event(Event::Rehearsing { migrations: total });
        let mut before = Arc::new(start);
        let mut tried = Vec::new();
        for (at, planned) in migrations.enumerate() {
            let failure = replay::attempt(planned, self.postgres, self.is_ours, &self.on).await?;
            let after = match failure.is_none() && looked_at(at, total) {
                true => Arc::new(self.catalog(false).await.map_err(|error| self.lost(&error))?),
                false => Arc::clone(&before),
            };
            let failed = match failure {
                Some((error, _)) if error.disconnected => return Err(self.lost(&error)),
                Some((error, at)) => Some(statement::failure(at, error)),
                None => None,
            };
            let is_over = failed.is_some();
            tried.push(Rehearsed { failed, ..Rehearsed::new(planned, before, Arc::clone(&after)) });
            before = after;
            if is_over {
                break;
            }
        }
        Ok(tried)
    }
}
