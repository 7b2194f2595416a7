//! What a migration asks of the way it is run.

use whimbrel_plan::PlannedMigration;
use whimbrel_source::lex::{Cursor, TokenKind};
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

/// A setting, a role or a temporary table outlives the transaction. Looks at words alone: to be wrong costs a round
/// trip, so it errs on that side.
pub(super) fn leaves_session_state(statement: &Statement) -> bool {
    match &statement.kind {
        Kind::SetSession => true,
        Kind::CreateTable { temporary, .. } => *temporary,
        Kind::Query => has_telling_word(&statement.sql),
        // What a DO block does is in a string.
        Kind::Other(verb) if verb == "DO" => {
            statement.sql.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_telling)
        }
        Kind::Other(_) => has_telling_word(&statement.sql),
        _ => false,
    }
}

fn has_telling_word(sql: &str) -> bool {
    Cursor::new(sql, Engine::Postgres).any(|token| token.kind == TokenKind::Word && is_telling(token.text))
}

fn is_telling(word: &str) -> bool {
    const TELLING: [&str; 8] =
        ["set_config", "role", "authorization", "temp", "temporary", "prepare", "listen", "pg_temp"];
    TELLING.iter().any(|telling| word.eq_ignore_ascii_case(telling))
}

/// `SET TRANSACTION` must come before any query of its transaction.
fn sets_the_transaction(statement: &Statement) -> bool {
    Cursor::new(&statement.sql, Engine::Postgres).follows("SET TRANSACTION")
}
