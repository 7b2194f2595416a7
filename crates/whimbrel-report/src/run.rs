//! What `apply` and `revert` did.

use serde::Serialize;
use whimbrel_plan::{HookResult, Loss, LossKind, MigrationRun, OrderProven};

use crate::{CheckJson, milliseconds};

/// One migration that ran to its end.
#[derive(Debug, Clone, Serialize)]
pub struct MigrationRunJson {
    /// Its version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Its leading comment.
    pub description: Option<String>,
    /// From its first statement to its COMMIT.
    pub duration_ms: u64,
    /// In order.
    pub statements: Vec<StatementJson>,
    /// Its `verify` section.
    pub checks: Vec<CheckJson>,
    /// What ran otherwise than written.
    pub remarks: Vec<String>,
    /// What the database said.
    pub notices: Vec<String>,
    /// Steps that an earlier, interrupted run had done.
    pub resumed_after: usize,
}

/// One statement that ran.
#[derive(Debug, Clone, Serialize)]
pub struct StatementJson {
    /// Its line in the file.
    pub line: u32,
    /// Its leading keywords.
    pub verb: String,
    /// Rows it inserted, updated, deleted or copied.
    pub rows: Option<u64>,
}

/// A command or health check after `apply`.
#[derive(Debug, Clone, Serialize)]
pub struct HookJson {
    /// The command line, or the health check.
    pub what: String,
    /// Whether it succeeded.
    pub ok: bool,
    /// Exit code of a command, last status of a health check.
    pub code: Option<i32>,
    /// What it printed or answered.
    pub output: String,
    /// How long it took.
    pub duration_ms: u64,
}

/// What ran out of order, and makes the same schema in both orders.
#[derive(Debug, Clone, Serialize)]
pub struct OrderJson {
    /// Which migrations.
    pub versions: Vec<String>,
    /// The shadow database.
    pub tried_on: String,
}

impl From<&OrderProven> for OrderJson {
    fn from(proven: &OrderProven) -> Self {
        Self { versions: proven.versions.iter().map(ToString::to_string).collect(), tried_on: proven.on.clone() }
    }
}

/// What a revert destroys.
#[derive(Debug, Clone, Serialize)]
pub struct LossJson {
    /// The table.
    pub table: String,
    /// `table`, `column`, `deleted_rows` or `overwritten_rows`.
    pub kind: &'static str,
    /// The column, where that is what goes.
    pub column: Option<String>,
    /// Rows, or rows with a value in the column; null where they could not be counted.
    pub rows: Option<u64>,
}

impl From<&MigrationRun> for MigrationRunJson {
    fn from(run: &MigrationRun) -> Self {
        Self {
            version: run.version.to_string(),
            name: run.name.clone(),
            description: run.description.clone(),
            duration_ms: milliseconds(run.duration),
            statements: run
                .statements
                .iter()
                .map(|statement| StatementJson {
                    line: statement.line,
                    verb: statement.verb.clone(),
                    rows: statement.rows,
                })
                .collect(),
            checks: run.checks.iter().map(Into::into).collect(),
            remarks: run.remarks.clone(),
            notices: run.notices.clone(),
            resumed_after: run.resumed_after,
        }
    }
}

impl From<&HookResult> for HookJson {
    fn from(hook: &HookResult) -> Self {
        Self {
            what: hook.what.clone(),
            ok: hook.ok,
            code: hook.code,
            output: hook.output.clone(),
            duration_ms: milliseconds(hook.duration),
        }
    }
}

impl From<&Loss> for LossJson {
    fn from(loss: &Loss) -> Self {
        let (kind, column) = match &loss.kind {
            LossKind::Table => ("table", None),
            LossKind::Column(name) => ("column", Some(name.clone())),
            LossKind::DeletedRows => ("deleted_rows", None),
            LossKind::OverwrittenRows => ("overwritten_rows", None),
        };
        Self { table: loss.table.clone(), kind, column, rows: loss.rows }
    }
}

/// Whether the target was held to what the migrations did on a shadow database.
#[derive(Debug, Clone, Serialize)]
pub struct EffectsJson {
    /// The shadow database; null where nothing was compared.
    pub compared_on: Option<String>,
    /// Why it was not done, where it was asked for.
    pub reason: Option<String>,
}
