//! Reading the catalog of a SQLite database: from its pragmas, and from the text of its statements for what the
//! pragmas do not tell (names, checks, collations, what is generated).

mod objects;
mod related;
mod table;
mod text;
mod words;

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;
use whimbrel_catalog::generate::sqlite_ident;
use whimbrel_catalog::{Catalog, Column, Name, ObjectId, ObjectKind, RelationMut, Table, Trigger, View, ViewColumn};

use self::related::Related;
use self::table::{ForeignKeyRow, XColumn};
use self::words::Names;
use super::error::from_sqlite;
use crate::DbError;
use crate::sql::identifier;

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
    spell_references(&mut catalog);
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
            data_type: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
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
) -> rusqlite::Result<BTreeMap<Name, Table>> {
    let mut statement = connection.prepare_cached(include_str!("tables.sql"))?;
    let mut rows = statement.query([])?;
    let mut tables = BTreeMap::new();
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

/// Names of referenced tables and columns as these are declared. `REFERENCES users` means the primary key of `users`.
fn spell_references(catalog: &mut Catalog) {
    type Declared = (String, Vec<String>, Vec<String>);
    let declared = |(name, table): (&Name, &Table)| -> (String, Declared) {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        let key = table.primary_key.as_ref().map(|(_, key)| key.columns.clone()).unwrap_or_default();
        (name.name.to_ascii_lowercase(), (name.name.clone(), columns, key))
    };
    let tables: HashMap<String, Declared> = catalog.tables.iter().map(declared).collect();
    for key in catalog.tables.values_mut().flat_map(|t| t.foreign_keys.values_mut()) {
        let Some((name, columns, primary)) = tables.get(&key.references.name.to_ascii_lowercase()) else { continue };
        key.references.name.clone_from(name);
        if key.referenced_columns.is_empty() && primary.len() == key.columns.len() {
            key.referenced_columns.clone_from(primary);
        }
        for column in &mut key.referenced_columns {
            if let Some(declared) = columns.iter().find(|declared| super::syntax::same(declared, column)) {
                column.clone_from(declared);
            }
        }
    }
}

/// A row of `objects.sql`.
struct Row {
    kind: String,
    name: String,
    on: String,
    sql: String,
}

/// Indexes and views, then triggers, which may be on views. What their texts name becomes what they depend on.
fn add_objects(connection: &Connection, catalog: &mut Catalog) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(include_str!("objects.sql"))?;
    let rows = statement
        .query_map([], |row| Ok(Row { kind: row.get(0)?, name: row.get(1)?, on: row.get(2)?, sql: row.get(3)? }))?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut related = Related::of(catalog);
    for row in rows.iter().filter(|row| row.kind == "view") {
        let columns = view_columns(connection, &row.name);
        related.add(&row.name, columns.iter().map(|column| column.name.clone()));
        catalog.views.insert(Name::bare(&row.name), View { columns, ..View::default() });
    }
    for Row { kind, name, on, sql } in rows {
        let on = related.declared(&on);
        match kind.as_str() {
            "view" => {
                let (names, relations) = related.named_in(&sql, &name);
                Related::depend(catalog, &ObjectId::new(ObjectKind::View, &Name::bare(&name)), &relations);
                if let Some(view) = catalog.views.get_mut(&Name::bare(&name)) {
                    let columns: Vec<String> = view.columns.iter().map(|column| column.name.clone()).collect();
                    view.definition = objects::view(&name, &sql, &columns, &names);
                }
            }
            "index" => {
                let Some(table) = catalog.tables.get_mut(&on) else { continue };
                let names = Names::of_table(&on.name, table.columns.iter().map(|column| column.name.as_str()));
                table.indexes.insert(name, objects::index(&sql, &names));
            }
            _ => {
                let (names, relations) = related.named_in(&sql, "");
                Related::depend(catalog, &ObjectId::part(ObjectKind::Trigger, &on, &name), &relations);
                let trigger = objects::trigger(&sql, &names);
                if let Some(table) = catalog.tables.get_mut(&on) {
                    table.sqlite.faulty |= is_faulty(connection, &on.name, &table.columns, &trigger);
                }
                let triggers = catalog.relation_mut(&on).and_then(RelationMut::triggers);
                triggers.map(|triggers| triggers.insert(name, trigger));
            }
        }
    }
    Ok(())
}

/// Whether the trigger of a table names what is not there. The statement that would fire it is compiled, not run.
fn is_faulty(connection: &Connection, table: &str, columns: &[Column], trigger: &Trigger) -> bool {
    let table = identifier(table);
    let event = trigger.events.first().map_or("", String::as_str);
    let sql = match event {
        "INSERT" => format!("INSERT INTO {table} DEFAULT VALUES"),
        "DELETE" => format!("DELETE FROM {table}"),
        _ => {
            let fires = |column: &&Column| {
                column.generated.is_none() && (event == "UPDATE" || event.contains(&*sqlite_ident(&column.name)))
            };
            let Some(column) = columns.iter().find(fires).map(|column| identifier(&column.name)) else { return true };
            format!("UPDATE {table} SET {column} = {column}")
        }
    };
    connection.prepare(&sql).is_err()
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
