//! The `verify` sections of what is applied, against the target as it is now.

use futures_util::future::join_all;
use whimbrel_db::postgres::Reply;
use whimbrel_db::{Connection, DbError, Postgres, Sqlite};
use whimbrel_plan::{CheckResult, check};
use whimbrel_source::{Migration, SectionKind, SourceError, SourceFile, Statement};

use crate::ask::engine;

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

/// Checks under way at once: distance costs a round trip a window, not three a check.
const WINDOW: usize = 64;

/// Runs the checks of `migrations`, each in a read-only transaction of its own, so that one that raises an error does
/// not keep the next from being made.
pub async fn verify(connection: &Connection, migrations: &[&Migration]) -> Result<Vec<CheckResult>, VerifyError> {
    let mut checks = Vec::new();
    for migration in migrations {
        let statements = migration.statements(SectionKind::Verify, engine(connection))?;
        checks.extend(statements.into_iter().map(|statement| (&migration.file, statement)));
    }
    let mut results = Vec::new();
    for window in checks.chunks(WINDOW) {
        let answers = match connection {
            Connection::Postgres(session) => on_postgres(session, window).await?,
            Connection::Sqlite(session) => on_sqlite(session, window)?,
        };
        for ((file, statement), answer) in window.iter().zip(answers) {
            results.push(match answer {
                Ok(reply) => check::judge(engine(connection), file, statement, reply.columns.len(), &reply.rows),
                Err(error) if error.disconnected => return Err(error.into()),
                Err(error) => check::result(file, statement, Some(error.message)),
            });
        }
    }
    Ok(results)
}

type Check<'m> = (&'m SourceFile, Statement);
type Answers = Vec<Result<Reply, DbError>>;

/// BEGIN, the check and ROLLBACK are messages of their own, so that each transaction ends whatever the check did.
async fn on_postgres(session: &Postgres, checks: &[Check<'_>]) -> Result<Answers, DbError> {
    let texts = checks.iter().flat_map(|(_, check)| ["BEGIN READ ONLY", check.sql.as_str(), "ROLLBACK"]);
    let answers = join_all(texts.map(|text| session.send(text))).await;
    let mut answers = answers.into_iter();
    let mut of_checks = Vec::with_capacity(checks.len());
    while let (Some(begun), Some(answer), Some(ended)) = (answers.next(), answers.next(), answers.next()) {
        begun?;
        of_checks.push(answer.map(|mut replies| replies.pop().unwrap_or_default()));
        ended?;
    }
    Ok(of_checks)
}

fn on_sqlite(session: &Sqlite, checks: &[Check<'_>]) -> Result<Answers, DbError> {
    session.set_query_only(true)?;
    let answers = checks.iter().map(|(_, check)| Ok(session.run_sql(&check.sql)?.pop().unwrap_or_default())).collect();
    session.set_query_only(false)?;
    Ok(answers)
}
