//! PostgreSQL: connecting as libpq does, and a session.

mod attempt;
mod cancel;
pub mod catalog;
mod channel;
pub(crate) mod config;
mod connect;
mod diagnose;
mod embedded;
pub mod estimate;
pub mod facts;
mod failure;
pub(crate) mod mask;
mod notice;
mod prepared;
mod session;
mod settings;
pub mod shape;
mod tls;
pub mod trace;

use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_postgres::Client;

pub use cancel::Canceller;
pub use config::Config;
pub use connect::connect;
pub use embedded::connect_embedded;
#[cfg(feature = "embedded")]
pub(crate) use embedded::connect_to_copy;
pub use notice::Notice;
pub use settings::SessionSettings;
pub use tokio_postgres::Row;
pub use tokio_postgres::types::{ToSql, Type};

/// An open session.
pub struct Postgres {
    client: Arc<Client>,
    shared: Arc<session::Shared>,
    driver: JoinHandle<()>,
    canceller: Canceller,
    version: u32,
    pid: i32,
    host_shown: String,
    is_single: bool,
    /// Stopped after the session has ended: fields are dropped in their order.
    #[cfg(feature = "embedded")]
    embedded: std::sync::Mutex<Option<Box<whimbrel_embedded::Server>>>,
}

/// What one statement of a text that was sent answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// Column names; empty where it returns no rows.
    pub columns: Vec<String>,
    /// Values as text.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows inserted, updated, … or returned.
    pub affected: u64,
}
