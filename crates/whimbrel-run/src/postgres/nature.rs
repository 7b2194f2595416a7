//! What a migration asks of the way it is run.

use whimbrel_plan::PlannedMigration;
use whimbrel_source::{Kind, Statement};

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
        statement.copy_data.is_some() || leaves_session_state(statement) || sets_the_transaction(statement)
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
    let text = statement.sql.get(..4096.min(statement.sql.len())).unwrap_or(&statement.sql);
    let mut words = text.split_whitespace().map(str::to_ascii_uppercase);
    let mut last = [String::new(), String::new()];
    words.any(|word| {
        let found = last[0] == "IF" && last[1] == "NOT" && word == "EXISTS";
        last = [std::mem::take(&mut last[1]), word];
        found
    })
}

/// A setting, a role or a temporary table outlives the transaction. Looks at words alone: to be wrong costs a round
/// trip, so it errs on that side.
pub(super) fn leaves_session_state(statement: &Statement) -> bool {
    if matches!(statement.kind, Kind::SetSession) {
        return true;
    }
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_telling);
    match &statement.kind {
        Kind::Insert | Kind::Update | Kind::Delete | Kind::Merge | Kind::CopyIn => false,
        Kind::CreateIndex { .. } | Kind::DropIndex { .. } => false,
        Kind::CreateTable { .. } => statement.sql.split_whitespace().take(4).any(is_telling),
        _ => words(&statement.sql),
    }
}

fn is_telling(word: &str) -> bool {
    const TELLING: [&str; 8] =
        ["set_config", "role", "authorization", "temp", "temporary", "prepare", "listen", "pg_temp"];
    TELLING.iter().any(|telling| word.eq_ignore_ascii_case(telling))
}

/// `SET TRANSACTION` must come before any query of its transaction.
fn sets_the_transaction(statement: &Statement) -> bool {
    let mut words = statement.sql.split_whitespace();
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("set"))
        && words.next().is_some_and(|word| word.eq_ignore_ascii_case("transaction"))
}
