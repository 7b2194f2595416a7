//! The history: what was applied, reverted, failed, baselined, by whom, when. Reading creates nothing.

pub(crate) mod event;
mod place;
pub(crate) mod postgres;
mod rows;
pub(crate) mod sqlite;

use std::collections::BTreeMap;

use whimbrel_db::Connection;
use whimbrel_plan::History;
use whimbrel_source::Version;

pub(crate) use place::Place;
pub(crate) use rows::{damaged, direction_name};

use crate::RunError;

/// The version of the history's own tables that this Whimbrel writes.
pub const SCHEMA_VERSION: i32 = 1;

/// Its tables in PostgreSQL where the role may not create a schema for them, and they live among the user's own.
pub const TABLES_AMONG_OTHERS: [&str; 3] = ["whimbrel_history", "whimbrel_journal", "whimbrel_meta"];

/// A way back as the history holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedDown {
    /// The text of the `down` section; `None` where the file had none.
    pub text: Option<String>,
    /// False where it said `transaction:false`.
    pub transaction: bool,
}

/// Reads the whole of it, in one round trip; creates nothing, and finds none where there is none.
pub async fn read(connection: &Connection, schema: &str) -> Result<History, RunError> {
    Ok(match connection {
        Connection::Postgres(session) => postgres::read(session, schema).await?.0,
        Connection::Sqlite(session) => sqlite::read(session)?,
    })
}

/// The ways back recorded when each of `versions` was applied; versions without a record are left out.
pub async fn downs(
    connection: &Connection,
    schema: &str,
    versions: &[Version],
) -> Result<BTreeMap<Version, RecordedDown>, RunError> {
    Ok(match connection {
        Connection::Postgres(session) => postgres::downs(session, schema, versions).await?,
        Connection::Sqlite(session) => sqlite::downs(session, versions)?,
    })
}
