//! Running a plan.

use whimbrel_db::Connection;
use whimbrel_plan::{MigrationRun, Observer, Plan};

use crate::{RunError, RunOptions, postgres, sqlite};

/// Runs `plan`, forward or back, and records it. Call with the run lock held, on a plan made from a history read
/// since. On failure the error holds the migrations that ran to their end before it.
///
/// On PostgreSQL, everything reported as done is durable: the last commit waits for the disk even where those
/// before it did not.
pub async fn run(
    connection: &Connection,
    plan: &Plan,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<Vec<MigrationRun>, RunError> {
    if plan.migrations.is_empty() {
        return Ok(Vec::new());
    }
    match connection {
        Connection::Postgres(session) if session.is_single() => {
            let plan = plan.clone().for_one_session();
            postgres::run(session, &plan, options, observer).await
        }
        Connection::Postgres(session) => postgres::run(session, plan, options, observer).await,
        Connection::Sqlite(session) => sqlite::run(session, plan, options, observer).await,
    }
}
