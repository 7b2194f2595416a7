//! One statement on a shadow.

use whimbrel_catalog::ident;
use whimbrel_db::DbError;
use whimbrel_plan::{PlannedMigration, TryFailure};
use whimbrel_source::{SourceFile, Statement};

use super::Stage;

/// A statement's own error, or none.
pub(super) type Outcome = Result<Result<(), Box<TryFailure>>, DbError>;

/// Runs it as it is written.
pub(super) async fn run(stage: &Stage<'_>, file: &SourceFile, statement: &Statement) -> Outcome {
    let ran = match statement.copy_data {
        Some(rows) => stage.postgres.copy_in(&statement.sql, file.slice(rows)).await.map(drop),
        None => stage.postgres.run(&statement.sql).await.map(drop),
    };
    match ran {
        Ok(()) => Ok(Ok(())),
        Err(error) if error.disconnected => Err(error),
        Err(error) => Ok(Err(Box::new(failure(statement, error)))),
    }
}

/// Runs all statements of a migration in the transaction that is open, until one fails. What they have set is over then.
pub(super) async fn run_all(stage: &Stage<'_>, planned: &PlannedMigration) -> Outcome {
    let ran = run_each(stage, &planned.file, planned.steps.iter().flat_map(|step| &step.statements)).await?;
    if ran.is_ok() {
        stage.session.leave(planned).await?;
    }
    Ok(ran)
}

/// Runs statements of a file in the transaction that is open, until one fails.
pub(super) async fn run_each<'s>(
    stage: &Stage<'_>,
    file: &SourceFile,
    statements: impl IntoIterator<Item = &'s Statement>,
) -> Outcome {
    for statement in statements {
        if let Err(failure) = run(stage, file, statement).await? {
            return Ok(Err(failure));
        }
    }
    Ok(Ok(()))
}

pub(super) fn failure(statement: &Statement, error: DbError) -> TryFailure {
    TryFailure {
        statement: statement.clone(),
        code: error.code,
        message: error.message,
        detail: error.detail,
        hint: error.hint,
        context: error.context,
        position: error.position,
    }
}

/// Creates the role that a statement names and the shadow lacks, where it may. True where the statement is worth
/// another try.
pub(super) async fn makes_up_for(stage: &Stage<'_>, failure: &TryFailure) -> Result<bool, DbError> {
    let missing = failure.message.strip_prefix("role \"").and_then(|rest| rest.strip_suffix("\" does not exist"));
    match missing.filter(|_| stage.is_ours && failure.code == "42704") {
        Some(role) => stage.postgres.run(&format!("CREATE ROLE {}", ident(role))).await.map(|_| true),
        None => Ok(false),
    }
}
