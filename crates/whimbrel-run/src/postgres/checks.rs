//! The `verify` section: in the migration's own transaction, after its statements and before COMMIT.

use whimbrel_db::DbError;
use whimbrel_db::postgres::Reply;
use whimbrel_plan::{CheckResult, PlannedMigration, check};

use super::Run;
use super::text::{Piece, Text, place};
use super::wait::passes;
use crate::error::{Failure, Standing};

/// `read_only_sql_transaction`
const READ_ONLY: &str = "25006";

impl Run<'_> {
    /// Adds the checks, read-only and without trace: the savepoint takes back whatever they set.
    pub(super) fn push_checks(&self, text: &mut Text, migration: &PlannedMigration) {
        if migration.checks.is_empty() {
            return;
        }
        // Deferred constraints would fail at COMMIT; a check must not hold on what they refuse.
        text.push(Piece::Ours("check deferred constraints"), "SET CONSTRAINTS ALL IMMEDIATE");
        text.push(Piece::Ours("prepare the checks"), "SAVEPOINT whimbrel_verify");
        text.push(Piece::Ours("prepare the checks"), "SET TRANSACTION READ ONLY");
        for (index, check) in migration.checks.iter().enumerate() {
            text.push(Piece::Check(index), &check.sql);
        }
        text.push(Piece::Ours("end the checks"), "ROLLBACK TO SAVEPOINT whimbrel_verify");
    }

    /// What the checks in `text` found.
    pub(super) fn judge(
        &self,
        migration: &PlannedMigration,
        text: &Text,
        replies: &[Reply],
        standing: Standing,
    ) -> Result<Vec<CheckResult>, Failure> {
        let mut first_false = None;
        let mut results = Vec::new();
        for (piece, reply) in text.answers(replies) {
            let Piece::Check(index) = piece else { continue };
            let statement = &migration.checks[index];
            let result = check::judge(self.plan.engine, &migration.file, statement, reply.columns.len(), &reply.rows);
            if !result.holds && first_false.is_none() {
                first_false = Some(place(&migration.file, statement, None));
            }
            results.push(result);
        }
        match first_false {
            None => Ok(results),
            Some(at) => Err(Failure::NotVerified { which: self.which(migration), at, checks: results, standing }),
        }
    }

    /// A check raised an error: it does not hold, unless the error is about getting at the data at all.
    pub(super) fn check_failure(
        &self,
        migration: &PlannedMigration,
        index: usize,
        offset: Option<usize>,
        error: DbError,
        attempts: u32,
        standing: Standing,
    ) -> Failure {
        let statement = &migration.checks[index];
        let at = place(&migration.file, statement, offset);
        let which = self.which(migration);
        if error.disconnected || passes(&error) {
            return Failure::Statement {
                which,
                at: Some(at),
                doing: "run a check",
                error: Box::new(error),
                attempts,
                blockers: self.blockers.clone(),
                standing,
            };
        }
        let found = if error.code == READ_ONLY {
            format!("it writes, and a verify section only reads: {}", error.message)
        } else {
            format!("it raised an error: {}", error.message)
        };
        let checks = vec![check::result(&migration.file, statement, Some(found))];
        Failure::NotVerified { which, at, checks, standing }
    }
}
