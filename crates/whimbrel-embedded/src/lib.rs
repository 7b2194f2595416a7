//! A real PostgreSQL inside this process: no server to install, nothing downloaded.
//!
//! [`start`] gives a [`Server`] that any PostgreSQL client connects to at [`Server::address`]. What is different from
//! a server of one's own:
//!
//! - **One connection at a time.** A second one is refused at once with SQLSTATE 53300.
//! - A running statement cannot be cancelled: a cancel request is ignored.
//! - What ends its backend (endless recursion does) ends the connection, with SQLSTATE 57P02 and the process alive.
//!   The next connection finds the committed data.
//! - A folder survives the process being killed at any moment. It is not flushed to the disk, so it may not survive
//!   the machine losing power.
//! - `CREATE INDEX CONCURRENTLY` has nobody to be concurrent with, and is not to be trusted.
//! - `CREATE EXTENSION` works for [`extensions`], which do not include `pgcrypto` and `uuid-ossp`
//!   (`gen_random_uuid()` needs neither).
//!
//! The compiled PostgreSQL is unpacked once into [`cache_dir`] (about 100 MB). Connecting takes longer than starting,
//! as each connection starts a fresh backend.

mod cache;
mod door;
mod engine;
mod error;
mod folder;
mod goodbye;
mod kept;
mod server;
mod socket;
mod wire;

pub use cache::cache_dir;
pub use error::Error;
pub use kept::{Kept, kept_dir};
pub use server::{Place, Server, start};
pub use socket::Address;

/// The version of the PostgreSQL inside.
pub const VERSION: &str = "17.5";

/// The names of the extensions that `CREATE EXTENSION` finds, besides `plpgsql`.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    pglite_oxide::extensions::ALL.iter().map(|extension| extension.sql_name())
}
