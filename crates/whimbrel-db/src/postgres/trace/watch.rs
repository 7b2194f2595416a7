//! Watching, from other sessions, which locks a statement takes that runs in transactions of its own.
//!
//! To look often would miss what is held for a moment. So the statement is made to wait: one session holds locks on all
//! tables and their indexes that what it needs conflicts with. When it waits, what it holds and what it asks for is
//! written down, a second session takes the place of the first one, letting pass what has been seen, and the first lets
//! go; and so on until the statement has ended.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use whimbrel_catalog::{Lock, LockMode};
use whimbrel_source::Engine;
use whimbrel_source::lex::Cursor;

use super::relation::{Relations, unexpected};
use crate::DbError;
use crate::postgres::{Postgres, Reply};
use crate::sql::literal;

const GATE: &str = include_str!("gate.sql");
const WATCHED: &str = include_str!("watched.sql");

/// Pause between two looks at a statement that works.
const PAUSE: Duration = Duration::from_millis(1);
/// A gate on more tables would need more locks than a server has room for.
const MOST_TABLES: usize = 400;

/// The sessions that watch one.
pub(super) struct Watch {
    pid: i32,
    eye: Postgres,
    gates: [Postgres; 2],
    relations: Relations,
    /// Tables as SQL names them, by their oids.
    tables: BTreeMap<u32, String>,
    /// What a gate holds on tables that the statement has not come to. Two gates can hold it at once.
    mode: &'static str,
    seen: BTreeMap<u32, LockMode>,
}

impl Watch {
    /// Opens the sessions and closes the first gate. `Err` says why not, as a clause.
    pub(super) async fn start(sql: &str, postgres: &Postgres, relations: &Relations) -> Result<Self, String> {
        let tables: BTreeMap<u32, String> = relations.tables().collect();
        if tables.len() > MOST_TABLES {
            return Err(format!("the shadow has more than {MOST_TABLES} tables"));
        }
        let other = postgres.canceller();
        let open = async || {
            let session = other.another_session("whimbrel (watching locks)").await;
            session.map_err(|error| format!("no second session could be opened on the shadow: {error}"))
        };
        let gates = [open().await?, open().await?];
        let watch = Self {
            pid: postgres.pid(),
            eye: open().await?,
            gates,
            relations: relations.clone(),
            tables,
            mode: mode(sql),
            seen: BTreeMap::new(),
        };
        watch.close_gate(0).await.map_err(|error| format!("a lock could not be held in its way: {error}"))?;
        Ok(watch)
    }

    /// Watches while `statement` runs.
    pub(super) async fn during<T>(&mut self, statement: impl Future<Output = T>) -> (T, Result<(), DbError>) {
        let mut statement = std::pin::pin!(statement);
        let mut watched = Ok(());
        let mut gate = 0;
        loop {
            tokio::select! {
                // first what it has come to
                biased;
                done = &mut statement => return (done, watched),
                () = tokio::time::sleep(PAUSE), if watched.is_ok() => {}
            }
            // the statement's answer is read by its session's own task, and waits for us
            watched = self.step(&mut gate).await;
            if watched.is_err() {
                // out of its way, so that it can end
                for gate in &self.gates {
                    let _ = gate.run("ROLLBACK").await;
                }
            }
        }
    }

    async fn step(&mut self, gate: &mut usize) -> Result<(), DbError> {
        if !self.look().await? {
            return Ok(());
        }
        let next = 1 - *gate;
        self.close_gate(next).await?;
        self.look().await?;
        self.gates[*gate].run("ROLLBACK").await?;
        *gate = next;
        Ok(())
    }

    /// Writes down what is held and asked for. True where the statement waits.
    async fn look(&mut self) -> Result<bool, DbError> {
        let replies = self.eye.run(&WATCHED.replace(":pid", &self.pid.to_string())).await?;
        let [locks, waits] = &replies[..] else { return Err(unexpected()) };
        for row in &locks.rows {
            let [Some(oid), Some(mode)] = &row[..] else { return Err(unexpected()) };
            let oid = oid.parse().map_err(|_| unexpected())?;
            if let Some(mode) = LockMode::from_pg_locks(mode) {
                let seen = self.seen.entry(oid).or_insert(mode);
                *seen = mode.max(*seen);
            }
        }
        Ok(is_true(waits))
    }

    async fn close_gate(&self, gate: usize) -> Result<(), DbError> {
        let (mut unseen, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for (oid, table) in &self.tables {
            if self.seen.contains_key(oid) {
                seen.insert(literal(table))
            } else {
                unseen.insert(literal(table))
            };
        }
        let array = |tables: BTreeSet<String>| format!("ARRAY[{}]", tables.into_iter().collect::<Vec<_>>().join(", "));
        let sql = GATE.replace(":unseen", &array(unseen)).replace(":seen", &array(seen)).replace(":mode", self.mode);
        self.gates[gate].run(&format!("BEGIN; SET LOCAL lock_timeout = '20ms'; {sql}")).await.map(drop)
    }

    /// What was seen, of relations that were there before. Of weak locks, and of indexes of a table that nobody else can
    /// read, some are held too shortly to be seen each time: these are left out.
    pub(super) async fn end(self) -> Vec<Lock> {
        let mut locks = Vec::new();
        for (oid, mode) in &self.seen {
            let Some(relation) = self.relations.get(*oid) else { continue };
            let is_covered = self.seen.get(&relation.table) == Some(&LockMode::AccessExclusive);
            if *mode >= LockMode::ShareUpdateExclusive && !is_covered {
                locks.push(Lock { relation: self.relations.id(relation), mode: *mode });
            }
        }
        locks.sort();
        for session in self.gates {
            session.close().await;
        }
        self.eye.close().await;
        locks
    }
}

/// REINDEX takes SHARE, which ROW EXCLUSIVE keeps out; everything else begins with something that SHARE keeps out.
fn mode(sql: &str) -> &'static str {
    if Cursor::new(sql, Engine::Postgres).is("REINDEX") { "ROW EXCLUSIVE" } else { "SHARE" }
}

fn is_true(reply: &Reply) -> bool {
    reply.rows.first().is_some_and(|row| row.first() == Some(&Some("t".to_owned())))
}
