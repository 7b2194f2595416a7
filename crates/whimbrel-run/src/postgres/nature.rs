//! What a migration asks of the way it is run.

use whimbrel_plan::PlannedMigration;
use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, Kind, Statement};

/// How a migration can travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// One text; the next may follow without waiting.
    Plain,
    /// One text up to the checks; its COMMIT waits for what they answer.
    Checked,
    /// One transaction, but not one text, or nothing may follow before its answer.
    Stepwise,
    /// Several steps, journaled.
    Journaled,
}

pub(super) fn nature(migration: &PlannedMigration) -> Nature {
    if !migration.is_atomic() {
        return Nature::Journaled;
    }
    let stepwise = statements(migration).any(|statement| {
        statement.copy_data.is_some() || statement.leaves_session_state() || sets_the_transaction(statement)
    });
    if stepwise {
        Nature::Stepwise
    } else if !migration.checks.is_empty() || statements(migration).any(skips_what_exists) {
        Nature::Checked
    } else {
        Nature::Plain
    }
}

pub(super) fn statements(migration: &PlannedMigration) -> impl Iterator<Item = &Statement> {
    migration.steps.iter().flat_map(|step| &step.statements)
}

/// `IF NOT EXISTS`: what exists is compared with what is asked for before COMMIT.
pub(super) fn skips_what_exists(statement: &Statement) -> bool {
    if matches!(statement.kind, Kind::Insert | Kind::Update | Kind::Delete | Kind::Merge | Kind::Query) {
        return false;
    }
    let mut rest = Cursor::new(&statement.sql, Engine::Postgres);
    loop {
        if rest.follows("IF NOT EXISTS") {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}

/// `SET TRANSACTION` must come before any query of its transaction.
fn sets_the_transaction(statement: &Statement) -> bool {
    Cursor::new(&statement.sql, Engine::Postgres).follows("SET TRANSACTION")
}
