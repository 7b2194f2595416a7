//! What is tried on the target and always taken back: `test` sections, and a revert before it is agreed to.

mod rows;

use whimbrel_db::postgres::Reply;
use whimbrel_db::{Connection, DbError};
use whimbrel_plan::{CheckResult, Direction, Loss, Plan, PlannedMigration, StepMode, check};
use whimbrel_source::{Engine, Kind, SourceFile, Statement, Version};

use crate::error::{Failure, Standing, Which};
use crate::history;
use crate::journal::{self, Journal, State};
use crate::postgres::{CANCELLED, unless_interrupted};
use crate::{RunError, RunOptions};

/// A `test` section.
#[derive(Debug, Clone)]
pub struct Test<'m> {
    /// Where its statements stand.
    pub file: &'m SourceFile,
    /// In order.
    pub statements: Vec<Statement>,
}

/// Runs each of `tests` in a transaction of its own that is rolled back. A test ends at its first error, which is a
/// check that does not hold.
pub async fn tests(
    connection: &Connection,
    tests: &[Test<'_>],
    options: &RunOptions,
) -> Result<Vec<CheckResult>, RunError> {
    let mut results = Vec::new();
    for one in tests.iter().filter(|test| !test.statements.is_empty()) {
        begin(connection, options).await?;
        let outcome = test(connection, one.file, &one.statements, options, &mut results).await;
        let ended = end(connection).await;
        outcome?;
        ended?;
    }
    Ok(results)
}

fn engine(connection: &Connection) -> Engine {
    match connection {
        Connection::Postgres(_) => Engine::Postgres,
        Connection::Sqlite(_) => Engine::Sqlite,
    }
}

async fn test(
    connection: &Connection,
    file: &SourceFile,
    statements: &[Statement],
    options: &RunOptions,
    results: &mut Vec<CheckResult>,
) -> Result<(), Failure> {
    // A check is named by the nearest comment above it that no check before it has taken.
    let mut comment: Option<&String> = None;
    for statement in statements {
        comment = statement.comment.as_ref().or(comment);
        let named = &Statement { comment: comment.cloned(), ..statement.clone() };
        match run(connection, file, statement, options).await? {
            Ok(reply) if statement.kind == Kind::Query && asserts(engine(connection), &reply) => {
                results.push(check::judge(engine(connection), file, named, reply.columns.len(), &reply.rows));
                comment = None;
            }
            Ok(_) => {}
            Err(error) => {
                results.push(check::result(file, named, Some(said(&error))));
                return Ok(());
            }
        }
    }
    // What is deferred to COMMIT would never be looked at: there is none.
    if let (Connection::Postgres(session), Some(last)) = (connection, statements.last())
        && let Err(error) = session.run("SET CONSTRAINTS ALL IMMEDIATE").await
    {
        results.push(check::result(file, last, Some(said(&error))));
    }
    Ok(())
}

/// Some queries of a test are there for what they do, such as `SELECT set_config(…)`: they answer one value that is
/// neither true nor false. Everything else must be true.
fn asserts(engine: Engine, reply: &Reply) -> bool {
    let (yes, no) = check::truth(engine);
    match reply.rows.as_slice() {
        [row] if row.len() == 1 => row[0].as_deref().is_none_or(|value| value == yes || value == no),
        _ => true,
    }
}

fn said(error: &DbError) -> String {
    match &error.detail {
        Some(detail) => format!("{}: {detail}", error.message),
        None => error.message.clone(),
    }
}

/// Runs what `plan` can run in a transaction, in one that stays open: read what has become of the catalog, then
/// call [`end`]. Gives the rows that were deleted from or overwritten in tables that stay. Steps that an unfinished
/// run has done already are left out, and statements that PostgreSQL refuses in a transaction. An error is the plan's
/// own, with its place, and the transaction is over.
pub async fn try_plan(connection: &Connection, plan: &Plan, options: &RunOptions) -> Result<Vec<Loss>, RunError> {
    let done = done_already(connection, plan, options).await?;
    begin(connection, options).await?;
    let before = match rows::changed(connection).await {
        Ok(before) => before,
        Err(failure) => return Err(ended_by(connection, failure).await),
    };
    let mut losses = Vec::new();
    for migration in &plan.migrations {
        let is_done =
            |number: &usize| done.iter().any(|(version, step)| version == &migration.version && step == number);
        let steps = migration.steps.iter().enumerate().filter(|(number, _)| !is_done(number)).map(|(_, step)| step);
        let steps = steps.filter(|step| step.mode == StepMode::Transaction);
        for statement in steps.flat_map(|step| &step.statements) {
            losses.extend(rows::truncated(connection, statement).await);
            match run(connection, &migration.file, statement, options).await {
                Ok(Ok(reply)) => losses.extend(rows::lost(connection, statement, &reply)),
                Ok(Err(error)) => {
                    return Err(ended_by(connection, failure(plan.direction, migration, statement, error)).await);
                }
                Err(failure) => return Err(ended_by(connection, failure).await),
            }
        }
    }
    match rows::changed(connection).await {
        Ok(after) => losses.extend(rows::difference(&before, after)),
        Err(failure) => return Err(ended_by(connection, failure).await),
    }
    Ok(losses)
}

/// Steps of `plan` that the journal says are done.
async fn done_already(
    connection: &Connection,
    plan: &Plan,
    options: &RunOptions,
) -> Result<Vec<(Version, usize)>, Failure> {
    let mut done = Vec::new();
    let mut journaled = plan.migrations.iter().filter(|migration| !migration.is_atomic()).peekable();
    if journaled.peek().is_none() {
        return Ok(done);
    }
    let journal = match connection {
        Connection::Postgres(session) => match history::postgres::locate(session, &options.history_schema).await? {
            Some(place) => Journal::postgres(place.journal()),
            None => return Ok(done),
        },
        Connection::Sqlite(_) => Journal::sqlite(),
    };
    for migration in journaled {
        let sql = journal.read(migration.version.as_str());
        let replies = match connection {
            Connection::Postgres(session) => session.run(&sql).await,
            Connection::Sqlite(session) => session.run_sql(&sql),
        };
        let entries = journal::entries(&replies.map_err(Failure::database("read the journal"))?)?;
        let steps = entries.iter().filter(|e| e.state == State::Done && e.direction == plan.direction);
        done.extend(steps.map(|entry| (migration.version.clone(), entry.step)));
    }
    Ok(done)
}

fn failure(direction: Direction, migration: &PlannedMigration, statement: &Statement, error: DbError) -> Failure {
    let which = Which {
        version: migration.version.clone(),
        name: migration.name.clone(),
        direction,
        file: migration.file.clone(),
    };
    Failure::Statement {
        which: Box::new(which),
        at: Some(statement.span),
        doing: "",
        error: Box::new(error),
        attempts: 1,
        blockers: Vec::new(),
        standing: Standing::RolledBack,
    }
}

/// Takes back what was tried and gives the failure: one that follows from it does not hide it.
async fn ended_by(connection: &Connection, failure: Failure) -> RunError {
    let _ = end(connection).await;
    failure.into()
}

/// Takes back whatever was tried.
pub async fn end(connection: &Connection) -> Result<(), RunError> {
    let ended = match connection {
        Connection::Postgres(session) => loop {
            match session.run("ROLLBACK").await {
                // A cancel request that came late.
                Err(error) if error.code == CANCELLED => {}
                answer => break answer.map(drop),
            }
        },
        Connection::Sqlite(session) => session.rollback(),
    };
    ended.map_err(Failure::database("take back what was tried")).map_err(RunError::from)
}

async fn begin(connection: &Connection, options: &RunOptions) -> Result<(), Failure> {
    let begun = match connection {
        Connection::Postgres(session) => {
            let timeout = options.lock_timeout.as_millis();
            session.run(&format!("BEGIN; SET LOCAL lock_timeout = {timeout}")).await.map(drop)
        }
        Connection::Sqlite(session) => session.begin(),
    };
    begun.map_err(Failure::database("begin a transaction"))
}

/// One statement; the inner error is the database's answer to it.
async fn run(
    connection: &Connection,
    file: &SourceFile,
    statement: &Statement,
    options: &RunOptions,
) -> Result<Result<Reply, DbError>, Failure> {
    let session = match connection {
        Connection::Postgres(session) => session,
        Connection::Sqlite(session) => {
            if options.interrupt.is_triggered() {
                return Err(Failure::Interrupted { during: None });
            }
            return Ok(session.execute(statement));
        }
    };
    let answer = async {
        match statement.copy_data {
            Some(data) => {
                let affected = session.copy_in(&statement.sql, &file.text[data.start..data.end]).await?;
                Ok(Reply { affected, ..Reply::default() })
            }
            None => Ok(session.run(&statement.sql).await?.pop().unwrap_or_default()),
        }
    };
    let answer = unless_interrupted(session, &options.interrupt, answer).await;
    if options.interrupt.is_triggered() { Err(Failure::Interrupted { during: None }) } else { Ok(answer) }
}
