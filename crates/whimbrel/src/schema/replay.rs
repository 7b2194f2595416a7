//! Migrations run on a shadow database, for what they make. No history, no checks: these belong to a target.

use std::path::Path;

use whimbrel_db::{DbError, Postgres};
use whimbrel_plan::{Plan, PlannedMigration, Problem, StepMode};
use whimbrel_source::{Engine, Migration, SourceFile, Statement, Version, discover};

use super::problems;
use crate::project::together;

/// The migrations of a folder, or some of them.
pub(super) fn plan(folder: &Path, shown: &Path, only: Option<&[Version]>, engine: Engine) -> Result<Plan, Problem> {
    let set = discover(folder, shown).map_err(together)?;
    let wanted = |migration: &&Migration| only.is_none_or(|versions| versions.contains(&migration.version));
    let migrations: Vec<_> = set.migrations.iter().filter(wanted).collect();
    Ok(Plan::apply(&migrations, engine).map_err(together)?.for_one_session())
}

/// Runs them. A role that is named and missing is created where `create_roles` allows it.
pub(super) async fn run(plan: &Plan, shadow: &Postgres, create_roles: bool, on: &str) -> Result<(), Problem> {
    for migration in &plan.migrations {
        self::migration(migration, shadow, create_roles, on).await?;
    }
    Ok(())
}

/// Runs one.
pub(super) async fn migration(
    migration: &PlannedMigration,
    shadow: &Postgres,
    create_roles: bool,
    on: &str,
) -> Result<(), Problem> {
    match attempt(migration, shadow, create_roles, on).await? {
        Some((error, statement)) => Err(problems::statement(&error, statement, &migration.file, on)),
        None => Ok(()),
    }
}

/// Runs one; gives the statement that failed and its error.
pub(crate) async fn attempt<'m>(
    migration: &'m PlannedMigration,
    shadow: &Postgres,
    create_roles: bool,
    on: &str,
) -> Result<Option<(DbError, &'m Statement)>, Problem> {
    loop {
        let Err((error, statement)) = migrate(migration, shadow).await else { return Ok(None) };
        // The first error is what is told; that the transaction is over is clear.
        let _already_over = shadow.run("ROLLBACK").await;
        match problems::missing_role(&error).filter(|_| create_roles && migration.is_atomic()) {
            Some(role) => problems::create_role(shadow, &role, on).await?,
            None => return Ok(Some((error, statement))),
        }
    }
}

async fn migrate<'m>(migration: &'m PlannedMigration, shadow: &Postgres) -> Result<(), (DbError, &'m Statement)> {
    for step in &migration.steps {
        let (Some(first), Some(last)) = (step.statements.first(), step.statements.last()) else { continue };
        let together = step.mode == StepMode::Transaction;
        if together {
            shadow.run("BEGIN").await.map_err(|error| (error, first))?;
        }
        for statement in &step.statements {
            execute(statement, &migration.file, shadow).await.map_err(|error| (error, statement))?;
        }
        if together {
            shadow.run("COMMIT").await.map_err(|error| (error, last))?;
        }
    }
    // what a migration sets for its session ends with it
    Ok(())
}

async fn execute(statement: &Statement, file: &SourceFile, shadow: &Postgres) -> Result<(), DbError> {
    match statement.copy_data {
        Some(rows) => shadow.copy_in(&statement.sql, file.slice(rows)).await.map(drop),
        None => shadow.run(&statement.sql).await.map(drop),
    }
}
