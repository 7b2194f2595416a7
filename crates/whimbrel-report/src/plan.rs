//! What a run would do.

use serde::Serialize;
use whimbrel_plan::{PlannedMigration, StepMode, check};

/// One migration of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanJson {
    /// Its version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Its leading comment.
    pub description: Option<String>,
    /// Its file, relative to the project.
    pub file: String,
    /// In order.
    pub steps: Vec<StepJson>,
    /// The names of the checks that must hold before it counts as done.
    pub checks: Vec<String>,
}

/// What is done and recorded as one.
#[derive(Debug, Clone, Serialize)]
pub struct StepJson {
    /// `transaction`, or `alone` for a statement that cannot run in one.
    pub mode: &'static str,
    /// In order.
    pub statements: Vec<PlannedStatementJson>,
}

/// One statement.
#[derive(Debug, Clone, Serialize)]
pub struct PlannedStatementJson {
    /// Its line in the file.
    pub line: u32,
    /// Its text.
    pub sql: String,
}

impl From<&PlannedMigration> for PlanJson {
    fn from(migration: &PlannedMigration) -> Self {
        let statement = |statement: &whimbrel_source::Statement| PlannedStatementJson {
            line: migration.file.place(statement.span.start).line,
            sql: statement.sql.clone(),
        };
        Self {
            version: migration.version.to_string(),
            name: migration.name.clone(),
            description: migration.description.clone(),
            file: migration.file.path.display().to_string(),
            steps: migration
                .steps
                .iter()
                .map(|step| StepJson {
                    mode: match step.mode {
                        StepMode::Transaction => "transaction",
                        StepMode::Alone => "alone",
                    },
                    statements: step.statements.iter().map(statement).collect(),
                })
                .collect(),
            checks: migration.checks.iter().map(check::name).collect(),
        }
    }
}
