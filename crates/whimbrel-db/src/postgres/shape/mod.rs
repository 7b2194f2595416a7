//! Whether what exists already is what a statement asks for, found out by trying: the statement runs in a scratch
//! schema, the catalog tells both shapes, and all of it is rolled back. So every type name, default and expression
//! means what this server takes it for, and no parser of ours has to guess.

mod rewrite;
mod trial;

use whimbrel_catalog::Shape;
use whimbrel_source::{Kind, Statement};

use self::trial::Trial;
use super::Postgres;
use crate::DbError;

const SAVEPOINT: &str = "whimbrel_shape";

/// Compares what exists with what `statement` asks for: a `CREATE TABLE`, a `CREATE INDEX`, or the columns that an
/// `ALTER TABLE` adds, each with or without `IF NOT EXISTS`.
///
/// With `in_transaction` a transaction is open; it is left as it was, and the locks that were taken are released.
/// Otherwise one is begun and rolled back. Nothing lasting is done: sequences that exist are not advanced, and no
/// table that holds rows is written to.
pub async fn compare(postgres: &Postgres, statement: &Statement, in_transaction: bool) -> Result<Shape, DbError> {
    let begin = if in_transaction { format!("SAVEPOINT {SAVEPOINT}") } else { "BEGIN".to_owned() };
    let end = if in_transaction {
        format!("ROLLBACK TO SAVEPOINT {SAVEPOINT}; RELEASE SAVEPOINT {SAVEPOINT}")
    } else {
        "ROLLBACK".to_owned()
    };
    postgres.run(&begin).await?;
    let shape = find_out(postgres, statement).await;
    let ended = postgres.run(&end).await;
    let shape = match shape {
        Ok(shape) => shape,
        Err(Stop::CannotTell(reason)) => Shape::CannotTell(reason),
        Err(Stop::Error(error)) => return Err(*error),
    };
    ended?;
    Ok(shape)
}

/// Why a comparison ends early.
enum Stop {
    CannotTell(String),
    Error(Box<DbError>),
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        Self::Error(Box::new(error))
    }
}

/// `Stop::CannotTell`
fn cannot_tell<T>(reason: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::CannotTell(reason.into()))
}

async fn find_out(postgres: &Postgres, statement: &Statement) -> Result<Shape, Stop> {
    let trial = Trial { postgres, sql: &statement.sql };
    match &statement.kind {
        Kind::CreateTable { temporary: true, .. } => cannot_tell("temporary tables are not compared"),
        Kind::CreateTable { name, name_span, .. } => trial.create_table(name, *name_span).await,
        Kind::CreateIndex { name: Some(name), table, table_span, .. } => {
            trial.create_index(&name.name, table, *table_span).await
        }
        Kind::CreateIndex { name: None, .. } => cannot_tell("an index without a name is always a new one"),
        Kind::AlterTable { table, table_span, .. } => trial.add_columns(table, *table_span).await,
        _ => cannot_tell(format!("{} is not compared", statement.verb())),
    }
}
