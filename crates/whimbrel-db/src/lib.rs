//! The only crate that talks to databases: addresses, connecting, running SQL, reading the catalog.
//! PostgreSQL on a server, PostgreSQL embedded, SQLite. Knows nothing of planning.

pub mod address;
mod error;
pub mod load;
pub mod postgres;
pub mod shadow;
mod sql;
pub mod sqlite;

pub use address::{Address, AddressError};
pub use error::{ConnectError, DbError};
pub use postgres::Postgres;
pub use sqlite::Sqlite;

use std::time::Duration;

/// How to connect.
#[derive(Debug, Clone)]
pub struct ConnectOptions {
    /// Seen in `pg_stat_activity`; one in the URL wins.
    pub application_name: String,
    /// For how long to try again while the database is starting, waking up or not yet there.
    pub wait: Option<Duration>,
}

/// An open connection.
pub enum Connection {
    /// PostgreSQL, on a server or embedded.
    Postgres(Postgres),
    /// SQLite.
    Sqlite(Sqlite),
}

/// Connects.
pub async fn connect(address: &Address, options: &ConnectOptions) -> Result<Connection, ConnectError> {
    match address {
        Address::Postgres(config) => Ok(Connection::Postgres(postgres::connect(config, options).await?)),
        Address::Embedded(place) => Ok(Connection::Postgres(postgres::connect_embedded(place, options).await?)),
        Address::Sqlite(file) => Ok(Connection::Sqlite(Sqlite::open(file)?)),
    }
}
