//! Statements that PostgreSQL refuses in a transaction block: VACUUM, CREATE INDEX CONCURRENTLY, …

use std::time::Instant;

use whimbrel_catalog::{LocksKnown, Trace};

use super::compare::files;
use super::relation::{Relations, unexpected};
use super::said::Said;
use super::watch::Watch;
use super::{Postgres, RELATIONS};
use crate::DbError;
use crate::sql::literal;

/// Runs a statement that cannot run in a transaction block, and tells what it did, but for rows written and what became
/// of the schema. No transaction may be open.
///
/// On a server, three more sessions watch it, and make it wait for them; a lock that it takes only where nobody is in its
/// way, as VACUUM does to shorten a file, is not seen. On the embedded PostgreSQL, which has one session, nothing is
/// known of the locks; see [`super::as_written`] for what runs there without CONCURRENTLY.
///
/// # Errors
/// The statement's own.
pub async fn outside(postgres: &Postgres, sql: &str) -> Result<Trace, DbError> {
    let set = "SELECT pg_catalog.current_setting('client_min_messages'); SET client_min_messages = debug1";
    let replies = postgres.run(&format!("{RELATIONS};\n{set}")).await?;
    let [relations, level, ..] = &replies[..] else { return Err(unexpected()) };
    let before = Relations::read(relations)?;
    postgres.take_notices();

    let started = Instant::now();
    let statement = async { (postgres.run(sql).await, started.elapsed()) };
    let watch = if postgres.is_single() {
        Err("the embedded PostgreSQL has no second session that could see them".to_owned())
    } else {
        Watch::start(sql, postgres, &before).await
    };
    let (ran, locks, locks_known) = match watch {
        Err(reason) => (statement.await, Vec::new(), LocksKnown::NotAll(reason)),
        Ok(mut watch) => {
            let (ran, watched) = watch.during(statement).await;
            let known = match watched {
                Ok(()) => LocksKnown::Watched,
                Err(error) => LocksKnown::NotAll(format!("watching it failed: {error}")),
            };
            (ran, watch.end().await, known)
        }
    };
    let said = Said::new(postgres.take_notices());
    let level = level.rows.first().and_then(|row| row.first()?.clone()).ok_or_else(unexpected)?;
    let after = postgres.run(&format!("SET client_min_messages = {}; {RELATIONS}", literal(&level))).await;
    let (ran, duration) = ran;
    ran?;
    let after = before.again(after?.last().ok_or_else(unexpected)?)?;

    let mut trace =
        Trace { locks, locks_known, wrote_catalogs: true, notices: said.notices, duration, ..Trace::default() };
    files(&before, &after, &mut trace);
    Ok(trace)
}
