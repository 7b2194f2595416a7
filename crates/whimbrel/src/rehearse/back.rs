//! What the way back of a migration is worth: does it bring the schema back, and does `up` do the same after it?

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

fn alone(planned: &PlannedMigration) -> bool {
    planned.steps.iter().any(|step| step.mode == StepMode::Alone)
}

/// Runs `down`, and with `and_forth` `up` once more, in a transaction that is rolled back.
pub(super) async fn tried(
    stage: &Stage<'_>,
    migration: &Migration,
    up: &PlannedMigration,
    first: &Rehearsed,
    and_forth: bool,
) -> Result<Back, Problem> {
    let Some(down) = way(migration)? else { return Ok(Back::Missing) };
    if alone(&down) {
        return Ok(Back::NotTried);
    }
    let up = Some(up).filter(|up| and_forth && !alone(up));
    stage.in_passing(run(stage, &down, up, first)).await
}

async fn run(
    stage: &Stage<'_>,
    down: &PlannedMigration,
    up: Option<&PlannedMigration>,
    first: &Rehearsed,
) -> Result<Back, DbError> {
    if let Err(failure) = statement::run_all(stage, down).await? {
        return Ok(Back::Fails(failure));
    }
    let left = Catalog::changes(&first.before, &stage.catalog(true).await?);
    if !left.is_empty() {
        return Ok(Back::Leaves(left));
    }
    let Some(up) = up else { return Ok(Back::Restores) };
    if let Err(failure) = statement::run_all(stage, up).await? {
        return Ok(Back::UpFails(failure));
    }
    let differs = Catalog::changes(&first.after, &stage.catalog(true).await?);
    Ok(if differs.is_empty() { Back::Exact } else { Back::UpDiffers(differs) })
}
