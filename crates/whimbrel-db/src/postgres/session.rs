//! An open session: running SQL, in order and pipelined.

use std::io::Cursor;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{SinkExt, StreamExt};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, Connection, Row, SimpleQueryMessage, SimpleQueryRow, SimpleQueryStream};

use super::cancel::Canceller;
use super::channel::Channel;
use super::failure;
use super::notice::Notice;
use super::prepared::Prepared;
use super::{Postgres, Reply};
use crate::DbError;

/// What one piece of COPY data holds at most.
const COPY_CHUNK: usize = 256 * 1024;

/// What the task that drives the connection and the session share.
#[derive(Default)]
pub(crate) struct Shared {
    notices: Mutex<Vec<Notice>>,
    /// The server's last words, once the connection has ended.
    end: Mutex<Option<DbError>>,
    secrets: Vec<String>,
    pub(super) prepared: Mutex<Prepared>,
}

impl Shared {
    pub(crate) fn new(secrets: Vec<String>) -> Self {
        Self { secrets, ..Self::default() }
    }

    /// `error` as a `DbError`; where it only says that the connection closed, with the server's reason.
    fn explain(&self, error: &tokio_postgres::Error, client: &Client) -> DbError {
        if error.as_db_error().is_some() {
            return failure::from_driver(error, false, &self.secrets);
        }
        let gone = client.is_closed();
        match lock(&self.end).clone() {
            Some(reason) if gone => DbError { disconnected: true, position: None, ..reason },
            _ => failure::from_driver(error, gone, &self.secrets),
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Nothing that holds these locks can panic half-way through a change.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads and writes until the session ends, keeping what the server says by itself.
pub(crate) fn drive(mut connection: Connection<Channel, Channel>, shared: Arc<Shared>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            match std::future::poll_fn(|cx| connection.poll_message(cx)).await {
                Some(Ok(AsyncMessage::Notice(said))) => {
                    lock(&shared.notices).push(Notice::new(&said, &shared.secrets));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    // Kept before the connection is dropped, which is what wakes those who wait for answers.
                    *lock(&shared.end) = Some(failure::from_driver(&error, true, &shared.secrets));
                    break;
                }
                None => break,
            }
        }
    })
}

impl Postgres {
    /// Runs a text of one or more statements by the simple protocol; a reply for each.
    pub async fn run(&self, sql: &str) -> Result<Vec<Reply>, DbError> {
        self.send(sql).await
    }

    /// As `run`, but what is sent is queued when this is first polled, so that several travel together:
    /// poll them in order.
    pub fn send(&self, sql: &str) -> impl Future<Output = Result<Vec<Reply>, DbError>> + Send + use<> {
        let asked = self.ask(sql);
        async move {
            let mut answer = asked.await?;
            let mut replies = Vec::new();
            let mut current = Reply::default();
            while let Some(message) = answer.next().await? {
                match message {
                    SimpleQueryMessage::RowDescription(columns) => {
                        current.columns = columns.iter().map(|c| c.name().to_owned()).collect();
                    }
                    SimpleQueryMessage::Row(row) => current.rows.push(answer.texts(&row)?),
                    SimpleQueryMessage::CommandComplete(affected) => {
                        current.affected = affected;
                        replies.push(std::mem::take(&mut current));
                    }
                    _ => {}
                }
            }
            Ok(replies)
        }
    }

    /// Sends a text of one or more statements, once this is polled, and does not wait for the answer.
    pub(super) fn ask(&self, sql: &str) -> impl Future<Output = Result<Answer, DbError>> + Send + use<> {
        let (client, shared, abort) = (Arc::clone(&self.client), Arc::clone(&self.shared), self.driver.abort_handle());
        let sql = sql.to_owned();
        async move {
            lock(&shared.prepared).sent(&sql);
            match client.simple_query_raw(&sql).await {
                Ok(stream) => Ok(Answer { stream: Box::pin(stream), client, shared, abort, completed: 0 }),
                Err(error) => Err(shared.explain(&error, &client)),
            }
        }
    }

    /// Runs one statement with parameters, whose types are given so that it takes a single round trip and leaves no
    /// prepared statement behind (which a transaction pooler would strand).
    pub async fn query(&self, sql: &str, parameters: &[(&(dyn ToSql + Sync), Type)]) -> Result<Vec<Row>, DbError> {
        let typed: Vec<_> = parameters.iter().map(|(value, kind)| (*value, kind.clone())).collect();
        self.client.query_typed(sql, &typed).await.map_err(|error| self.shared.explain(&error, &self.client))
    }

    /// `COPY … FROM STDIN` with its data, without the closing `\.`; rows copied.
    pub async fn copy_in(&self, sql: &str, data: &str) -> Result<u64, DbError> {
        let explain = |error: tokio_postgres::Error| self.shared.explain(&error, &self.client);
        let mut sink = pin!(self.client.copy_in::<_, Cursor<Vec<u8>>>(sql).await.map_err(explain)?);
        for chunk in data.as_bytes().chunks(COPY_CHUNK) {
            sink.feed(Cursor::new(chunk.to_vec())).await.map_err(explain)?;
        }
        sink.finish().await.map_err(explain)
    }

    /// What the server said since the last call, in order. All that belongs to an answered statement is there
    /// when its answer is.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut *lock(&self.shared.notices))
    }

    /// Cancels what this session runs, from anywhere.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// `server_version_num`, such as 170005.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Backend process id.
    pub fn pid(&self) -> i32 {
        self.pid
    }

    /// Host and database, for display: `db.example.org:5432/shop`.
    pub fn host_shown(&self) -> &str {
        &self.host_shown
    }

    /// True for the embedded PostgreSQL: no second connection, no CONCURRENTLY.
    pub fn is_single(&self) -> bool {
        self.is_single
    }

    /// True once the connection has ended, whoever ended it.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Leaves the server alone with whatever it runs, without waiting: the connection is closed, and everything that
    /// waits for an answer fails as disconnected. What is not committed never will be. For the embedded PostgreSQL,
    /// whose statements cannot be cancelled: it stops once its statement has ended, or with the process.
    pub fn give_up(&self) {
        self.driver.abort();
        #[cfg(feature = "embedded")]
        if let Some(server) = lock(&self.embedded).take() {
            server.abandon();
        }
    }

    /// Keeps a copy of the embedded PostgreSQL's database as it is, with a note: what was committed, and nothing may run.
    /// False where that cannot be done, would save nothing of what making it took, or this is no embedded one.
    #[cfg(feature = "embedded")]
    pub(crate) async fn keep(&self, kept: &whimbrel_embedded::Kept, note: &str, took: std::time::Duration) -> bool {
        let is_worth_it = lock(&self.embedded).as_ref().is_some_and(|server| server.is_worth_keeping(took));
        // What is in its memory alone is not copied.
        if !is_worth_it || self.run("CHECKPOINT").await.is_err() {
            return false;
        }
        let embedded = lock(&self.embedded);
        embedded.as_ref().is_some_and(|server| server.keep(kept, note).is_ok())
    }

    /// Says good-bye to the server and waits until it has heard it; the embedded PostgreSQL has stopped then.
    /// Dropping the session does the same for the embedded one, blocking, and for a server without waiting.
    pub async fn close(self) {
        drop(self.client);
        // The task ends by itself; it cannot panic, and being aborted is an end too.
        let _ = self.driver.await;
        #[cfg(feature = "embedded")]
        let embedded = lock(&self.embedded).take();
        #[cfg(feature = "embedded")]
        if let Some(server) = embedded {
            // Should it not end in order, what was committed is there all the same: nobody has to do anything.
            let _ = tokio::task::spawn_blocking(|| server.shutdown()).await;
        }
    }
}

/// What the server answers to one text, as it comes.
pub(super) struct Answer {
    stream: Pin<Box<SimpleQueryStream>>,
    client: Arc<Client>,
    shared: Arc<Shared>,
    abort: AbortHandle,
    /// Statements that have ended.
    completed: usize,
}

impl Answer {
    /// The next message; `None` when all is said.
    pub(super) async fn next(&mut self) -> Result<Option<SimpleQueryMessage>, DbError> {
        match self.stream.next().await {
            None => Ok(None),
            Some(Ok(message)) => {
                self.completed += usize::from(matches!(message, SimpleQueryMessage::CommandComplete(_)));
                Ok(Some(message))
            }
            Some(Err(error)) if error.to_string() == "unexpected message from server" => {
                // COPY: the server now waits for data that nobody will send. Nothing more can be done with
                // this connection, and leaving it open would hang the next statement.
                self.abort.abort();
                let message = "COPY from or to the client cannot run here; the connection was closed";
                Err(DbError { completed: self.completed, ..failure::local("08P01", message, true) })
            }
            Some(Err(error)) => Err(DbError { completed: self.completed, ..self.explain(&error) }),
        }
    }

    /// What the driver says, as one of our errors.
    pub(super) fn explain(&self, error: &tokio_postgres::Error) -> DbError {
        self.shared.explain(error, &self.client)
    }

    fn texts(&self, row: &SimpleQueryRow) -> Result<Vec<Option<String>>, DbError> {
        let text = |column| row.try_get(column).map(|value| value.map(str::to_owned));
        (0..row.len()).map(text).collect::<Result<_, _>>().map_err(|error| self.explain(&error))
    }
}

/// `15.8 (Debian 15.8-1)` as 150008, `9.6.24` as 90624; `None` for what is not a version.
pub(crate) fn version_number(text: &str) -> Option<u32> {
    let digits_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let parts: Vec<u32> = text[..digits_end].split('.').map_while(|part| part.parse().ok()).collect();
    match parts[..] {
        [major] if major >= 10 => Some(major * 10_000),
        [major, minor, ..] if major >= 10 => Some(major * 10_000 + minor),
        [major, minor] => Some(major * 10_000 + minor * 100),
        [major, minor, patch, ..] => Some(major * 10_000 + minor * 100 + patch),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::version_number;

    #[test]
    fn reads_version_numbers() {
        let read = |text| version_number(text);
        assert_eq!(read("15.8 (Debian 15.8-0+deb12u1)"), Some(150_008));
        assert_eq!(read("17.5"), Some(170_005));
        assert_eq!(read("19beta1"), Some(190_000));
        assert_eq!(read("9.6.24"), Some(90_624));
        assert_eq!(read("dragon"), None);
    }
}
