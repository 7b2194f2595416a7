//! Migrations that cannot be one transaction: step by step, each recorded, so that a run that dies goes on at the
//! right one.

use whimbrel_plan::{Event, MigrationRun, PlannedMigration, StepMode};
use whimbrel_source::{Kind, Statement};

use super::recover::Decision;
use super::text::{Piece, Text, statement_run};
use super::transaction::Work;
use super::{Run, wait};
use crate::error::{Failure, Standing};
use crate::journal::{self, Entry, Journal, State};

/// `invalid_transaction_termination`: a procedure or DO block that commits by itself.
const ENDS_TRANSACTION: &str = "2D000";

impl Run<'_> {
    pub(super) async fn journaled(&mut self, migration: &PlannedMigration) -> Result<(), Failure> {
        let journal = Journal::postgres(self.place.journal());
        let replies = self.session.run(&journal.read(migration.version.as_str())).await;
        let entries = journal::entries(&replies.map_err(Failure::database("read the journal"))?)?;
        journal::check_resumable(migration, self.plan.direction, &entries)?;
        let mut run = Run::blank(migration);
        run.resumed_after = entries.iter().filter(|entry| entry.state == State::Done).count();
        if !entries.is_empty() {
            self.observer.event(Event::Resuming {
                version: migration.version.clone(),
                done: run.resumed_after,
                total: migration.steps.len(),
            });
        }
        let result = self.steps(migration, &journal, &entries, &mut run).await;
        if let Err(failure) = result {
            self.record_failure(migration, &failure).await;
            return Err(failure);
        }
        run.duration = self.since.elapsed();
        self.finished(run);
        if migration.leaves_session_state() {
            self.reset_session().await?;
        }
        Ok(())
    }

    async fn steps(
        &mut self,
        migration: &PlannedMigration,
        journal: &Journal,
        entries: &[Entry],
        run: &mut MigrationRun,
    ) -> Result<(), Failure> {
        let of = migration.steps.len();
        let mut first = 0;
        for (number, step) in migration.steps.iter().enumerate() {
            let statements = first..first + step.statements.len();
            first = statements.end;
            let entry = entries.iter().find(|entry| entry.step == number);
            // What an earlier run has done stays too.
            let standing = if number == 0 { Standing::RolledBack } else { Standing::Unfinished { done: number, of } };
            if entry.is_some_and(|entry| entry.state == State::Done) {
                let again = self.set_again(&step.statements).await;
                again.map_err(|failure| self.during(migration, failure, standing))?;
                continue;
            }
            // A step that began outside a transaction ends there too.
            let begun = entry.is_some_and(|entry| entry.state == State::Started);
            let index = statements.start;
            let mut alone = step.mode == StepMode::Alone || begun;
            if !alone {
                let done = journal.record(migration, self.plan.direction, number, State::Done, None);
                let tail = vec![(Piece::Ours("record the step in the journal"), done)];
                let work = Work { migration, statements, checks: false, tail, standing };
                match self.transaction(&work, run).await {
                    Err(Failure::Statement { error, .. })
                        if error.code == ENDS_TRANSACTION && step.statements.len() == 1 =>
                    {
                        alone = true;
                    }
                    result => result?,
                }
            }
            if alone {
                let done = self.alone(migration, journal, number, index, entry, run).await;
                let standing = Standing::Unfinished { done: number, of };
                done.map_err(|failure| self.during(migration, failure, standing))?;
            }
        }
        let work = Work {
            migration,
            statements: 0..0,
            checks: true,
            tail: vec![
                (Piece::Record, self.record(migration, Some(self.since.elapsed()))),
                (Piece::Ours("clear the journal"), journal.clear(migration.version.as_str())),
            ],
            standing: Standing::Unfinished { done: of, of },
        };
        self.transaction(&work, run).await
    }

    /// A failure of something of Whimbrel's own, or being interrupted, with the step at which it came.
    fn during(&self, migration: &PlannedMigration, failure: Failure, standing: Standing) -> Failure {
        match failure {
            Failure::Database { doing, error } => Failure::Statement {
                which: self.which(migration),
                at: None,
                doing,
                attempts: 1,
                blockers: Vec::new(),
                standing: if error.disconnected { Standing::Unknown } else { standing },
                error,
            },
            Failure::Interrupted { during: None } => {
                Failure::Interrupted { during: Some((self.which(migration), standing)) }
            }
            failure => failure,
        }
    }

    /// Settings of the session that an earlier run's steps had made are gone with its session.
    async fn set_again(&mut self, statements: &[Statement]) -> Result<(), Failure> {
        for statement in statements.iter().filter(|statement| matches!(statement.kind, Kind::SetSession)) {
            self.session.run(&statement.sql).await.map_err(Failure::database("set the session up again"))?;
        }
        Ok(())
    }

    /// One statement outside a transaction.
    async fn alone(
        &mut self,
        migration: &PlannedMigration,
        journal: &Journal,
        number: usize,
        index: usize,
        entry: Option<&Entry>,
        run: &mut MigrationRun,
    ) -> Result<(), Failure> {
        let statement = super::statement(migration, index).expect("a step's statements are its migration's");
        let standing = Standing::Unfinished { done: number, of: migration.steps.len() };
        let mut state = entry.map(|entry| entry.state);
        let mut before = entry.and_then(|entry| entry.before.clone());
        let mut attempt = 1;
        loop {
            let sql = match self.decide(migration, number, statement, state, before.as_deref()).await? {
                Decision::Run => statement.sql.clone(),
                Decision::RunInstead(sql) => sql,
                Decision::Done => {
                    return self.note(migration, journal, number, State::Done, None).await;
                }
            };
            if state.is_none() {
                let remembered = self.remember(statement).await?;
                self.note(migration, journal, number, State::Started, remembered.as_deref()).await?;
                before = remembered;
            } else {
                self.note(migration, journal, number, State::Started, None).await?;
            }
            let session = self.session;
            let answer = self.wait(session.run(&sql), attempt).await;
            let notices = session.take_notices();
            let error = match answer {
                Ok(replies) => {
                    let one = index..index + 1;
                    match self.compare_existing(migration, one, notices, false, standing).await {
                        Ok(lines) => run.notices.extend(lines),
                        Err(failure) => {
                            self.note_failed(migration, journal, number).await;
                            return Err(failure);
                        }
                    }
                    let affected = replies.first().map_or(0, |reply| reply.affected);
                    run.statements.push(statement_run(&migration.file, statement, affected));
                    self.unblocked();
                    return self.note(migration, journal, number, State::Done, None).await;
                }
                Err(error) => {
                    let lines = self.said(notices);
                    run.notices.extend(lines);
                    error
                }
            };
            let mut text = Text::default();
            text.push(Piece::Statement(index), &sql);
            let interrupted = Failure::Interrupted { during: Some((self.which(migration), standing)) };
            if self.is_given_up() {
                return Err(interrupted);
            }
            if error.disconnected {
                return Err(self.statement_failure(migration, &text, error, attempt, Standing::Unknown));
            }
            let noted = self.note_failed(migration, journal, number).await;
            state = Some(State::Failed);
            if self.interrupted() {
                return Err(interrupted);
            }
            if !noted || !wait::passes(&error) || attempt >= self.attempts() {
                return Err(self.statement_failure(migration, &text, error, attempt, standing));
            }
            if !self.pause(attempt).await {
                return Err(interrupted);
            }
            attempt += 1;
        }
    }

    /// Notes that the database refused a step; false where that could not be written, which is not what the user must
    /// know: the next run finds the step begun and looks itself.
    async fn note_failed(&mut self, migration: &PlannedMigration, journal: &Journal, number: usize) -> bool {
        let noted = self.note(migration, journal, number, State::Failed, None).await;
        if let Err(failure) = &noted {
            self.observer.event(Event::Notice(failure.to_string()));
        }
        noted.is_ok()
    }

    /// Writes a step's row in the journal. A cancel request that comes late may hit it; then it is written again.
    async fn note(
        &mut self,
        migration: &PlannedMigration,
        journal: &Journal,
        number: usize,
        state: State,
        before: Option<&str>,
    ) -> Result<(), Failure> {
        let before = before.map(crate::sql::literal);
        let record = journal.record(migration, self.plan.direction, number, state, before.as_deref());
        let sql =
            format!("BEGIN; SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL role TO DEFAULT; {record}; COMMIT");
        loop {
            match self.session.run(&sql).await {
                Ok(_) => return Ok(()),
                Err(error) if error.code == super::CANCELLED && self.roll_back().await => {}
                Err(error) => {
                    self.roll_back().await;
                    return Err(Failure::database("write the journal")(error));
                }
            }
        }
    }
}
