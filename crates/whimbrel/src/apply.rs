//! `apply`: lock, history, refusals, requirements, plan, run, proof. Read this to follow one run.

use std::sync::Arc;
use std::time::Instant;

use whimbrel_catalog::Catalog;
use whimbrel_db::{ConnectOptions, Connection};
use whimbrel_lint::Config;
use whimbrel_plan::{
    Applied, Direction, Effects, ExitClass, MigrationRun, Observer, Plan, Problem, RunLog, Sealed, Verdict,
};
use whimbrel_run::{Interrupt, lock, stays};
use whimbrel_source::{Migration, MigrationSet, Version};

use crate::schema::{SchemaOptions, ShadowOptions};
use crate::{Planned, Refused, Session};

/// What to apply and what to put up with.
#[derive(Debug, Clone, Default)]
pub struct ApplyOptions {
    /// The last version to apply; `None` applies all.
    pub to: Option<Version>,
    /// Apply pending files that are older than the newest applied one.
    pub allow_out_of_order: bool,
    /// Go on although applied files have been edited.
    pub allow_edited: bool,
    /// Go on although files of applied migrations are missing.
    pub allow_missing: bool,
    /// Run the `test` sections of what was applied on the target too, each in a transaction that is rolled back.
    pub tests: bool,
    /// Run the migrations on a shadow database first, refuse what is unsafe, and hold the target to what they did there. On
    /// SQLite, whose migrations nobody tries, what their text shows is refused.
    pub rehearse: bool,
    /// Where the shadow database is.
    pub shadow: ShadowOptions,
    /// Which lint rules count how much, and which may find what they want this time.
    pub lint: Config,
    /// A plan that was made before, to be held to.
    pub sealed: Option<Sealed>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct ApplyOutcome {
    /// What ran and what it changed; no migrations where there was nothing to do.
    pub log: RunLog,
    /// The `test` sections, where asked for.
    pub tests: Verdict,
    /// How many migrations are applied now.
    pub applied: usize,
    /// How many are pending still, because of `to`.
    pub pending: usize,
    /// The newest applied one.
    pub newest: Option<Applied>,
    /// Whether the target was held to what the migrations did on a shadow database.
    pub effects: Effects,
    /// What was known before; `None` where there was nothing to do.
    pub planned: Option<Box<Planned>>,
}

impl Session<'_> {
    /// What `apply` would run, with everything checked that can be checked without writing.
    pub async fn plan_apply(&mut self, options: &ApplyOptions) -> Result<Plan, Problem> {
        let files = self.project.read()?;
        let prepared = self.prepare(&files, options).await?;
        self.in_order(&files, &prepared, options, options.rehearse).await?;
        Ok(prepared.plan)
    }

    /// Applies what is pending. Each migration's `verify` section holds before it is committed.
    ///
    /// # Errors
    /// Refused where a rule finds an error that nothing allows, or where a statement fails on the shadow that must fail on
    /// the target, too.
    pub async fn apply(
        &mut self,
        options: &ApplyOptions,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<ApplyOutcome, Refused> {
        let started = Instant::now();
        let files = self.project.read()?;
        let prepared = self.prepare(&files, options).await?;
        if prepared.plan.migrations.is_empty() {
            return Ok(ApplyOutcome {
                log: RunLog {
                    direction: Direction::Apply,
                    migrations: Vec::new(),
                    changes: Vec::new(),
                    duration: started.elapsed(),
                },
                tests: Verdict::default(),
                applied: prepared.history.applied.len(),
                pending: prepared.left,
                newest: prepared.history.applied.into_values().next_back(),
                effects: Effects::Off,
                planned: None,
            });
        }
        let run = self.project.run_options(interrupt);
        let lock = lock::acquire(&self.connection, &run, observer).await.map_err(|e| self.run_problem(e, &files))?;
        let outcome = self.apply_locked(started, &files, options, observer, interrupt).await;
        lock.release(&self.connection, observer).await;
        outcome
    }

    async fn apply_locked(
        &mut self,
        started: Instant,
        files: &MigrationSet,
        options: &ApplyOptions,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<ApplyOutcome, Refused> {
        // Another run may have applied some of it while this one waited for the lock.
        let prepared = self.prepare(files, options).await?;
        let target = self.catalog().await?;
        let judged = self.judged(files, &prepared, target, options, observer);
        let planned = tokio::select! {
            planned = judged => planned?,
            () = interrupt.triggered() => return Err(interrupted_rehearsal().into()),
        };
        if let Some(problem) = self.refusal(&planned, files).await {
            return Err(Refused { problem, planned: Some(Box::new(planned)) });
        }
        let mut run = self.project.run_options(interrupt);
        let (expected, effects) = planned.expected(self.major_version(), &self.project.history_schema);
        run.expected = expected.map(Arc::new);
        let migrations = match whimbrel_run::run(&self.connection, &prepared.plan, &run, observer).await {
            Ok(migrations) => migrations,
            Err(error) => return Err(self.statement_problem(error, files).await.into()),
        };
        let stays = |problem| afterwards(problem, &migrations, Direction::Apply);
        let changes = Catalog::changes(&planned.target, &self.catalog().await.map_err(stays)?);
        let history = self.history().await.map_err(stays)?;
        let mut tests = Verdict::default();
        if options.tests {
            let applied: Vec<&Migration> = migrations.iter().filter_map(|m| files.get(&m.version)).collect();
            tests = self.run_tests(&applied, interrupt).await.map_err(stays)?;
        }
        Ok(ApplyOutcome {
            log: RunLog { direction: Direction::Apply, migrations, changes, duration: started.elapsed() },
            tests,
            applied: history.applied.len(),
            pending: prepared.left,
            newest: history.applied.into_values().next_back(),
            effects,
            planned: Some(Box::new(planned)),
        })
    }

    /// How this session's schema is compared.
    pub(crate) fn schema_options(&self, shadow: ShadowOptions) -> SchemaOptions {
        SchemaOptions {
            history_schema: self.project.history_schema.clone(),
            connect: ConnectOptions { application_name: "whimbrel".to_owned(), wait: None },
            shadow,
            target_version: matches!(self.connection, Connection::Postgres(_)).then(|| self.major_version()),
            renames: Vec::new(),
            with_rows: false,
            owners: true,
            privileges: true,
            engine: self.engine(),
        }
    }
}

/// The shadow is dropped, whatever runs there.
pub(crate) fn interrupted_rehearsal() -> Problem {
    let message = "interrupted while the migrations were tried on a shadow database";
    Problem::new(ExitClass::Interrupted, "run.interrupted", message).state("nothing was applied")
}

/// What went wrong, for a remark.
pub(crate) fn in_a_line(problem: &Problem) -> String {
    let first = problem.message.lines().next().unwrap_or_default().to_owned();
    match problem.database.iter().find(|(label, _)| *label == "message") {
        Some((_, said)) => format!("{first}: {said}"),
        None => first,
    }
}

/// A problem that came after migrations have run: they stay, and that is what the user must know of the target.
pub(crate) fn afterwards(mut problem: Problem, migrations: &[MigrationRun], direction: Direction) -> Problem {
    let versions: Vec<Version> = migrations.iter().map(|run| run.version.clone()).collect();
    if problem.class == ExitClass::NotConnected {
        problem.class = ExitClass::Failed;
    }
    problem.state = Some(stays(&versions, Some(direction)));
    problem.applied = versions;
    problem
}
