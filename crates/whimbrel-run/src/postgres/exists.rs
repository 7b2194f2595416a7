//! `IF NOT EXISTS` over something that exists, before COMMIT.

use std::ops::Range;

use whimbrel_db::postgres::{Notice, shape};
use whimbrel_plan::PlannedMigration;
use whimbrel_source::{Kind, Statement};

use super::text::place;
use super::{Run, statement};
use crate::error::{Failure, Standing};
use crate::existing::{Judgement, judge, named};

/// `duplicate_table`, which an index is too.
const RELATION_EXISTS: &str = "42P07";
const COLUMN_EXISTS: &str = "42701";

impl Run<'_> {
    /// Compares what some of a migration's statements skipped with what they ask for, in the open transaction or in
    /// one of its own. Gives the notices, those about what was compared put into what the comparison found.
    pub(super) async fn compare_existing(
        &mut self,
        migration: &PlannedMigration,
        statements: Range<usize>,
        notices: Vec<Notice>,
        in_transaction: bool,
        standing: Standing,
    ) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        let mut compared = vec![false; notices.len()];
        for index in statements {
            let Some(statement) = statement(migration, index) else { continue };
            let skipping = |(at, notice): (usize, &Notice)| skips(statement, notice).then_some(at);
            let Some(notice) = notices.iter().enumerate().filter(|(at, _)| !compared[*at]).find_map(skipping) else {
                continue;
            };
            compared[notice] = true;
            let shape = shape::compare(self.session, statement, in_transaction)
                .await
                .map_err(Failure::database("compare what exists already with what is asked for"))?;
            match judge(migration, statement, shape) {
                Judgement::Fine(line) => lines.push(line),
                Judgement::Other { what, differences } => {
                    let at = place(&migration.file, statement, None);
                    return Err(Failure::OtherShape { which: self.which(migration), at, what, differences, standing });
                }
            }
        }
        // What the comparison itself made the server say.
        drop(self.session.take_notices());
        let mut others = notices;
        let mut at = 0..;
        others.retain(|_| !at.next().is_some_and(|at: usize| compared[at]));
        for line in &lines {
            self.observer.event(whimbrel_plan::Event::Notice(line.clone()));
        }
        lines.splice(0..0, self.said(others));
        Ok(lines)
    }
}

/// Whether the server says with `notice` that `statement` was skipped.
fn skips(statement: &Statement, notice: &Notice) -> bool {
    let Some((_, name)) = named(statement) else { return false };
    match &statement.kind {
        Kind::AlterTable { .. } => notice.code == COLUMN_EXISTS,
        _ => notice.code == RELATION_EXISTS && notice.message.contains(&format!("\"{}\"", name.name)),
    }
}
