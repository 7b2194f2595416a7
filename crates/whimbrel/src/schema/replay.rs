//! Migrations run on a shadow database, for what they make. No history, no checks: these belong to a target.

use std::path::Path;

use whimbrel_db::load::Roles;
use whimbrel_db::postgres::SessionSettings;
use whimbrel_db::shadow::Shadow;
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

/// Where they are run.
pub(crate) struct On<'s> {
    postgres: &'s Postgres,
    /// A role that is named and missing is created: the server is ours alone.
    creates_roles: bool,
    what: String,
    /// What each migration begins with: none may see what the one before has set.
    session: SessionSettings,
}

impl<'s> On<'s> {
    /// This shadow. What its session is set to now, each migration will begin with.
    pub(crate) async fn shadow(shadow: &'s Shadow) -> Result<Self, Problem> {
        let (postgres, what) = (shadow.postgres(), shadow.what());
        let session = SessionSettings::of(postgres).await.map_err(|error| problems::shadow_failed(&error, &what))?;
        Ok(Self { postgres, creates_roles: shadow.roles() == Roles::Create, what, session })
    }

    /// Runs them, one after the other.
    pub(super) async fn run(&self, plan: &Plan) -> Result<(), Problem> {
        for migration in &plan.migrations {
            if let Some((error, statement)) = self.attempt(migration).await? {
                return Err(problems::statement(&error, statement, &migration.file, &self.what));
            }
        }
        Ok(())
    }

    /// Runs one; gives the statement that failed and its error.
    pub(crate) async fn attempt<'m>(
        &self,
        migration: &'m PlannedMigration,
    ) -> Result<Option<(DbError, &'m Statement)>, Problem> {
        loop {
            let Err((error, statement)) = migrate(migration, self.postgres).await else { break };
            // The first error is what is told; that the transaction is over is clear.
            let _already_over = self.postgres.run("ROLLBACK").await;
            match problems::missing_role(&error).filter(|_| self.creates_roles && migration.is_atomic()) {
                Some(role) => problems::create_role(self.postgres, &role, &self.what).await?,
                None => return Ok(Some((error, statement))),
            }
        }
        self.leave(migration).await.map_err(|error| problems::shadow_failed(&error, &self.what))?;
        Ok(None)
    }

    /// Ends what a migration has left in the session. Works in a transaction, too.
    pub(crate) async fn leave(&self, migration: &PlannedMigration) -> Result<(), DbError> {
        match migration.leaves_session_state() {
            true => self.session.restore(self.postgres).await,
            false => Ok(()),
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
    Ok(())
}

async fn execute(statement: &Statement, file: &SourceFile, shadow: &Postgres) -> Result<(), DbError> {
    match statement.copy_data {
        Some(rows) => shadow.copy_in(&statement.sql, file.slice(rows)).await.map(drop),
        None => shadow.run(&statement.sql).await.map(drop),
    }
}
