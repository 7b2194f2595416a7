//! Whether what exists already is what a statement asks for, found out by trying: in a database in memory that has the
//! same tables, without rows. Nothing is done to the database itself.

use rusqlite::Connection;
use whimbrel_catalog::{Catalog, Name, ObjectId, ObjectKind, Shape, shape};
use whimbrel_source::{Engine, Kind, Statement, lex};

use super::catalog::read;
use super::error::from_sqlite;
use super::syntax::same;
use crate::DbError;

/// Compares what exists with what `statement` asks for: a `CREATE TABLE` or a `CREATE INDEX`, with or without
/// `IF NOT EXISTS`. Columns that `ALTER TABLE` adds are compared by [`super::Sqlite::execute`] itself.
pub fn compare(connection: &Connection, statement: &Statement) -> Result<Shape, DbError> {
    let found = read(connection)?;
    match &statement.kind {
        Kind::CreateTable { temporary: true, .. } => Ok(cannot_tell("temporary tables are not compared")),
        Kind::CreateTable { name, .. } => {
            let Some(kind) = kind_of(connection, &name.name)? else {
                return Ok(cannot_tell(format!("{name} does not exist")));
            };
            let bare = Name::bare(kind.name);
            let Some(found) = found.tables.get(&bare) else {
                return Ok(Shape::other_kind(ObjectId::new(ObjectKind::Table, &bare), &kind.kind));
            };
            let wanted = match try_out(connection, &bare.name, &statement.sql)? {
                Ok(catalog) => catalog,
                Err(reason) => return Ok(reason),
            };
            let Some((_, wanted)) = wanted.tables.into_iter().find(|(n, _)| same(&n.name, &bare.name)) else {
                return Ok(cannot_tell("trying it out made another table"));
            };
            let says = |name: &str| says(&statement.sql, name);
            Ok(Shape::of(shape::of_table(&bare, &wanted, found, &says)))
        }
        Kind::CreateIndex { name: Some(name), table, .. } => {
            let Some(kind) = kind_of(connection, &name.name)? else {
                return Ok(cannot_tell(format!("{name} does not exist")));
            };
            let on = Name::bare(&table.name);
            let id = ObjectId::part(ObjectKind::Index, &on, &kind.name);
            if kind.kind != "index" {
                return Ok(Shape::other_kind(id, &kind.kind));
            }
            if !same(&kind.table, &table.name) {
                let (wanted, found) = (Some(table.name.clone()), Some(kind.table));
                let difference = shape::Difference { object: id, property: Some("table"), wanted, found };
                return Ok(Shape::Different(vec![difference]));
            }
            let wanted = match try_out(connection, &kind.name, &statement.sql)? {
                Ok(catalog) => catalog,
                Err(reason) => return Ok(reason),
            };
            let index = |catalog: &Catalog| {
                let tables = catalog.tables.iter().find(|(n, _)| same(&n.name, &table.name));
                tables.and_then(|(_, t)| t.indexes.iter().find(|(n, _)| same(n, &kind.name)).map(|(_, i)| i.clone()))
            };
            match index(&wanted) {
                Some(wanted) => Ok(Shape::of(shape::of_index(&on, &kind.name, &wanted, index(&found).as_ref()))),
                None => Ok(cannot_tell("trying it out made another index")),
            }
        }
        _ => Ok(cannot_tell(format!("{} is not compared", statement.verb()))),
    }
}

fn cannot_tell(reason: impl Into<String>) -> Shape {
    Shape::CannotTell(reason.into())
}

/// What has a name.
struct Existing {
    kind: String,
    /// As it was written when it was created.
    name: String,
    table: String,
}

fn kind_of(connection: &Connection, name: &str) -> Result<Option<Existing>, DbError> {
    use rusqlite::OptionalExtension;
    let sql = "SELECT type, name, tbl_name FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE AND type <> 'trigger'";
    let row = connection
        .query_row(sql, [name], |row| Ok(Existing { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)? }));
    row.optional().map_err(from_sqlite)
}

/// The catalog of a database in memory with the tables of this one, but for `except`, after `sql`. What SQLite says
/// against it is the reason why it cannot be told.
fn try_out(connection: &Connection, except: &str, sql: &str) -> Result<Result<Catalog, Shape>, DbError> {
    let memory = Connection::open_in_memory().map_err(from_sqlite)?;
    for table in definitions(connection, except).map_err(from_sqlite)? {
        // one that needs a function or module of the other connection is missing here, which the statement will say
        // where it matters
        let _ = memory.execute_batch(&table);
    }
    match memory.execute_batch(sql) {
        Ok(()) => read(&memory).map(Ok),
        Err(error) => Ok(Err(cannot_tell(format!("trying it out failed: {}", from_sqlite(error).message)))),
    }
}

/// `CREATE TABLE` of every table but one.
fn definitions(connection: &Connection, except: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT sql FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> ?1 COLLATE NOCASE",
    )?;
    let rows = statement.query_map([except], |row| row.get(0))?;
    rows.collect()
}

/// True where the text has this identifier.
fn says(sql: &str, name: &str) -> bool {
    lex::Cursor::new(sql, Engine::Sqlite).any(|token| token.identifier().is_some_and(|found| same(&found, name)))
}
