//! Asking either engine by text, and writing names and literals into SQL.

use whimbrel_db::postgres::Reply;
use whimbrel_db::{Connection, DbError};
use whimbrel_source::{Engine, ObjectName};

/// The engine a connection leads to.
pub(crate) fn engine(connection: &Connection) -> Engine {
    match connection {
        Connection::Postgres(_) => Engine::Postgres,
        Connection::Sqlite(_) => Engine::Sqlite,
    }
}

/// Runs one or more statements, a reply for each.
pub(crate) async fn ask(connection: &Connection, sql: &str) -> Result<Vec<Reply>, DbError> {
    match connection {
        Connection::Postgres(postgres) => postgres.run(sql).await,
        Connection::Sqlite(sqlite) => sqlite.run_sql(sql),
    }
}

/// A name, each part quoted.
pub(crate) fn identifier(name: &ObjectName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(&name.name)),
        None => quoted(&name.name),
    }
}

/// One part of a name, as it is.
pub(crate) fn quoted(part: &str) -> String {
    format!("\"{}\"", part.replace('"', "\"\""))
}

/// A string literal both engines read alike.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
