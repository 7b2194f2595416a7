//! What the way back of a migration is worth: does it bring the schema back?

use whimbrel_catalog::Catalog;
use whimbrel_db::DbError;
use whimbrel_plan::step::WayBack;
use whimbrel_plan::{Back, Plan, PlannedMigration, Problem, Rehearsed, StepMode};
use whimbrel_source::{Engine, Migration};

use super::{Stage, statement};
use crate::project::together;

/// Its `down` section as steps; `None` where there is none, or none that does anything.
pub(super) fn way(migration: &Migration) -> Result<Option<PlannedMigration>, Problem> {
    let Some(way) = WayBack::of_file(migration, Engine::Postgres) else { return Ok(None) };
    let plan = Plan::revert(&[way], Engine::Postgres).map_err(together)?.for_one_session();
    Ok(plan.migrations.into_iter().next().filter(|down| !down.steps.is_empty()))
}

/// True where part of it runs outside a transaction.
pub(super) fn alone(planned: &PlannedMigration) -> bool {
    planned.steps.iter().any(|step| step.mode == StepMode::Alone)
}

/// Runs `down`, after the migration has run for good, in a transaction that is rolled back.
pub(super) async fn tried(stage: &Stage<'_>, migration: &Migration, first: &Rehearsed) -> Result<Back, Problem> {
    let Some(down) = way(migration)? else { return Ok(Back::Missing) };
    if alone(&down) {
        return Ok(Back::NotTried);
    }
    stage.in_passing(run(stage, &down, first)).await
}

async fn run(stage: &Stage<'_>, down: &PlannedMigration, first: &Rehearsed) -> Result<Back, DbError> {
    if let Err(failure) = statement::run_all(stage, down).await? {
        return Ok(Back::Fails(failure));
    }
    let left = Catalog::changes(&first.before, &stage.catalog(true).await?);
    Ok(if left.is_empty() { Back::Restores } else { Back::Leaves(left) })
}
