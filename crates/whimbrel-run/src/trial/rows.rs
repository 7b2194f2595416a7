//! The rows that a trial deletes and overwrites.

use std::collections::BTreeMap;

use whimbrel_db::Connection;
use whimbrel_db::postgres::Reply;
use whimbrel_plan::{Loss, LossKind};
use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Kind, Statement};

use crate::error::Failure;

/// Rows updated and deleted in this transaction, by table.
const ROWS_CHANGED: &str = include_str!("rows_changed.sql");

/// Rows updated and rows deleted, by table.
pub(super) type Account = BTreeMap<String, (u64, u64)>;

/// What a statement of SQLite deletes or overwrites; PostgreSQL keeps account of that itself.
pub(super) fn lost(connection: &Connection, statement: &Statement, reply: &Reply) -> Option<Loss> {
    if matches!(connection, Connection::Postgres(_)) || reply.affected == 0 {
        return None;
    }
    let mut cursor = Cursor::new(&statement.sql, Engine::Sqlite);
    let kind = match statement.kind {
        Kind::Delete if cursor.eat("DELETE FROM") => LossKind::DeletedRows,
        Kind::Update if cursor.eat("UPDATE") => LossKind::OverwrittenRows,
        Kind::Other(_) if cursor.eat("TRUNCATE") => LossKind::DeletedRows,
        _ => return None,
    };
    cursor.eat("TABLE");
    let (table, _) = cursor.object_name()?;
    Some(Loss { table: table.name, kind, rows: Some(reply.affected) })
}

/// The rows of the tables that a TRUNCATE of PostgreSQL names, which its account leaves out. Where they cannot be
/// counted, the statement itself will say why.
pub(super) async fn truncated(connection: &Connection, statement: &Statement) -> Vec<Loss> {
    let Connection::Postgres(session) = connection else { return Vec::new() };
    let mut cursor = Cursor::new(&statement.sql, Engine::Postgres);
    let mut losses = Vec::new();
    if !cursor.eat("TRUNCATE") {
        return losses;
    }
    cursor.eat("TABLE");
    loop {
        cursor.eat("ONLY");
        let Some((table, span)) = cursor.object_name() else { return losses };
        let name = &statement.sql[span.start..span.end];
        let count = format!("SAVEPOINT whimbrel_count; SELECT pg_catalog.count(*) FROM {name}; RELEASE whimbrel_count");
        let Ok(replies) = session.run(&count).await else {
            // Back to where the statement can fail by itself; where even this fails, it fails for the same reason.
            let _ = session.run("ROLLBACK TO whimbrel_count").await;
            return losses;
        };
        let rows = replies.get(1).and_then(|r| r.rows.first()?.first()?.as_deref()?.parse().ok());
        losses.push(Loss { table: table.to_string(), kind: LossKind::DeletedRows, rows });
        if cursor.eat_kind(TokenKind::Comma).is_none() {
            return losses;
        }
    }
}

/// What the open transaction has deleted and overwritten so far, by PostgreSQL's own account: also what functions,
/// DO blocks and cascades did.
pub(super) async fn changed(connection: &Connection) -> Result<Account, Failure> {
    let Connection::Postgres(session) = connection else { return Ok(Account::new()) };
    let replies = session.run(ROWS_CHANGED).await.map_err(Failure::database("count what would be lost"))?;
    let mut account = Account::new();
    for row in replies.into_iter().flat_map(|reply| reply.rows) {
        if let [Some(table), updated, deleted] = &row[..] {
            let count = |text: &Option<String>| text.as_deref().and_then(|t| t.parse().ok()).unwrap_or(0);
            account.insert(table.clone(), (count(updated), count(deleted)));
        }
    }
    Ok(account)
}

/// What `after` has more than `before`: the account also holds what the session did before and has not reported yet.
pub(super) fn difference(before: &Account, after: Account) -> Vec<Loss> {
    let mut losses = Vec::new();
    for (table, (updated, deleted)) in after {
        let (updated_before, deleted_before) = before.get(&table).copied().unwrap_or_default();
        let mut add = |kind, rows: u64| {
            if rows > 0 {
                losses.push(Loss { table: table.clone(), kind, rows: Some(rows) });
            }
        };
        add(LossKind::DeletedRows, deleted.saturating_sub(deleted_before));
        add(LossKind::OverwrittenRows, updated.saturating_sub(updated_before));
    }
    losses
}
