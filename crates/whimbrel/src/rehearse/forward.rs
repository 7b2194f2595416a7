//! A migration runs on the shadow for good, traced statement by statement.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use whimbrel_catalog::Catalog;
use whimbrel_db::DbError;
use whimbrel_db::postgres::trace::{Concurrently, Tracer, as_written, outside};
use whimbrel_plan::{CheckResult, Plan, PlannedMigration, Problem, Step, StepMode, Tried, TryFailure};
use whimbrel_run::RunOptions;
use whimbrel_run::trial::{self, Test};
use whimbrel_source::{Engine, Migration, SectionKind, Statement};

use super::{Depth, Stage, statement};
use crate::project::together;

pub(super) struct Forward {
    pub(super) statements: Vec<Tried>,
    pub(super) failed: Option<TryFailure>,
    pub(super) after: Arc<Catalog>,
}

/// Statements as they can run in one session, without CONCURRENTLY, by where they start.
type Plain<'m> = BTreeMap<usize, &'m Statement>;

/// Runs it in the steps that the target will have: locks are those of a transaction, and what the target does in two is not
/// one here. `planned` is the migration for one session. Where a role is missing that may be created, a step begins again.
pub(super) async fn run(
    stage: &Stage<'_>,
    migration: &Migration,
    planned: &PlannedMigration,
    before: &Arc<Catalog>,
) -> Result<Forward, Problem> {
    let plain = planned.steps.iter().flat_map(|step| &step.statements).map(|it| (it.span.start, it)).collect();
    let target = Plan::apply(&[migration], Engine::Postgres).map_err(together)?;
    let mut forward = Forward { statements: Vec::new(), failed: None, after: Arc::clone(before) };
    for step in target.migrations.iter().flat_map(|migration| &migration.steps) {
        loop {
            let (start, known) = (forward.statements.len(), Arc::clone(&forward.after));
            let ran = self::step(stage, planned, step, &plain, &mut forward).await;
            let Some(failure) = ran.map_err(|error| stage.lost(&error))? else { break };
            let again = statement::makes_up_for(stage, &failure).await.map_err(|error| stage.lost(&error))?;
            if !again {
                forward.failed = Some(*failure);
                return Ok(forward);
            }
            forward.statements.truncate(start);
            forward.after = known;
        }
    }
    Ok(forward)
}

/// One step. Gives the failure of a statement; no transaction is open then.
async fn step(
    stage: &Stage<'_>,
    planned: &PlannedMigration,
    step: &Step,
    plain: &Plain<'_>,
    forward: &mut Forward,
) -> Result<Option<Box<TryFailure>>, DbError> {
    if step.mode == StepMode::Alone {
        for it in &step.statements {
            let run = plain.get(&it.span.start).copied().unwrap_or(it);
            if run.refused_in_transaction().is_some() {
                let mut trace = match outside(stage.postgres, &run.sql).await {
                    Ok(trace) => trace,
                    Err(error) if error.disconnected => return Err(error),
                    Err(error) => return Ok(Some(Box::new(statement::failure(it, error)))),
                };
                let after = stage.catalog(false).await?;
                trace.changes = Catalog::changes(&forward.after, &after);
                keep(forward, it, StepMode::Alone, trace, Some(after));
                continue;
            }
            if let Some(failure) = transaction(stage, planned, &[(it, run)], StepMode::Alone, forward).await? {
                return Ok(Some(failure));
            }
        }
        return Ok(None);
    }
    let statements: Vec<_> =
        step.statements.iter().map(|it| (it, plain.get(&it.span.start).copied().unwrap_or(it))).collect();
    transaction(stage, planned, &statements, StepMode::Transaction, forward).await
}

/// Statements in one transaction, each as it is written and as it runs here.
async fn transaction(
    stage: &Stage<'_>,
    planned: &PlannedMigration,
    statements: &[(&Statement, &Statement)],
    mode: StepMode,
    forward: &mut Forward,
) -> Result<Option<Box<TryFailure>>, DbError> {
    stage.postgres.run("BEGIN").await?;
    // Who asks for everything asks of a whole migration what it makes.
    let each = stage.depth != Depth::Everything;
    let start = each.then(|| (Catalog::clone(&forward.after), stage.read_options(true)));
    let (first, mut wrote_catalogs) = (forward.statements.len(), false);
    let mut tracer = Tracer::begin(stage.postgres, start).await?;
    for (it, run) in statements {
        let rows = run.copy_data.map(|rows| planned.file.slice(rows));
        match tracer.run(&run.sql, rows).await {
            Ok(mut trace) => {
                wrote_catalogs |= trace.wrote_catalogs;
                trace.changes = tracer.changes().await?;
                let after = (!trace.changes.is_empty()).then(|| tracer.catalog().cloned()).flatten();
                let trace = match Concurrently::of(&it.kind) {
                    Some(concurrently) => as_written(trace, &concurrently),
                    None => trace,
                };
                keep(forward, it, mode, trace, after);
            }
            Err(error) if error.disconnected => return Err(error),
            Err(error) => {
                stage.postgres.run("ROLLBACK").await?;
                return Ok(Some(Box::new(statement::failure(it, error))));
            }
        }
    }
    if !each && wrote_catalogs {
        forward.after = Arc::new(stage.catalog(true).await?);
        forward.statements[first..].iter_mut().for_each(|tried| tried.after = Arc::clone(&forward.after));
    }
    match stage.postgres.run("COMMIT").await {
        Ok(_) => Ok(None),
        Err(error) if error.disconnected => Err(error),
        // What was deferred to COMMIT is told at the last statement.
        Err(error) => Ok(statements.last().map(|(last, _)| Box::new(statement::failure(last, error)))),
    }
}

fn keep(
    forward: &mut Forward,
    statement: &Statement,
    mode: StepMode,
    trace: whimbrel_catalog::Trace,
    after: Option<Catalog>,
) {
    let before = Arc::clone(&forward.after);
    let after = after.map_or_else(|| Arc::clone(&before), Arc::new);
    forward.after = Arc::clone(&after);
    forward.statements.push(Tried { statement: statement.clone(), mode, trace, before, after });
}

/// The checks of its `verify` or `test` section, in a transaction that is rolled back.
pub(super) async fn checks(
    stage: &Stage<'_>,
    migration: &Migration,
    section: SectionKind,
) -> Result<Vec<CheckResult>, Problem> {
    let statements = migration.statements(section, Engine::Postgres)?;
    let test = Test { file: &migration.file, statements };
    let options = RunOptions { lock_timeout: Duration::ZERO, ..RunOptions::default() };
    let found = trial::tests(stage.connection, &[test], &options).await;
    found.map_err(|error| Problem::from(error).state("nothing was changed: this ran on a shadow database only"))
}
