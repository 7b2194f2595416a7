//! What of a target decides how long a statement takes there and whom it hits: how large its tables are, who follows its
//! writes, and which transactions are open now. Read-only; any role may ask, and what it may not see is said.

use std::time::Duration;

use futures_util::future::join;
use whimbrel_catalog::Name;
use whimbrel_source::Engine;
use whimbrel_source::lex::{Lexer, TokenKind};

use super::{Postgres, Reply, failure};
use crate::DbError;
use crate::sql::literal;

const TABLES: &str = include_str!("facts/tables.sql");
const SERVER: &str = include_str!("facts/server.sql");
const TRANSACTIONS: &str = include_str!("facts/transactions.sql");

/// Of a table, partitioned table or materialized view. A partitioned table has the sums of its partitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFacts {
    #[allow(missing_docs)]
    pub table: Name,
    /// Estimated; `None` where the server does not know.
    pub rows: Option<u64>,
    /// All of it, TOAST and indexes included.
    pub total_bytes: u64,
    /// Rows and TOAST.
    pub table_bytes: u64,
    #[allow(missing_docs)]
    pub index_bytes: u64,
    /// Of a partitioned table its own, not those of its partitions.
    pub indexes: u64,
    /// Foreign keys of other tables, or its own, that refer to it.
    pub referencing: u64,
    /// Views and materialized views over it.
    pub views: u64,
}

/// Of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// A standby, which nobody can write to.
    pub is_standby: bool,
    /// Connected now, standbys and logical subscribers and backups.
    pub receivers: u64,
    /// Of standbys that may not be connected.
    pub physical_slots: u64,
    /// Of this database.
    pub logical_slots: u64,
    /// Of the session. Whether `timestamp` becomes `timestamptz` without a rewrite depends on it.
    pub time_zone: String,
    /// Of the session, with the role's name for `"$user"`: where names without a schema are looked for.
    pub search_path: String,
    /// Open transactions of other sessions, the longest first.
    pub transactions: Vec<OpenTransaction>,
    /// Sessions of other roles that this one may not look at, with or without a transaction.
    pub hidden_sessions: u64,
}

/// A transaction of another session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTransaction {
    /// `None` for a prepared transaction, which has no session.
    pub pid: Option<i32>,
    #[allow(missing_docs)]
    pub user: Option<String>,
    #[allow(missing_docs)]
    pub application: Option<String>,
    /// In the same database: it can hold locks that are waited for. Others only keep old rows alive, which
    /// CREATE INDEX CONCURRENTLY does not wait for.
    pub is_here: bool,
    /// `active`, `idle in transaction`, `prepared`, …
    pub state: Option<String>,
    /// How long it has been open.
    pub open_for: Duration,
    /// What it runs or ran last, on one line, without the values that stand in it. Of a prepared transaction nothing.
    pub query: Option<String>,
}

/// Facts of these tables, or of all where `only` is `None`, by name. What is not there is not among them.
pub async fn tables(postgres: &Postgres, only: Option<&[Name]>) -> Result<Vec<TableFacts>, DbError> {
    let array = |texts: Vec<&str>| {
        let texts: Vec<_> = texts.into_iter().map(literal).collect();
        format!("ARRAY[{}]", texts.join(", "))
    };
    let names = only.unwrap_or_default();
    let sql = TABLES
        .replace(":all", if only.is_none() { "true" } else { "false" })
        .replace(":schemas", &array(names.iter().map(|name| name.schema.as_deref().unwrap_or("public")).collect()))
        .replace(":names", &array(names.iter().map(|name| name.name.as_str()).collect()));
    let rows = rows(postgres.run(&sql).await?);
    rows.into_iter().map(|row| table(&row)).collect()
}

/// Facts of the server, at this moment.
pub async fn server(postgres: &Postgres) -> Result<ServerFacts, DbError> {
    let (server, transactions) = join(postgres.send(SERVER), postgres.send(TRANSACTIONS)).await;
    let server = rows(server?);
    let [Some(standby), receivers, physical, logical, Some(time_zone), Some(search_path)] =
        server.first().map_or(&[][..], |row| row)
    else {
        return Err(unexpected());
    };
    let mut transactions: Vec<_> = rows(transactions?).iter().map(|row| transaction(row)).collect::<Result<_, _>>()?;
    let sessions = transactions.len();
    let transactions: Vec<_> = transactions.drain(..).flatten().collect();
    Ok(ServerFacts {
        is_standby: standby == "t",
        receivers: number(receivers)?,
        physical_slots: number(physical)?,
        logical_slots: number(logical)?,
        time_zone: time_zone.clone(),
        search_path: search_path.clone(),
        hidden_sessions: (sessions - transactions.len()) as u64,
        transactions,
    })
}

fn table(row: &[Option<String>]) -> Result<TableFacts, DbError> {
    let [Some(schema), Some(name), rows, total, heap, index_bytes, indexes, referencing, views] = row else {
        return Err(unexpected());
    };
    Ok(TableFacts {
        table: Name::in_schema(schema, name),
        rows: rows.is_some().then(|| number(rows)).transpose()?,
        total_bytes: number(total)?,
        table_bytes: number(heap)?,
        index_bytes: number(index_bytes)?,
        indexes: number(indexes)?,
        referencing: number(referencing)?,
        views: number(views)?,
    })
}

/// `None` for a session that may not be looked at.
fn transaction(row: &[Option<String>]) -> Result<Option<OpenTransaction>, DbError> {
    let [pid, user, application, here, state, seconds, query] = row else { return Err(unexpected()) };
    if seconds.is_none() {
        return Ok(None);
    }
    let pid = Some(number(pid)?).filter(|pid| *pid != 0);
    let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    Ok(Some(OpenTransaction {
        query: query.as_deref().filter(|_| pid.is_some()).map(without_values),
        pid,
        user: text(user),
        application: text(application),
        is_here: here.as_deref() == Some("t"),
        state: text(state),
        // clocks of two processes may differ by a little
        open_for: Duration::from_secs(number::<i64>(seconds)?.try_into().unwrap_or_default()),
    }))
}

/// On one line, every text and number in it replaced: they may be passwords, tokens or somebody's data.
fn without_values(query: &str) -> String {
    let mut out = String::new();
    for token in Lexer::new(query, Engine::Postgres) {
        match token.kind {
            TokenKind::String | TokenKind::DollarString | TokenKind::Number => out.push('…'),
            // a comment can hold anything, and so can what the server has cut off
            TokenKind::LineComment | TokenKind::BlockComment | TokenKind::Whitespace => out.push(' '),
            TokenKind::Unterminated(_) => out.push('…'),
            _ => out.push_str(token.text),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(replies: Vec<Reply>) -> Vec<Vec<Option<String>>> {
    replies.into_iter().next_back().unwrap_or_default().rows
}

fn number<T: std::str::FromStr>(cell: &Option<String>) -> Result<T, DbError> {
    cell.as_ref().and_then(|text| text.parse().ok()).ok_or_else(unexpected)
}

fn unexpected() -> DbError {
    failure::local("XX000", "the server did not tell its facts; it may be none that is supported", false)
}

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn a_query_is_shown_without_its_values() {
        assert_eq!(without_values("ALTER ROLE app\n PASSWORD 'sea-otter'"), "ALTER ROLE app PASSWORD …");
        assert_eq!(without_values("SELECT $$secret$$, 'cut of"), "SELECT …, …");
        assert_eq!(
            without_values("UPDATE t SET pin = 1234 /* for bob */ WHERE id = $1"),
            "UPDATE t SET pin = … WHERE id = $1"
        );
    }
}
