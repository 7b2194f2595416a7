//! A plan: migrations as steps.

mod build;
mod concurrently;
mod copy;

use whimbrel_source::{Engine, Migration, SectionKind, SourceError, SourceFile, Span, Statement, Version};

use crate::history::HistoryEvent;

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
    /// What was planned otherwise than written, such as an index built without CONCURRENTLY.
    pub remarks: Vec<String>,
}

impl PlannedMigration {
    /// True where all of it is one transaction, so that it is applied whole or not at all.
    pub fn is_atomic(&self) -> bool {
        self.steps.len() <= 1 && self.steps.iter().all(|s| s.mode == StepMode::Transaction)
    }

    /// True where the next migration would run in another session than it should: a setting, a role or a temporary table is
    /// left in it.
    pub fn leaves_session_state(&self) -> bool {
        self.steps.iter().flat_map(|step| &step.statements).any(Statement::leaves_session_state)
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

/// The way back of one migration.
#[derive(Debug, Clone)]
pub struct WayBack {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// The checksum it was applied with.
    pub checksum: String,
    /// The migration's file, or the `down` text as the history holds it.
    pub file: SourceFile,
    /// Where in it `down` stands.
    pub body: Span,
    /// False for `transaction:false`.
    pub transaction: bool,
}

impl WayBack {
    /// From the migration's own file; `None` where it has no `down` for `engine`.
    pub fn of_file(migration: &Migration, engine: Engine) -> Option<Self> {
        let down = migration.section(SectionKind::Down, engine)?;
        Some(Self {
            version: migration.version.clone(),
            name: migration.name.clone(),
            description: migration.description.clone(),
            checksum: migration.checksum(engine).to_string(),
            file: migration.file.clone(),
            body: down.body,
            transaction: down.transaction,
        })
    }

    /// From what the history recorded when the migration was applied.
    pub fn recorded(event: &HistoryEvent, down: &str, transaction: bool) -> Self {
        Self {
            version: event.version.clone(),
            name: event.name.clone(),
            description: event.description.clone(),
            checksum: event.checksum.clone(),
            file: SourceFile::new(format!("{}_{}.sql (down, as recorded)", event.version, event.name), down),
            body: Span { start: 0, end: down.len() },
            transaction,
        }
    }
}

impl Plan {
    /// Plans to apply `migrations`, in the order given.
    pub fn apply(migrations: &[&Migration], engine: Engine) -> Result<Self, Vec<SourceError>> {
        build::plan(Direction::Apply, engine, migrations.iter().map(|m| build::forward(m, engine)))
    }

    /// Plans to take migrations back, in the order given.
    pub fn revert(ways: &[WayBack], engine: Engine) -> Result<Self, Vec<SourceError>> {
        build::plan(Direction::Revert, engine, ways.iter().map(|way| build::back(way, engine)))
    }

    /// The same for the embedded PostgreSQL, which has one session and therefore nobody to be concurrent with:
    /// `CONCURRENTLY` is left out and what it kept outside a transaction joins its neighbours. Says so in the
    /// remarks. Changes nothing the second time.
    pub fn for_one_session(mut self) -> Self {
        for migration in &mut self.migrations {
            build::without_concurrently(migration, self.engine);
        }
        self
    }
}
