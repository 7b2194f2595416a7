//! A plan: migrations as steps.

use whimbrel_source::{Engine, Migration, SectionKind, SourceError, SourceFile, Statement, Version};

/// Forward or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `up`
    Apply,
    /// `down`
    Revert,
}

/// How a step's statements run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepMode {
    /// All in one transaction, together with the record that the step is done.
    Transaction,
    /// One statement that PostgreSQL refuses in a transaction; journaled before and after.
    Alone,
}

/// What is done and recorded as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How.
    pub mode: StepMode,
    /// In order. A step of mode `Alone` has exactly one.
    pub statements: Vec<Statement>,
}

/// One migration's part of a plan.
#[derive(Debug, Clone)]
pub struct PlannedMigration {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// Of its `up`; kept in the history.
    pub checksum: String,
    /// Where its statements' spans point: the file, or the recorded `down`.
    pub file: SourceFile,
    /// In order. More than one where something runs outside a transaction.
    pub steps: Vec<Step>,
    /// The `verify` section; run before COMMIT when there is one step of mode `Transaction`, else after the last.
    pub checks: Vec<Statement>,
    /// The text of the `down` section, for the history.
    pub down: Option<String>,
    /// False where `down` says `transaction:false`.
    pub down_transaction: bool,
}

impl PlannedMigration {
    /// True where all of it is one transaction, so that it is applied whole or not at all.
    pub fn is_atomic(&self) -> bool {
        self.steps.len() <= 1 && self.steps.iter().all(|s| s.mode == StepMode::Transaction)
    }
}

/// What a run will do, in order.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Forward or back.
    pub direction: Direction,
    /// For which database.
    pub engine: Engine,
    /// In the order they will run.
    pub migrations: Vec<PlannedMigration>,
}

impl Plan {
    /// Plans to apply `migrations`, in the order given.
    pub fn apply(migrations: &[&Migration], engine: Engine) -> Result<Self, Vec<SourceError>> {
        let _ = (migrations, engine, SectionKind::Up);
        todo!()
    }
}
