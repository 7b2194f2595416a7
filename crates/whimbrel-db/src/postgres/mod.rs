//! PostgreSQL: connecting as libpq does, and a session.

use crate::address::EmbeddedPlace;
use crate::{ConnectError, ConnectOptions, DbError};

/// libpq's parameters, resolved.
#[derive(Debug, Clone, Default)]
pub struct Config {}

/// An open session.
pub struct Postgres {}

/// What one statement of a text that was sent answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// Column names; empty where it returns no rows.
    pub columns: Vec<String>,
    /// Values as text.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows inserted, updated, … or returned.
    pub affected: u64,
}

/// Connects to a server.
pub async fn connect(config: &Config, options: &ConnectOptions) -> Result<Postgres, ConnectError> {
    let _ = (config, options);
    todo!()
}

/// Starts the embedded PostgreSQL, or joins the guard's refusal where this process has one open already.
pub async fn connect_embedded(place: &EmbeddedPlace, options: &ConnectOptions) -> Result<Postgres, ConnectError> {
    let _ = (place, options);
    todo!()
}

impl Postgres {
    /// Runs a text of one or more statements by the simple protocol; a reply for each.
    pub async fn run(&self, sql: &str) -> Result<Vec<Reply>, DbError> {
        self.send(sql).await
    }

    /// As `run`, but what is sent is queued when this is first polled, so that several travel together:
    /// poll them in order.
    pub fn send(&self, sql: &str) -> impl Future<Output = Result<Vec<Reply>, DbError>> + Send + use<> {
        let _ = sql;
        async { todo!() }
    }

    /// `COPY … FROM STDIN` with its data; rows copied.
    pub async fn copy_in(&self, sql: &str, data: &str) -> Result<u64, DbError> {
        let _ = (sql, data);
        todo!()
    }

    /// `server_version_num`, such as 170005.
    pub fn version(&self) -> u32 {
        todo!()
    }

    /// Backend process id.
    pub fn pid(&self) -> i32 {
        todo!()
    }

    /// True for the embedded PostgreSQL: no second connection, no CONCURRENTLY.
    pub fn is_single(&self) -> bool {
        todo!()
    }
}
