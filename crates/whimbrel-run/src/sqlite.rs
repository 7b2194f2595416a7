//! Running a plan on an SQLite file: the same contract, one statement after the other.

use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use whimbrel_db::sqlite::shape;
use whimbrel_db::{DbError, Sqlite};
use whimbrel_plan::{CheckResult, Event, MigrationRun, Observer, Plan, PlannedMigration, Step, StepMode, check};
use whimbrel_source::{Span, Statement};

use crate::error::{Failure, Standing, Which};
use crate::existing::{Judgement, judge, named};
use crate::history::event::NewEvent;
use crate::history::sqlite::{insert, prepare};
use crate::journal::{self, Journal, State};
use crate::postgres::statement_run;
use crate::sql::shortened;
use crate::{RunError, RunOptions};

/// Between two attempts while another connection writes.
const PAUSE: Duration = Duration::from_millis(250);
/// What the history keeps of an error, in characters.
const DETAIL: usize = 2000;

struct Run<'a> {
    session: &'a Sqlite,
    plan: &'a Plan,
    options: &'a RunOptions,
    observer: &'a mut dyn Observer,
    done: Vec<MigrationRun>,
}

/// Why a migration's transaction did not commit.
enum Stopped {
    /// A statement failed; where it stands, or what was being done.
    By(Option<Span>, &'static str, Box<DbError>),
    NotVerified(Span, Vec<CheckResult>),
    /// `IF NOT EXISTS` met something else: what, and how it differs.
    OtherShape(Span, String, Vec<String>),
    Interrupted,
}

pub(crate) async fn run(
    session: &Sqlite,
    plan: &Plan,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<Vec<MigrationRun>, RunError> {
    prepare(session, observer)?;
    let _watch = Watch::start(session, options);
    let mut run = Run { session, plan, options, observer, done: Vec::new() };
    match run.migrations().await {
        Ok(()) => Ok(run.done),
        Err(failure) => Err(RunError { failure, done: run.done, direction: Some(plan.direction) }),
    }
}

/// Stops the statement that runs when the run is interrupted. Once is enough: what begins later looks for itself.
struct Watch(JoinHandle<()>);

impl Watch {
    fn start(session: &Sqlite, options: &RunOptions) -> Self {
        let (interrupt, handle) = (options.interrupt.clone(), session.interrupt());
        Self(tokio::spawn(async move {
            interrupt.triggered().await;
            handle.interrupt();
        }))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Run<'_> {
    async fn migrations(&mut self) -> Result<(), Failure> {
        let plan = self.plan;
        for (index, migration) in plan.migrations.iter().enumerate() {
            if self.options.interrupt.is_triggered() {
                return Err(Failure::Interrupted { during: None });
            }
            self.observer.event(Event::Started {
                index,
                total: plan.migrations.len(),
                version: migration.version.clone(),
                name: migration.name.clone(),
            });
            let started = Instant::now();
            let mut run = MigrationRun {
                version: migration.version.clone(),
                name: migration.name.clone(),
                description: migration.description.clone(),
                duration: Duration::ZERO,
                statements: Vec::new(),
                checks: Vec::new(),
                remarks: migration.remarks.clone(),
                notices: Vec::new(),
                resumed_after: 0,
            };
            if let Err(failure) = self.migration(migration, started, &mut run).await {
                self.record_failure(migration, &failure, started);
                return Err(failure);
            }
            run.duration = started.elapsed();
            self.observer.event(Event::Finished { version: run.version.clone(), duration: run.duration });
            self.done.push(run);
        }
        Ok(())
    }

    async fn migration(
        &mut self,
        migration: &PlannedMigration,
        started: Instant,
        run: &mut MigrationRun,
    ) -> Result<(), Failure> {
        if migration.is_atomic() {
            let statements = migration.steps.first().map(|step| step.statements.as_slice()).unwrap_or_default();
            return self
                .transaction(migration, statements, Tail::Record(started, None), run, Standing::RolledBack)
                .await;
        }
        let journal = Journal::sqlite();
        let replies = self.session.run_sql(&journal.read(migration.version.as_str()));
        let entries = journal::entries(&replies.map_err(Failure::database("read the journal"))?)?;
        journal::check_resumable(migration, self.plan.direction, &entries)?;
        run.resumed_after = entries.iter().filter(|entry| entry.state == State::Done).count();
        let of = migration.steps.len();
        if !entries.is_empty() {
            let (version, done) = (migration.version.clone(), run.resumed_after);
            self.observer.event(Event::Resuming { version, done, total: of });
        }
        for (number, step) in migration.steps.iter().enumerate() {
            if entries.iter().any(|entry| entry.step == number && entry.state == State::Done) {
                continue;
            }
            let standing = if number == 0 { Standing::RolledBack } else { Standing::Unfinished { done: number, of } };
            let record = |state| journal.record(migration, self.plan.direction, number, state, None);
            let (started, failed, done) = (record(State::Started), record(State::Failed), record(State::Done));
            match step.mode {
                StepMode::Transaction => {
                    self.transaction(migration, &step.statements, Tail::Journal(done), run, standing).await?;
                }
                // VACUUM, the only one SQLite refuses in a transaction, does the same the second time.
                StepMode::Alone => {
                    self.journal(&started)?;
                    let result = self.alone(migration, step, run, Standing::Unfinished { done: number, of });
                    self.journal(if result.is_ok() { &done } else { &failed })?;
                    result?;
                }
            }
        }
        let clear = journal.clear(migration.version.as_str());
        let standing = Standing::Unfinished { done: of, of };
        self.transaction(migration, &[], Tail::Record(started, Some(clear)), run, standing).await
    }

    fn journal(&self, sql: &str) -> Result<(), Failure> {
        self.session.run_sql(sql).map(drop).map_err(Failure::database("write the journal"))
    }

    fn alone(
        &mut self,
        migration: &PlannedMigration,
        step: &Step,
        run: &mut MigrationRun,
        standing: Standing,
    ) -> Result<(), Failure> {
        for statement in &step.statements {
            match self.session.execute(statement) {
                Ok(reply) => run.statements.push(statement_run(&migration.file, statement, reply.affected)),
                Err(_) if self.options.interrupt.is_triggered() => {
                    return Err(Failure::Interrupted { during: Some((self.which(migration), standing)) });
                }
                Err(error) => {
                    let at = Some(crate::postgres::place(&migration.file, statement, byte(&statement.sql, &error)));
                    return Err(self.failure(
                        migration,
                        Stopped::By(at, "run a statement", Box::new(error)),
                        1,
                        standing,
                    ));
                }
            }
        }
        Ok(())
    }

    /// One transaction, again and again while another connection has the file.
    async fn transaction(
        &mut self,
        migration: &PlannedMigration,
        statements: &[Statement],
        tail: Tail,
        run: &mut MigrationRun,
        standing: Standing,
    ) -> Result<(), Failure> {
        let before = run.clone();
        let attempts = self.options.lock_attempts.max(1);
        let mut attempt = 1;
        loop {
            let stopped = match self.attempt(migration, statements, &tail, run) {
                Ok(()) => return Ok(()),
                Err(stopped) => stopped,
            };
            let rolled_back = self.session.rollback();
            if let Err(error) = &rolled_back {
                // What is not committed does not count, and what went wrong first is what the user must know.
                let message = format!("ROLLBACK failed, the next opening of the file does it: {}", error.message);
                self.observer.event(Event::Notice(message));
            }
            run.clone_from(&before);
            let busy = rolled_back.is_ok() && matches!(&stopped, Stopped::By(_, _, error) if is_busy(error));
            if self.options.interrupt.is_triggered() {
                return Err(Failure::Interrupted { during: Some((self.which(migration), standing)) });
            }
            if !busy || attempt >= attempts {
                return Err(self.failure(migration, stopped, attempt, standing));
            }
            self.observer.event(Event::Retrying { attempt, of: attempts, pause: PAUSE });
            tokio::time::sleep(PAUSE).await;
            attempt += 1;
        }
    }

    fn attempt(
        &mut self,
        migration: &PlannedMigration,
        statements: &[Statement],
        tail: &Tail,
        run: &mut MigrationRun,
    ) -> Result<(), Stopped> {
        let ours = |doing| move |error| Stopped::By(None, doing, Box::new(error));
        let session = self.session;
        session.begin().map_err(ours("begin a transaction"))?;
        for statement in statements {
            if self.options.interrupt.is_triggered() {
                return Err(Stopped::Interrupted);
            }
            let failed = |error: DbError| {
                let at = crate::postgres::place(&migration.file, statement, byte(&statement.sql, &error));
                Stopped::By(Some(at), "run a statement", Box::new(error))
            };
            if self.exists_already(statement).map_err(failed)? {
                let shape = shape::compare(session.connection(), statement).map_err(failed)?;
                match judge(migration, statement, shape) {
                    Judgement::Fine(line) => {
                        self.observer.event(Event::Notice(line.clone()));
                        run.notices.push(line);
                    }
                    Judgement::Other { what, differences } => {
                        let at = crate::postgres::place(&migration.file, statement, None);
                        return Err(Stopped::OtherShape(at, what, differences));
                    }
                }
            }
            let reply = session.execute(statement).map_err(failed)?;
            run.statements.push(statement_run(&migration.file, statement, reply.affected));
        }
        match tail {
            Tail::Journal(done) => {
                session.run_sql(done).map_err(ours("record the step in the journal"))?;
            }
            Tail::Record(started, clear) => {
                run.checks = self.checks(migration)?;
                let event = NewEvent::ran(migration, self.plan.direction);
                insert(session, &event, started.elapsed(), self.options)
                    .map_err(ours("record the migration in the history"))?;
                if let Some(clear) = clear {
                    session.run_sql(clear).map_err(ours("clear the journal"))?;
                }
            }
        }
        session.commit().map_err(ours("commit"))
    }

    /// Whether `IF NOT EXISTS` will skip it.
    fn exists_already(&self, statement: &Statement) -> Result<bool, DbError> {
        let Some((kind @ ("table" | "index"), name)) = named(statement) else { return Ok(false) };
        let sql = "SELECT 1 FROM sqlite_schema WHERE type = ?1 AND name = ?2 COLLATE NOCASE";
        self.session.query(sql, [kind, &name.name]).map(|reply| !reply.rows.is_empty())
    }

    fn checks(&self, migration: &PlannedMigration) -> Result<Vec<CheckResult>, Stopped> {
        if migration.checks.is_empty() {
            return Ok(Vec::new());
        }
        let ours = |error| Stopped::By(None, "prepare the checks", Box::new(error));
        self.session.savepoint("whimbrel_verify").map_err(ours)?;
        self.session.set_query_only(true).map_err(ours)?;
        let mut results = Vec::new();
        let mut first_false = None;
        for statement in &migration.checks {
            let result = match self.session.execute(statement) {
                Ok(reply) => {
                    check::judge(self.plan.engine, &migration.file, statement, reply.columns.len(), &reply.rows)
                }
                Err(error) if error.code == "SQLITE_READONLY" => {
                    let found = format!("it writes, and a verify section only reads: {}", error.message);
                    check::result(&migration.file, statement, Some(found))
                }
                Err(error) => {
                    let found = format!("it raised an error: {}", error.message);
                    check::result(&migration.file, statement, Some(found))
                }
            };
            if !result.holds && first_false.is_none() {
                first_false = Some(crate::postgres::place(&migration.file, statement, None));
            }
            results.push(result);
        }
        self.session.set_query_only(false).map_err(ours)?;
        self.session.rollback_to("whimbrel_verify").map_err(ours)?;
        match first_false {
            Some(at) => Err(Stopped::NotVerified(at, results)),
            None => Ok(results),
        }
    }

    fn which(&self, migration: &PlannedMigration) -> Box<Which> {
        Box::new(Which {
            version: migration.version.clone(),
            name: migration.name.clone(),
            direction: self.plan.direction,
            file: migration.file.clone(),
        })
    }

    fn failure(&self, migration: &PlannedMigration, stopped: Stopped, attempts: u32, standing: Standing) -> Failure {
        let which = self.which(migration);
        match stopped {
            Stopped::By(at, doing, error) => {
                Failure::Statement { which, at, doing, error, attempts, blockers: Vec::new(), standing }
            }
            Stopped::NotVerified(at, checks) => Failure::NotVerified { which, at, checks, standing },
            Stopped::OtherShape(at, what, differences) => {
                Failure::OtherShape { which, at, what, differences, standing }
            }
            Stopped::Interrupted => Failure::Interrupted { during: Some((which, standing)) },
        }
    }

    /// Where recording fails too, the first failure is still the one that is reported.
    fn record_failure(&mut self, migration: &PlannedMigration, failure: &Failure, started: Instant) {
        if matches!(failure, Failure::Interrupted { .. }) {
            return;
        }
        let detail = shortened(&failure.to_string(), DETAIL);
        let event = NewEvent::failed(migration, &detail, started.elapsed());
        if let Err(error) = insert(self.session, &event, Duration::ZERO, self.options) {
            let message = format!("the failure could not be recorded in the history: {}", error.message);
            self.observer.event(Event::Notice(message));
        }
    }
}

/// What ends a transaction.
enum Tail {
    /// The step's row in the journal.
    Journal(String),
    /// The checks, the history's row for a migration begun then, and what clears the journal.
    Record(Instant, Option<String>),
}

fn is_busy(error: &DbError) -> bool {
    error.code.starts_with("SQLITE_BUSY") || error.code.starts_with("SQLITE_LOCKED")
}

/// The byte of a character position.
fn byte(sql: &str, error: &DbError) -> Option<usize> {
    sql.char_indices().nth(error.position?).map(|(byte, _)| byte)
}
