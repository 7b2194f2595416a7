//! Running a plan on PostgreSQL.

mod blockers;
mod checks;
mod effects;
mod exists;
mod journaled;
mod nature;
mod notices;
mod pipeline;
mod recover;
mod text;
mod transaction;
mod wait;

use std::time::{Duration, Instant};

use whimbrel_db::postgres::{Notice, Reply};
use whimbrel_db::{DbError, Postgres};
use whimbrel_plan::{Event, LockHolder, MigrationRun, Observer, Plan, PlannedMigration};
use whimbrel_source::Statement;

pub(crate) use text::{place, statement_run};
pub(crate) use wait::unless_interrupted;

use crate::error::{Failure, Standing, Which};
use crate::history::Place;
use crate::history::event::NewEvent;
use crate::sql::{literal, shortened};
use crate::{RunError, RunOptions};
use nature::{Nature, nature};
use notices::Notices;
use text::{Piece, Text};

/// `query_canceled`
pub(crate) const CANCELLED: &str = "57014";
/// What the history keeps of an error, in characters.
const DETAIL: usize = 2000;

/// A run under way.
struct Run<'a> {
    session: &'a Postgres,
    plan: &'a Plan,
    options: &'a RunOptions,
    observer: &'a mut dyn Observer,
    place: Place,
    done: Vec<MigrationRun>,
    notices: Notices,
    /// Seen in the way of the statement that waits or waited last.
    blockers: Vec<LockHolder>,
    lookout: Option<blockers::Lookout>,
    /// The number of the last text of the pipeline.
    number: u64,
    /// How many migrations have been announced as started.
    announced: usize,
    /// When the migration that runs began, as seen from here.
    since: Instant,
}

/// What a text's failure means for the run.
enum Next {
    /// Try the same migration again.
    Again,
    /// End the run.
    End(Failure),
}

pub(crate) async fn run(
    session: &Postgres,
    plan: &Plan,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<Vec<MigrationRun>, RunError> {
    let place = crate::history::postgres::prepare(session, &options.history_schema, observer).await?;
    // What was said before the run is not the migrations'.
    drop(session.take_notices());
    let mut run = Run {
        session,
        plan,
        options,
        observer,
        place,
        done: Vec::new(),
        notices: Notices::default(),
        blockers: Vec::new(),
        lookout: None,
        number: 0,
        announced: 0,
        since: Instant::now(),
    };
    match run.migrations().await {
        Ok(()) => Ok(run.done),
        Err(failure) => {
            run.make_durable().await;
            Err(RunError { failure, done: run.done, direction: Some(plan.direction) })
        }
    }
}

impl Run<'_> {
    async fn migrations(&mut self) -> Result<(), Failure> {
        let plan = self.plan;
        let mut next = 0;
        while let Some(migration) = plan.migrations.get(next) {
            if self.interrupted() {
                return Err(Failure::Interrupted { during: None });
            }
            next = match self.nature(migration) {
                Nature::Plain | Nature::Checked => self.pipeline(next).await?,
                Nature::Stepwise => {
                    self.started(next);
                    self.stepwise(migration).await?;
                    next + 1
                }
                Nature::Journaled => {
                    self.started(next);
                    self.journaled(migration).await?;
                    next + 1
                }
            };
        }
        Ok(())
    }

    /// How a migration travels here.
    fn nature(&self, migration: &PlannedMigration) -> Nature {
        match nature(migration) {
            // A statement of one that many are under way with cannot be cancelled there, and the rest would run on.
            Nature::Plain | Nature::Checked if self.session.is_single() => Nature::Stepwise,
            // Nothing may follow before the schema has been looked at.
            Nature::Plain | Nature::Checked if self.is_expected(migration) => Nature::Stepwise,
            nature => nature,
        }
    }

    fn interrupted(&self) -> bool {
        self.options.interrupt.is_triggered()
    }

    /// Announces a migration, once.
    fn started(&mut self, index: usize) {
        if index < self.announced {
            return;
        }
        self.announced = index + 1;
        self.since = Instant::now();
        let migration = &self.plan.migrations[index];
        self.observer.event(Event::Started {
            index,
            total: self.plan.migrations.len(),
            version: migration.version.clone(),
            name: migration.name.clone(),
        });
    }

    /// A migration is committed.
    fn finished(&mut self, run: MigrationRun) {
        self.observer.event(Event::Finished { version: run.version.clone(), duration: run.duration });
        self.done.push(run);
    }

    /// A migration's run with nothing in it yet.
    fn blank(migration: &PlannedMigration) -> MigrationRun {
        MigrationRun {
            version: migration.version.clone(),
            name: migration.name.clone(),
            description: migration.description.clone(),
            duration: Duration::ZERO,
            statements: Vec::new(),
            checks: Vec::new(),
            remarks: migration.remarks.clone(),
            notices: Vec::new(),
            resumed_after: 0,
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

    /// What the server has said since, as lines.
    fn said(&mut self, notices: Vec<Notice>) -> Vec<String> {
        let lines: Vec<String> = notices
            .into_iter()
            .map(|notice| format!("{}: {}", notice.severity.to_lowercase(), notice.message))
            .collect();
        for line in &lines {
            self.observer.event(Event::Notice(line.clone()));
        }
        lines
    }

    /// Settings of a migration's transaction, as statements of it.
    fn settings(&self, migration: &PlannedMigration) -> Vec<String> {
        let pairs = self.setting_pairs(migration).into_iter();
        pairs.map(|(name, value)| format!("SET LOCAL {name} = {}", literal(&value))).collect()
    }

    /// Settings of a migration's transaction. All commits of a run but the last may return before the disk has them:
    /// the history is in the same log, so a crash loses no more than an end of the run, wholly.
    fn setting_pairs(&self, migration: &PlannedMigration) -> Vec<(&'static str, String)> {
        let mut settings = Vec::new();
        if !self.options.lock_timeout.is_zero() {
            settings.push(("lock_timeout", self.options.lock_timeout.as_millis().max(1).to_string()));
        }
        if let Some(timeout) = self.options.statement_timeout {
            settings.push(("statement_timeout", timeout.as_millis().to_string()));
        }
        if nature::statements(migration).any(nature::skips_what_exists) {
            // A role's own setting may keep back what tells that something was skipped.
            settings.push(("client_min_messages", "notice".to_owned()));
        }
        // The embedded PostgreSQL has no process that would write them later, should its statement be left alone.
        if !self.is_last(migration) && !self.session.is_single() {
            settings.push(("synchronous_commit", "off".to_owned()));
        }
        settings
    }

    fn is_last(&self, migration: &PlannedMigration) -> bool {
        self.plan.migrations.last().is_some_and(|last| last.version == migration.version)
    }

    /// After a failure in a transaction: rolls back, and decides whether to try again or to end.
    async fn after_failure(
        &mut self,
        migration: &PlannedMigration,
        text: &Text,
        error: DbError,
        attempt: u32,
        standing: Standing,
    ) -> Next {
        if error.disconnected && !self.is_given_up() {
            return Next::End(self.statement_failure(migration, text, error, attempt, Standing::Unknown));
        }
        let standing = if text.commits() && error.disconnected { Standing::Unknown } else { standing };
        let rolled_back = self.roll_back().await;
        if self.interrupted() {
            return Next::End(Failure::Interrupted { during: Some((self.which(migration), standing)) });
        }
        if rolled_back && wait::passes(&error) && attempt < self.attempts() {
            return if self.pause(attempt).await {
                Next::Again
            } else {
                Next::End(Failure::Interrupted { during: Some((self.which(migration), standing)) })
            };
        }
        Next::End(self.statement_failure(migration, text, error, attempt, standing))
    }

    fn statement_failure(
        &self,
        migration: &PlannedMigration,
        text: &Text,
        error: DbError,
        attempts: u32,
        standing: Standing,
    ) -> Failure {
        let (at, doing) = match text.failed(&error) {
            Some((Piece::Statement(index), offset)) => {
                let statement = nature::statements(migration).nth(index);
                let place = |statement| {
                    text::data_line(&migration.file, statement, &error)
                        .unwrap_or_else(|| text::place(&migration.file, statement, offset))
                };
                (statement.map(place), "run a statement")
            }
            Some((Piece::Check(index), offset)) => {
                return self.check_failure(migration, index, offset, error, attempts, standing);
            }
            Some((Piece::Ours(doing), _)) => (None, doing),
            Some((Piece::Record, _)) => (None, "record the migration in the history"),
            Some((Piece::Guard, _)) | None => (None, "run the migration"),
        };
        Failure::Statement {
            which: self.which(migration),
            at,
            doing,
            error: Box::new(error),
            attempts,
            blockers: self.blockers.clone(),
            standing,
        }
    }

    /// Ends whatever transaction is open; false where that cannot be said to the server, which then does it by itself
    /// when it sees that the session is gone. What made it necessary is what the user must know, so it is no failure
    /// of its own. A cancel request that comes late may hit it; then it is said again.
    async fn roll_back(&mut self) -> bool {
        if self.session.is_closed() {
            return false;
        }
        loop {
            match self.session.run("ROLLBACK").await {
                Ok(_) => return true,
                Err(error) if error.code == CANCELLED => {}
                Err(error) => {
                    let message = format!("ROLLBACK did not get through, the server ends it: {}", error.message);
                    self.observer.event(Event::Notice(message));
                    return false;
                }
            }
        }
    }

    /// True where the session was left to itself because its statement cannot be cancelled.
    fn is_given_up(&self) -> bool {
        self.session.is_single() && self.session.is_closed() && self.interrupted()
    }

    /// Commits something that waits for the disk, so that the commits before it that did not wait are durable
    /// before anything is reported. Any write will do.
    async fn make_durable(&mut self) {
        if self.done.is_empty() || self.session.is_closed() {
            return;
        }
        let sql = self.place.fill("UPDATE {meta} SET version = version");
        if let Err(error) = self.session.run(&sql).await {
            let message = format!("the commits of this run may not be on disk yet: {}", error.message);
            self.observer.event(Event::Notice(message));
        }
    }

    /// Records a failure; being interrupted is none. Where recording fails too, the first failure is still the one
    /// that is reported.
    async fn record_failure(&mut self, migration: &PlannedMigration, failure: &Failure) {
        if self.session.is_closed() || matches!(failure, Failure::Interrupted { .. }) {
            return;
        }
        let detail = shortened(&failure.to_string(), DETAIL);
        let sql = NewEvent::failed(migration, &detail, self.since.elapsed()).insert(&self.place, self.options);
        for _ in 0..2 {
            match self.session.run(&sql).await {
                Ok(_) => return,
                Err(error) if error.code == CANCELLED => {}
                Err(error) => {
                    let message = format!("the failure could not be recorded in the history: {}", error.message);
                    self.observer.event(Event::Notice(message));
                    return;
                }
            }
        }
    }

    /// The history's row for a migration that ran.
    fn record(&self, migration: &PlannedMigration, duration: Option<Duration>) -> String {
        NewEvent { duration, ..NewEvent::ran(migration, self.plan.direction) }.insert(&self.place, self.options)
    }

    /// What `RETURNING duration_ms` answered.
    fn recorded_duration(reply: &Reply) -> Duration {
        let milliseconds = reply.rows.first().and_then(|row| row[0].as_deref()?.parse().ok());
        Duration::from_millis(milliseconds.unwrap_or_default())
    }

    /// Undoes what a migration may have left in the session. `DISCARD ALL` would release the run lock.
    async fn reset_session(&mut self) -> Result<(), Failure> {
        let reset = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; CLOSE ALL; UNLISTEN *; DISCARD TEMP";
        self.session.run(reset).await.map_err(Failure::database("reset the session"))?;
        Ok(())
    }
}

/// The migration's statement of this number.
fn statement(migration: &PlannedMigration, index: usize) -> Option<&Statement> {
    nature::statements(migration).nth(index)
}
