//! Counts what is about to be destroyed.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::{Action, Change, ObjectKind};
use whimbrel_db::{Connection, DbError};
use whimbrel_plan::{Loss, LossKind};

use crate::ask::{ask, quoted};

type Table = (Option<String>, String);

/// What `changes` would take away from the rows that are there now.
pub async fn losses(connection: &Connection, changes: &[Change]) -> Result<Vec<Loss>, DbError> {
    let mut tables: BTreeSet<Table> = BTreeSet::new();
    let mut columns: BTreeMap<Table, Vec<String>> = BTreeMap::new();
    for change in changes.iter().filter(|c| c.action == Action::Dropped) {
        let object = &change.object;
        match (object.kind, &object.on) {
            (ObjectKind::Table, _) => {
                tables.insert((object.schema.clone(), object.name.clone()));
            }
            (ObjectKind::Column, Some(table)) => {
                columns.entry((object.schema.clone(), table.clone())).or_default().push(object.name.clone());
            }
            _ => {}
        }
    }
    columns.retain(|table, _| !tables.contains(table));
    let mut losses = Vec::new();
    for table in tables {
        let rows = count(connection, &table, &["*".to_owned()]).await?;
        losses.push(Loss { table: shown(&table), kind: LossKind::Table, rows: rows[0] });
    }
    for (table, names) in columns {
        let counted: Vec<String> = names.iter().map(|n| quoted(n)).collect();
        let rows = count(connection, &table, &counted).await?;
        losses.extend(names.into_iter().zip(rows).map(|(column, rows)| Loss {
            table: shown(&table),
            kind: LossKind::Column(column),
            rows,
        }));
    }
    Ok(losses)
}

/// `count(what)` for each, in one pass over the table; `None` where the role does not see every row.
async fn count(connection: &Connection, table: &Table, what: &[String]) -> Result<Vec<Option<u64>>, DbError> {
    let counts = what.iter().map(|w| format!("count({w})")).collect::<Vec<_>>().join(", ");
    let from = match &table.0 {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(&table.1)),
        None => quoted(&table.1),
    };
    let select = format!("SELECT {counts} FROM {from}");
    let answer = match connection {
        // With row_security off PostgreSQL refuses to count what a policy would hide, instead of counting less.
        Connection::Postgres(_) => {
            let sql = format!("BEGIN READ ONLY; SET LOCAL row_security = off; {select}; COMMIT");
            let answer = ask(connection, &sql).await;
            if answer.is_err() {
                ask(connection, "ROLLBACK").await?;
            }
            answer
        }
        Connection::Sqlite(_) => ask(connection, &select).await,
    };
    match answer {
        Ok(replies) => {
            let row = replies.into_iter().find(|r| !r.rows.is_empty()).map(|mut r| r.rows.remove(0));
            Ok(row.unwrap_or_default().into_iter().map(|v| v.and_then(|v| v.parse().ok())).collect())
        }
        Err(error) if error.code == "42501" => Ok(vec![None; what.len()]),
        Err(error) => Err(error),
    }
}

fn shown((schema, name): &Table) -> String {
    match schema.as_deref() {
        None | Some("public") => name.clone(),
        Some(schema) => format!("{schema}.{name}"),
    }
}
