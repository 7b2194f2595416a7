//! Reading the catalog of a SQLite database: from its pragmas, and from the text of its statements for what the
//! pragmas do not tell (names, checks, collations, what is generated).

mod objects;
mod table;
mod text;

use std::collections::HashMap;

use rusqlite::Connection;
use whimbrel_catalog::{Catalog, Name, RelationMut, Table, View, ViewColumn};

use self::table::{ForeignKeyRow, XColumn};
use super::error::from_sqlite;
use crate::DbError;

/// Reads the catalog as this connection sees it, in its transaction where one is open.
///
/// SQLite's own tables and those whose names begin with `whimbrel_` are left out. Names have no schema.
pub fn read(connection: &Connection) -> Result<Catalog, DbError> {
    let own_snapshot = connection.is_autocommit();
    if own_snapshot {
        connection.execute_batch("BEGIN").map_err(from_sqlite)?;
    }
    let catalog = read_all(connection);
    if own_snapshot {
        connection.execute_batch("COMMIT").map_err(from_sqlite)?;
    }
    catalog.map_err(from_sqlite)
}

fn read_all(connection: &Connection) -> rusqlite::Result<Catalog> {
    let mut columns = columns(connection)?;
    let mut foreign_keys = foreign_keys(connection)?;
    let mut catalog = Catalog { tables: tables(connection, &mut columns, &mut foreign_keys)?, ..Catalog::default() };
    name_referenced_columns(&mut catalog);
    add_objects(connection, &mut catalog)?;
    Ok(catalog)
}

fn columns(connection: &Connection) -> rusqlite::Result<HashMap<String, Vec<XColumn>>> {
    let mut by_table: HashMap<String, Vec<XColumn>> = HashMap::new();
    let mut statement = connection.prepare_cached(include_str!("columns.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let column = XColumn {
            name: row.get(1)?,
            data_type: row.get(2)?,
            not_null: row.get(3)?,
            default: row.get(4)?,
            hidden: row.get(5)?,
        };
        by_table.entry(row.get(0)?).or_default().push(column);
    }
    Ok(by_table)
}

fn foreign_keys(connection: &Connection) -> rusqlite::Result<HashMap<String, Vec<ForeignKeyRow>>> {
    let mut by_table: HashMap<String, Vec<ForeignKeyRow>> = HashMap::new();
    let mut statement = connection.prepare_cached(include_str!("foreign_keys.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let keys = by_table.entry(row.get(0)?).or_default();
        let id: i64 = row.get(1)?;
        if keys.last().is_none_or(|key| key.id != id) {
            let (on_update, on_delete) = (row.get::<_, String>(5)?, row.get::<_, String>(6)?);
            keys.push(ForeignKeyRow {
                id,
                table: row.get(2)?,
                columns: Vec::new(),
                to: Vec::new(),
                on_update,
                on_delete,
            });
        }
        if let Some(key) = keys.last_mut() {
            key.columns.push(row.get(3)?);
            key.to.extend(row.get::<_, Option<String>>(4)?);
        }
    }
    Ok(by_table)
}

fn tables(
    connection: &Connection,
    columns: &mut HashMap<String, Vec<XColumn>>,
    foreign_keys: &mut HashMap<String, Vec<ForeignKeyRow>>,
) -> rusqlite::Result<std::collections::BTreeMap<Name, Table>> {
    let mut statement = connection.prepare_cached(include_str!("tables.sql"))?;
    let mut rows = statement.query([])?;
    let mut tables = std::collections::BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let (without_rowid, strict, sql) = (row.get(2)?, row.get(3)?, row.get::<_, String>(4)?);
        let columns = columns.remove(&name).unwrap_or_default();
        let keys = foreign_keys.remove(&name).unwrap_or_default();
        let table = if kind == "virtual" {
            table::from_text_alone(columns, &sql)
        } else {
            table::table(&name, columns, keys, &sql)
        };
        tables.insert(Name::bare(name), Table { without_rowid, strict, ..table });
    }
    Ok(tables)
}

/// `REFERENCES users` means the primary key of `users`.
fn name_referenced_columns(catalog: &mut Catalog) {
    let primary_key = |table: &Table| table.primary_key.as_ref().map(|(_, key)| key.columns.clone());
    let primary_keys: HashMap<String, Vec<String>> = (catalog.tables.iter())
        .filter_map(|(name, table)| Some((name.name.to_ascii_lowercase(), primary_key(table)?)))
        .collect();
    for key in catalog.tables.values_mut().flat_map(|t| t.foreign_keys.values_mut()) {
        if key.referenced_columns.is_empty() {
            key.referenced_columns =
                primary_keys.get(&key.references.name.to_ascii_lowercase()).cloned().unwrap_or_default();
        }
    }
}

/// Indexes and views, then triggers, which may be on views.
fn add_objects(connection: &Connection, catalog: &mut Catalog) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(include_str!("objects.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
        let (on, sql): (String, String) = (row.get(2)?, row.get(3)?);
        match kind.as_str() {
            "view" => {
                let view =
                    View { definition: text::tidy(&sql), columns: view_columns(connection, &name), ..View::default() };
                catalog.views.insert(Name::bare(name), view);
            }
            "index" => {
                let indexes = catalog.relation_mut(&Name::bare(on)).and_then(RelationMut::indexes);
                indexes.map(|indexes| indexes.insert(name, objects::index(&sql)));
            }
            _ => {
                let triggers = catalog.relation_mut(&Name::bare(on)).and_then(RelationMut::triggers);
                triggers.map(|triggers| triggers.insert(name, objects::trigger(&sql)));
            }
        }
    }
    Ok(())
}

/// A view over a table that is gone has none: SQLite finds out when the view is used. Its text is compared anyway.
fn view_columns(connection: &Connection, view: &str) -> Vec<ViewColumn> {
    let read = || -> rusqlite::Result<Vec<ViewColumn>> {
        let mut statement = connection.prepare_cached("SELECT name, type FROM pragma_table_xinfo(?1) ORDER BY cid")?;
        let rows = statement.query_map([view], |row| {
            Ok(ViewColumn {
                name: row.get(0)?,
                data_type: text::data_type(&row.get::<_, Option<String>>(1)?.unwrap_or_default()),
                collation: None,
                default: None,
            })
        })?;
        rows.collect()
    };
    read().unwrap_or_default()
}
