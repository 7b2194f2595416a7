//! One transaction, sent in as many pieces as it needs: COPY data cannot travel inside a text.

use std::ops::Range;

use whimbrel_db::DbError;
use whimbrel_plan::{MigrationRun, PlannedMigration};
use whimbrel_source::Statement;

use super::nature::{skips_what_exists, statements};
use super::text::{Piece, Text, statement_run};
use super::{Next, Run, statement};
use crate::error::{Failure, Standing};

/// A part of a migration that is one transaction.
pub(super) struct Work<'m> {
    pub(super) migration: &'m PlannedMigration,
    /// Its statements, counted over all steps of the migration.
    pub(super) statements: Range<usize>,
    /// Whether the `verify` section runs in it.
    pub(super) checks: bool,
    /// What ends it, before COMMIT.
    pub(super) tail: Vec<(Piece, String)>,
    /// What is left of the migration where it fails.
    pub(super) standing: Standing,
}

/// Why one attempt ended.
enum Stopped {
    By(Text, DbError),
    For(Failure),
}

impl Run<'_> {
    /// A migration that is one transaction and not one text.
    pub(super) async fn stepwise(&mut self, migration: &PlannedMigration) -> Result<(), Failure> {
        let mut run = Run::blank(migration);
        let work = Work {
            migration,
            statements: 0..statements(migration).count(),
            checks: true,
            tail: vec![(Piece::Record, self.record(migration, None))],
            standing: Standing::RolledBack,
        };
        if let Err(failure) = self.transaction(&work, &mut run).await {
            self.record_failure(migration, &failure).await;
            return Err(failure);
        }
        self.finished(run);
        if migration.leaves_session_state() {
            self.reset_session().await?;
        }
        Ok(())
    }

    /// Runs it until it commits or fails for good.
    pub(super) async fn transaction(&mut self, work: &Work<'_>, run: &mut MigrationRun) -> Result<(), Failure> {
        let before = run.clone();
        let mut attempt = 1;
        loop {
            match self.attempt(work, run, attempt).await {
                Ok(()) => {
                    self.unblocked();
                    return Ok(());
                }
                Err(Stopped::For(failure)) => {
                    self.roll_back().await;
                    return Err(failure);
                }
                Err(Stopped::By(text, error)) => {
                    match self.after_failure(work.migration, &text, error, attempt, work.standing).await {
                        Next::Again => attempt += 1,
                        Next::End(failure) => return Err(failure),
                    }
                }
            }
            run.clone_from(&before);
        }
    }

    async fn attempt(&mut self, work: &Work<'_>, run: &mut MigrationRun, attempt: u32) -> Result<(), Stopped> {
        let migration = work.migration;
        let mut text = Text::default();
        text.push(Piece::Ours("begin a transaction"), "BEGIN");
        for setting in self.settings(migration) {
            text.push(Piece::Ours("prepare the transaction"), &setting);
        }
        let mut compared = false;
        for index in work.statements.clone() {
            let statement = statement(migration, index).expect("a step's statements are its migration's");
            compared |= skips_what_exists(statement);
            let Some(data) = statement.copy_data else {
                text.push(Piece::Statement(index), &statement.sql);
                continue;
            };
            self.flush(&mut text, work, run, attempt).await?;
            let session = self.session;
            let copied = self.wait(session.copy_in(&statement.sql, migration.file.slice(data)), attempt).await;
            match copied {
                Ok(rows) => run.statements.push(statement_run(&migration.file, statement, rows)),
                Err(error) => {
                    let mut text = Text::default();
                    text.push(Piece::Statement(index), &statement.sql);
                    return Err(Stopped::By(text, error));
                }
            }
        }
        if work.checks {
            self.push_checks(&mut text, migration);
        }
        if compared || (work.checks && !migration.checks.is_empty()) {
            self.flush(&mut text, work, run, attempt).await?;
        }
        if compared {
            let notices = self.session.take_notices();
            let statements = work.statements.clone();
            let lines = self.compare_existing(migration, statements, notices, true, work.standing).await;
            let lines = lines.map_err(Stopped::For)?;
            run.notices.extend(lines);
        }
        let mut own = work.statements.clone().filter_map(|index| statement(migration, index));
        if own.any(Statement::leaves_session_state) {
            // The tables of the history belong to the role the session began with.
            for sql in ["SET LOCAL SESSION AUTHORIZATION DEFAULT", "SET LOCAL role TO DEFAULT"] {
                text.push(Piece::Ours("return to the session's own role"), sql);
            }
        }
        if work.checks && self.is_expected(migration) {
            self.flush(&mut text, work, run, attempt).await?;
            self.compare_effects(migration, work.standing).await.map_err(Stopped::For)?;
        }
        if self.session.is_single() {
            // What cannot be cancelled is left alone; nothing is committed then as long as COMMIT was not sent.
            self.flush(&mut text, work, run, attempt).await?;
        }
        for (piece, sql) in &work.tail {
            text.push(*piece, sql);
        }
        text.push(Piece::Ours("commit"), "COMMIT");
        self.flush(&mut text, work, run, attempt).await?;
        let notices = self.session.take_notices();
        let lines = self.said(notices);
        run.notices.extend(lines);
        Ok(())
    }

    /// Sends what has gathered and takes in its answers.
    async fn flush(
        &mut self,
        gathered: &mut Text,
        work: &Work<'_>,
        run: &mut MigrationRun,
        attempt: u32,
    ) -> Result<(), Stopped> {
        let text = std::mem::take(gathered);
        if text.is_empty() {
            return Ok(());
        }
        let session = self.session;
        let replies = match self.wait(session.run(&text.sql), attempt).await {
            Ok(replies) => replies,
            Err(error) => return Err(Stopped::By(text, error)),
        };
        super::pipeline::take_in(run, work.migration, &text, &replies);
        let checks = self.judge(work.migration, &text, &replies, work.standing).map_err(Stopped::For)?;
        run.checks.extend(checks);
        Ok(())
    }
}
