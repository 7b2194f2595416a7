//! Many migrations under way at once: each is one text from BEGIN to COMMIT, with its row of the history in it,
//! and the next is sent without waiting for the answer, so that distance costs one round trip a window and not
//! several a migration.
//!
//! Nothing may run after a failure. An error inside a transaction sees to that by itself: until ROLLBACK the server
//! refuses all else, BEGIN included. But a syntax error is found before the text's BEGIN, and COMMIT can fail too;
//! both leave a session in which the next text would run. So each text begins with a guard: a session setting holds
//! the number of the last committed text (it is set inside the transaction and so goes back with it), and unless
//! it is the one before, the guard divides by zero.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures_util::future::{MaybeDone, maybe_done};
use whimbrel_db::DbError;
use whimbrel_db::postgres::Reply;
use whimbrel_plan::{MigrationRun, PlannedMigration};

use super::nature::{Nature, nature, statements};
use super::text::{Piece, Text};
use super::{Next, Run, notices, statement, text};
use crate::error::{Failure, Standing};

/// Texts under way at most.
const WINDOW: usize = 64;
/// Bytes under way at most, beyond the first text.
const BYTES: usize = 1 << 20;
/// `division_by_zero`, of the guard.
const GUARD_FAILED: &str = "22012";
/// A guard that fails although everything before it was committed means that a migration reset the session's
/// settings; it is set anew, but not for ever.
const LOST_TRACK: u32 = 3;

type Answer = Pin<Box<dyn Future<Output = Result<Vec<Reply>, DbError>> + Send>>;

/// Which part of its migration a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// Up to the checks.
    Checks,
    /// What follows once they hold.
    Commit,
}

struct Sent {
    migration: usize,
    part: Part,
    number: u64,
    text: Text,
    answer: MaybeDone<Answer>,
}

impl Run<'_> {
    /// Runs migrations from `first` on, up to one that cannot travel this way; gives that one's number.
    pub(super) async fn pipeline(&mut self, first: usize) -> Result<usize, Failure> {
        let plan = self.plan;
        let (mut start, mut attempt, mut lost_track) = (first, 1, 0);
        let end = (first..plan.migrations.len())
            .find(|&index| !matches!(self.nature(&plan.migrations[index]), Nature::Plain | Nature::Checked))
            .unwrap_or(plan.migrations.len());
        while start < end {
            let (failed, text, error) = match self.window(start, end, &mut attempt).await {
                Ok(()) => return Ok(end),
                Err(Stopped::For(failure, migration)) => {
                    self.record_failure(&plan.migrations[migration], &failure).await;
                    return Err(failure);
                }
                Err(Stopped::By(migration, text, error)) => (migration, text, error),
            };
            if failed > start {
                (start, attempt) = (failed, 1);
            }
            if self.guard_lost_track(&text, &error) && lost_track < LOST_TRACK && self.roll_back().await {
                lost_track += 1;
                continue;
            }
            let migration = &plan.migrations[failed];
            match self.after_failure(migration, &text, error, attempt, Standing::RolledBack).await {
                Next::Again => attempt += 1,
                Next::End(failure) => {
                    self.record_failure(migration, &failure).await;
                    return Err(failure);
                }
            }
        }
        Ok(end)
    }

    fn guard_lost_track(&self, text: &Text, error: &DbError) -> bool {
        error.code == GUARD_FAILED && matches!(text.failed(error), Some((Piece::Guard, _)))
    }

    /// Sends migrations and takes their answers, until all are done or one fails; then all answers are in.
    async fn window(&mut self, start: usize, end: usize, attempt: &mut u32) -> Result<(), Stopped> {
        let plan = self.plan;
        let mut sent: VecDeque<Sent> = VecDeque::new();
        let mut runs: VecDeque<MigrationRun> = VecDeque::new();
        let (mut next, mut bytes, mut checking) = (start, 0, false);
        self.announce_position(start).await?;
        self.started(start);
        loop {
            while next < end && !checking && sent.len() < WINDOW && (sent.is_empty() || bytes < BYTES) {
                if self.interrupted() {
                    break;
                }
                let migration = &plan.migrations[next];
                checking = nature(migration) == Nature::Checked;
                let part = if checking { Part::Checks } else { Part::Whole };
                let text = self.first_text(migration, part);
                let one = self.send(next, part, text).await;
                bytes += one.text.sql.len();
                sent.push_back(one);
                runs.push_back(Run::blank(migration));
                next += 1;
            }
            let Some(mut front) = sent.pop_front() else {
                if next < end {
                    return Err(Stopped::For(Failure::Interrupted { during: None }, next));
                }
                return Ok(());
            };
            bytes -= front.text.sql.len();
            let answer = self.wait(poll_fn(|cx| poll(&mut front.answer, cx)), *attempt).await;
            let number = front.migration;
            let migration = &plan.migrations[number];
            self.notices.sort(self.session.take_notices());
            let said = self.notices.up_to(front.number);
            let replies = match answer {
                Ok(replies) => replies,
                Err(error) => {
                    self.said(said);
                    for mut rest in sent {
                        // Refused by the transaction or by their guards, see above.
                        let _ = self.wait(poll_fn(|cx| poll(&mut rest.answer, cx)), *attempt).await;
                    }
                    self.notices.sort(self.session.take_notices());
                    self.notices.up_to(self.number);
                    return Err(Stopped::By(number, front.text, error));
                }
            };
            let run = runs.front_mut().expect("a migration that is under way has its run");
            take_in(run, migration, &front.text, &replies);
            if front.part == Part::Checks {
                let all = 0..statements(migration).count();
                let skipped = self.compare_existing(migration, all, said, true, Standing::RolledBack).await;
                let verdict = match skipped {
                    Ok(lines) => {
                        run.notices.extend(lines);
                        self.judge(migration, &front.text, &replies, Standing::RolledBack)
                    }
                    Err(failure) => Err(failure),
                };
                match verdict {
                    Ok(checks) => run.checks = checks,
                    Err(failure) => {
                        self.roll_back().await;
                        return Err(Stopped::For(failure, number));
                    }
                }
                let text = self.commit_text(migration);
                let commit = self.send(number, Part::Commit, text).await;
                bytes += commit.text.sql.len();
                sent.push_front(commit);
                checking = false;
                continue;
            }
            let lines = self.said(said);
            run.notices.extend(lines);
            let run = runs.pop_front().expect("a migration that is under way has its run");
            self.finished(run);
            *attempt = 1;
            self.unblocked();
            if number + 1 < end {
                self.started(number + 1);
            }
        }
    }

    /// Tells the session which text it has committed last.
    async fn announce_position(&mut self, migration: usize) -> Result<(), Stopped> {
        let sql = format!("SELECT pg_catalog.set_config('whimbrel.position', '{}', false)", self.number);
        match self.session.run(&sql).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Stopped::For(Failure::database("prepare the session")(error), migration)),
        }
    }

    async fn send(&mut self, migration: usize, part: Part, text: Text) -> Sent {
        let answer: Answer = Box::pin(self.session.send(&text.sql));
        let mut answer = maybe_done(answer);
        // Polling once puts it on its way.
        poll_fn(|cx| {
            let _ = Pin::new(&mut answer).poll(cx);
            Poll::Ready(())
        })
        .await;
        Sent { migration, part, number: self.number, text, answer }
    }

    /// From BEGIN to COMMIT, or to the end of the checks.
    fn first_text(&mut self, migration: &PlannedMigration, part: Part) -> Text {
        let mut text = Text::default();
        text.push(Piece::Ours("begin a transaction"), "BEGIN");
        let guard = self.guard(migration);
        text.push(Piece::Guard, &guard);
        for (index, statement) in statements(migration).enumerate() {
            text.push(Piece::Statement(index), &statement.sql);
        }
        if part == Part::Checks {
            self.push_checks(&mut text, migration);
        } else {
            self.push_commit(&mut text, migration);
        }
        text
    }

    fn commit_text(&self, migration: &PlannedMigration) -> Text {
        let mut text = Text::default();
        self.push_commit(&mut text, migration);
        text
    }

    fn push_commit(&self, text: &mut Text, migration: &PlannedMigration) {
        text.push(Piece::Record, &self.record(migration, None));
        text.push(Piece::Ours("commit"), "COMMIT");
    }

    /// Settings, guard and mark of the next text, in one query.
    fn guard(&mut self, migration: &PlannedMigration) -> String {
        let before = self.number;
        self.number += 1;
        let settings: String = self
            .setting_pairs(migration)
            .into_iter()
            .map(|(name, value)| format!("pg_catalog.set_config('{name}', '{value}', true), "))
            .collect();
        format!(
            "SELECT {settings}pg_catalog.set_config('whimbrel.position', ({before} + \
             1 / (pg_catalog.current_setting('whimbrel.position', true) IS NOT DISTINCT FROM '{before}')::int)::text, \
             false) AS {}",
            notices::mark(self.number)
        )
    }
}

/// Why a window ended early.
enum Stopped {
    /// A text of this migration failed.
    By(usize, Text, DbError),
    /// Everything was rolled back, for this.
    For(Failure, usize),
}

fn poll(answer: &mut MaybeDone<Answer>, cx: &mut std::task::Context<'_>) -> Poll<Result<Vec<Reply>, DbError>> {
    let mut answer = Pin::new(answer);
    match answer.as_mut().poll(cx) {
        Poll::Pending => Poll::Pending,
        Poll::Ready(()) => Poll::Ready(answer.take_output().expect("an answer is taken once")),
    }
}

/// Notes what a text's statements answered.
pub(super) fn take_in(run: &mut MigrationRun, migration: &PlannedMigration, text: &Text, replies: &[Reply]) {
    for (piece, reply) in text.answers(replies) {
        match piece {
            Piece::Statement(index) => {
                let statement = statement(migration, index).expect("a text's statements are its migration's");
                run.statements.push(text::statement_run(&migration.file, statement, reply.affected));
            }
            Piece::Record => run.duration = Run::recorded_duration(reply),
            Piece::Guard | Piece::Ours(_) | Piece::Check(_) => {}
        }
    }
}
