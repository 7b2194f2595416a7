//! Running SQL as it is, and transactions.

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, Params};

use super::Sqlite;
use super::error::from_sqlite;
use crate::DbError;
use crate::postgres::Reply;
use crate::sql::identifier;

impl Sqlite {
    /// Runs a text of one or more statements, each exactly as it is; a reply for each. Statements of
    /// migrations go through [`Sqlite::execute`] instead.
    pub fn run_sql(&self, sql: &str) -> Result<Vec<Reply>, DbError> {
        let mut replies = Vec::new();
        let mut batch = Batch::new(&self.connection, sql);
        loop {
            let next = batch.next().and_then(|statement| match statement {
                Some(mut statement) => reply(&self.connection, &mut statement, []).map(Some),
                None => Ok(None),
            });
            match next {
                Ok(Some(reply)) => replies.push(reply),
                Ok(None) => return Ok(replies),
                Err(error) => return Err(DbError { completed: replies.len(), ..locate(sql, error) }),
            }
        }
    }

    /// Runs one statement with parameters.
    pub fn query(&self, sql: &str, parameters: impl Params) -> Result<Reply, DbError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(from_sqlite)?;
        reply(&self.connection, &mut statement, parameters).map_err(from_sqlite)
    }

    /// Begins a transaction that may write, with foreign keys enforced, waiting for another writer to end.
    pub fn begin(&self) -> Result<(), DbError> {
        self.set_enforcement(true)?;
        self.run_sql("BEGIN IMMEDIATE").map(drop)
    }

    /// Begins a transaction that only reads: one unchanging view of the database, and every write in it fails.
    pub fn begin_read_only(&self) -> Result<(), DbError> {
        self.run_sql("BEGIN; PRAGMA query_only = ON").map(drop)
    }

    /// Commits. Where the transaction did something with foreign keys off, they are checked first: rows that
    /// lost their parent fail it, and it stays open for [`Sqlite::rollback`].
    pub fn commit(&self) -> Result<(), DbError> {
        self.check_foreign_keys()?;
        self.run_sql("COMMIT").map_err(|error| self.name_orphans(error))?;
        self.after_transaction()
    }

    /// Rolls back; nothing happens where no transaction is open, which is so after some errors.
    pub fn rollback(&self) -> Result<(), DbError> {
        if !self.connection.is_autocommit() {
            self.run_sql("ROLLBACK")?;
        }
        self.after_transaction()
    }

    /// True between [`Sqlite::begin`] and the end of the transaction.
    pub fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Sets a savepoint, beginning a transaction where there is none.
    pub fn savepoint(&self, name: &str) -> Result<(), DbError> {
        self.run_sql(&format!("SAVEPOINT {}", identifier(name))).map(drop)
    }

    /// Takes back what happened since the savepoint, and removes it.
    pub fn rollback_to(&self, name: &str) -> Result<(), DbError> {
        let name = identifier(name);
        self.run_sql(&format!("ROLLBACK TO {name}; RELEASE {name}")).map(drop)
    }

    /// Removes the savepoint and keeps what happened since.
    pub fn release(&self, name: &str) -> Result<(), DbError> {
        self.run_sql(&format!("RELEASE {}", identifier(name))).map(drop)
    }

    /// With true, every write fails until this is called with false or the transaction ends; for checks that
    /// promise to read only.
    pub fn set_query_only(&self, on: bool) -> Result<(), DbError> {
        self.run_sql(if on { "PRAGMA query_only = ON" } else { "PRAGMA query_only = OFF" }).map(drop)
    }

    fn after_transaction(&self) -> Result<(), DbError> {
        if self.known_violations.take().is_some() {
            self.set_enforcement(true)?;
        }
        self.set_query_only(false)
    }
}

fn reply(
    connection: &Connection,
    statement: &mut rusqlite::Statement<'_>,
    parameters: impl Params,
) -> rusqlite::Result<Reply> {
    let names =
        |statement: &rusqlite::Statement<'_>| -> Vec<String> { statement.column_names().map(str::to_owned).collect() };
    let mut columns = names(statement);
    let changes_before = connection.total_changes();
    let mut rows = Vec::new();
    let mut cursor = statement.query(parameters)?;
    while let Some(row) = cursor.next()? {
        // A statement prepared before the schema changed has its new columns from its first row on.
        if rows.is_empty() {
            columns = names(row.as_ref());
        }
        rows.push((0..columns.len()).map(|i| row.get_ref(i).map(text)).collect::<rusqlite::Result<_>>()?);
    }
    drop(cursor);
    // `changes()` keeps the count of an earlier statement where this one changed nothing.
    let changed = if connection.total_changes() == changes_before { 0 } else { connection.changes() };
    let affected = if changed == 0 { rows.len() as u64 } else { changed };
    Ok(Reply { columns, rows, affected })
}

/// A value as `CAST(value AS TEXT)` shows it; a blob as `x'…'`.
pub(super) fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(format!("{number:?}")),
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Some(format!("x'{digits}'"))
        }
    }
}

/// Of an error in one statement of `sql`: its position in all of it.
fn locate(sql: &str, error: rusqlite::Error) -> DbError {
    // The driver keeps the rest of the text, from the statement that failed on.
    let before = match &error {
        rusqlite::Error::SqlInputError { sql: rest, .. } => sql.len().checked_sub(rest.len()),
        _ => None,
    };
    let mut failure = from_sqlite(error);
    if let (Some(position), Some(before)) = (failure.position, before.and_then(|end| sql.get(..end))) {
        failure.position = Some(position + before.chars().count());
    }
    failure
}
