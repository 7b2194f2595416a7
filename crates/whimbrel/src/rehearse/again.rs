//! What a migration does when it runs a second time.

use whimbrel_catalog::{Catalog, RowsWritten};
use whimbrel_db::DbError;
use whimbrel_db::postgres::trace::Tracer;
use whimbrel_plan::{Again, PlannedMigration, Problem, Rehearsed, StepMode, TryFailure};
use whimbrel_source::Statement;

use super::{Stage, statement, writer};

/// Runs it once more, in a transaction that is rolled back.
pub(super) async fn tried(stage: &Stage<'_>, planned: &PlannedMigration, first: &Rehearsed) -> Result<Again, Problem> {
    let alone = planned.steps.iter().any(|step| step.mode == StepMode::Alone);
    if alone || first.statements.is_empty() {
        return Ok(Again::NotTried);
    }
    stage.in_passing(run(stage, planned, first)).await
}

fn statements(planned: &PlannedMigration) -> impl Iterator<Item = &Statement> {
    planned.steps.iter().flat_map(|step| &step.statements)
}

/// The failure of the first statement, which most second runs end with: nothing has to be watched for that.
async fn at_once(stage: &Stage<'_>, planned: &PlannedMigration) -> Result<Option<Box<TryFailure>>, DbError> {
    let Some(first) = statements(planned).next() else { return Ok(None) };
    stage.postgres.run("SAVEPOINT whimbrel_again").await?;
    let ran = statement::run_each(stage, &planned.file, [first]).await?;
    stage.postgres.run("ROLLBACK TO SAVEPOINT whimbrel_again").await?;
    Ok(ran.err())
}

async fn run(stage: &Stage<'_>, planned: &PlannedMigration, first: &Rehearsed) -> Result<Again, DbError> {
    if let Some(failure) = at_once(stage, planned).await? {
        return Ok(Again::Fails { failure, midway: false });
    }
    let mut tracer = Tracer::begin(stage.postgres, None).await?;
    let mut rows: Vec<(Statement, RowsWritten)> = Vec::new();
    let mut writers: Vec<&Statement> = Vec::new();
    let statements: Vec<_> = statements(planned).collect();
    for (number, it) in statements.iter().enumerate() {
        let copied = it.copy_data.map(|rows| planned.file.slice(rows));
        match tracer.run(&it.sql, copied).await {
            Ok(trace) => {
                writers.extend(trace.wrote_catalogs.then_some(*it));
                rows.extend(trace.written.into_iter().map(|rows| (Statement::clone(it), rows)));
            }
            Err(error) if error.disconnected => return Err(error),
            Err(error) => {
                // A script whose first statement that does anything fails says no at once, which is what it should.
                let did = |tried: &whimbrel_plan::Tried| tried.trace.wrote_catalogs || !tried.trace.written.is_empty();
                let midway = first.statements.iter().take(number).any(did);
                return Ok(Again::Fails { failure: Box::new(statement::failure(it, error)), midway });
            }
        }
    }
    let changes = match writers.is_empty() {
        false => Catalog::changes(&first.after, &stage.catalog(true).await?),
        true => Vec::new(),
    };
    rows.retain(|(_, it)| it.inserted + it.updated + it.deleted > 0);
    if changes.is_empty() && rows.is_empty() {
        return Ok(Again::ChangesNothing);
    }
    Ok(Again::Repeats { rows, changes: writer::group(changes, &writers) })
}
