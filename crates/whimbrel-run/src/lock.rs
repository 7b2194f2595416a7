//! One run at a time.
//!
//! On PostgreSQL a session-level advisory lock, taken by asking again and again: a blocking wait would hold a
//! snapshot, and the CREATE INDEX CONCURRENTLY of the run that holds the lock would wait for that snapshot for
//! ever. The key is the first eight bytes of SHA-256 over `whimbrel run lock:` and the name of the history's
//! schema, as a big-endian signed number; advisory locks are per database already. It is gone with its session, so
//! a run that was killed never leaves it behind.
//!
//! On SQLite the operating system's lock on a file beside the database. The embedded PostgreSQL has one session,
//! which needs no lock.

use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use whimbrel_db::postgres::Reply;
use whimbrel_db::sqlite::{Holder, LockError};
use whimbrel_db::{Connection, Postgres};
use whimbrel_plan::{Event, LockHolder, Observer};

use crate::error::Failure;
use crate::sql::shortened;
use crate::{RunError, RunOptions};

/// How often it is asked for.
const PAUSE: Duration = Duration::from_millis(200);
const HOLDER: &str = include_str!("lock/holder.sql");

/// Held until [`RunLock::release`], or the end of the connection.
#[derive(Debug)]
#[must_use = "the lock is held until it is released"]
pub struct RunLock {
    held: Held,
}

#[derive(Debug)]
enum Held {
    /// The advisory lock's key.
    Postgres(i64),
    /// Released by being dropped.
    Sqlite { _file: whimbrel_db::sqlite::RunLock },
    /// There is nobody else.
    Alone,
}

/// Takes the lock, waiting for up to `options.lock_wait`. What the history said before is stale after this.
pub async fn acquire(
    connection: &Connection,
    options: &RunOptions,
    observer: &mut dyn Observer,
) -> Result<RunLock, RunError> {
    let started = Instant::now();
    let mut told = false;
    loop {
        let holder = match try_acquire(connection, options).await? {
            Ok(held) => return Ok(RunLock { held }),
            Err(busy) => busy,
        };
        let waited = started.elapsed();
        if waited >= options.lock_wait {
            return Err(Failure::Locked { holder, waited }.into());
        }
        if !told {
            observer.event(Event::WaitingForRun(holder));
            told = true;
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE.min(options.lock_wait - waited)) => {}
            () = options.interrupt.triggered() => return Err(Failure::Interrupted { during: None }.into()),
        }
    }
}

/// The lock, or who holds it.
async fn try_acquire(
    connection: &Connection,
    options: &RunOptions,
) -> Result<Result<Held, Option<LockHolder>>, Failure> {
    match connection {
        Connection::Postgres(session) if session.is_single() => Ok(Ok(Held::Alone)),
        Connection::Postgres(session) => {
            let key = key(&options.history_schema);
            let replies = session
                .run(&format!("SELECT pg_catalog.pg_try_advisory_lock({key})"))
                .await
                .map_err(Failure::database("take the run lock"))?;
            if first(&replies).is_some_and(|row| row[0].as_deref() == Some("t")) {
                return Ok(Ok(Held::Postgres(key)));
            }
            Ok(Err(holder(session, key).await?))
        }
        Connection::Sqlite(session) => match session.try_lock(&options.tool, &options.actor) {
            Ok(lock) => Ok(Ok(Held::Sqlite { _file: lock })),
            Err(LockError::Held(holder)) => Ok(Err(holder.map(of_file))),
            Err(error @ LockError::Io { .. }) => Err(Failure::LockFile(error.to_string())),
        },
    }
}

fn key(schema: &str) -> i64 {
    let digest = Sha256::digest(format!("whimbrel run lock:{schema}"));
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

fn first(replies: &[Reply]) -> Option<&Vec<Option<String>>> {
    replies.first()?.rows.first()
}

/// Who holds it; `None` where it has let go meanwhile.
async fn holder(session: &Postgres, key: i64) -> Result<Option<LockHolder>, Failure> {
    let [a, b, c, d, e, f, g, h] = key.to_be_bytes();
    let high = u32::from_be_bytes([a, b, c, d]);
    let low = u32::from_be_bytes([e, f, g, h]);
    let sql = HOLDER.replace("{high}", &high.to_string()).replace("{low}", &low.to_string());
    let replies = session.run(&sql).await.map_err(Failure::database("find who holds the run lock"))?;
    Ok(first(&replies).map(|row| lock_holder(row)))
}

/// From pid, user, application, client, query and seconds.
pub(crate) fn lock_holder(row: &[Option<String>]) -> LockHolder {
    let text = |column: usize| row.get(column).cloned().flatten().filter(|text| !text.is_empty());
    LockHolder {
        pid: text(0).and_then(|pid| pid.parse().ok()).unwrap_or_default(),
        user: text(1),
        application: text(2),
        client: text(3),
        query: text(4).map(|query| shortened(&query, 120)),
        since: text(5).and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs),
    }
}

fn of_file(holder: Holder) -> LockHolder {
    LockHolder {
        pid: i32::try_from(holder.pid).unwrap_or_default(),
        user: Some(holder.user).filter(|user| !user.is_empty()),
        application: Some(holder.program),
        client: None,
        query: None,
        since: holder.since.elapsed().ok(),
    }
}

impl RunLock {
    /// Lets go. Where that does not get through, the lock is gone with the session; this is told, and is no failure:
    /// what was done under it stays done.
    pub async fn release(self, connection: &Connection, observer: &mut dyn Observer) {
        if let (Held::Postgres(key), Connection::Postgres(session)) = (&self.held, connection)
            && !session.is_closed()
            && let Err(error) = session.run(&format!("SELECT pg_catalog.pg_advisory_unlock({key})")).await
        {
            let message = format!("the run lock could not be released and ends with the session: {}", error.message);
            observer.event(Event::Notice(message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn the_key_is_the_same_in_every_release() {
        assert_eq!(key("whimbrel"), key("whimbrel"));
        assert_ne!(key("whimbrel"), key("other"));
    }
}
