//! The `verify` sections of what is applied, against the target as it is now.

use whimbrel_db::{Connection, DbError};
use whimbrel_plan::{CheckResult, check};
use whimbrel_source::{Migration, SectionKind, SourceError};

use crate::ask::{ask, engine};

/// Why the checks could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// A `verify` section cannot be split into statements.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The database would not begin a read-only transaction, or the connection is gone.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Runs the checks of `migrations`, each in a read-only transaction of its own, so that one that raises an
/// error does not keep the next from being made.
pub async fn verify(connection: &Connection, migrations: &[&Migration]) -> Result<Vec<CheckResult>, VerifyError> {
    let mut results = Vec::new();
    for migration in migrations {
        for statement in migration.statements(SectionKind::Verify, engine(connection))? {
            let (begin, end) = match connection {
                Connection::Postgres(_) => ("BEGIN READ ONLY", "ROLLBACK"),
                Connection::Sqlite(_) => ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
            };
            ask(connection, begin).await?;
            let answer = ask(connection, &statement.sql).await;
            if !answer.as_ref().is_err_and(|e| e.disconnected) {
                ask(connection, end).await?;
            }
            results.push(match answer {
                Ok(replies) => match replies.first() {
                    Some(reply) => {
                        check::judge(engine(connection), &migration.file, &statement, reply.columns.len(), &reply.rows)
                    }
                    None => check::judge(engine(connection), &migration.file, &statement, 0, &[]),
                },
                Err(error) if error.disconnected => return Err(error.into()),
                Err(error) => check::result(&migration.file, &statement, Some(error.message)),
            });
        }
    }
    Ok(results)
}
