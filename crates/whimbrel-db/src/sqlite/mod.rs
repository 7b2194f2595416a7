//! SQLite: a session, the lock between processes, and the statements of PostgreSQL that SQLite lacks.

mod alter;
pub mod catalog;
mod error;
mod execute;
mod foreign_keys;
mod lock;
mod open;
mod references;
mod session;
pub mod shape;
mod syntax;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

pub use foreign_keys::Violation;
pub use lock::{Holder, LockError, RunLock};
pub use rusqlite::InterruptHandle;

/// An open database file.
///
/// Foreign keys are enforced. A transaction is driven by the caller with [`Sqlite::begin`] and
/// [`Sqlite::commit`]; statements of migrations go through [`Sqlite::execute`], which also understands what
/// PostgreSQL's `ALTER TABLE` says and SQLite's does not.
pub struct Sqlite {
    connection: rusqlite::Connection,
    path: PathBuf,
    /// The foreign-key violations there were when this transaction first changed something unchecked;
    /// `None` while all it did was checked.
    known_violations: RefCell<Option<Vec<Violation>>>,
}

impl Sqlite {
    /// The driver's connection, for reading the catalog.
    pub fn connection(&self) -> &rusqlite::Connection {
        &self.connection
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stops what runs on this connection, from any thread: it fails with `SQLITE_INTERRUPT`.
    pub fn interrupt(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// SQLite's own version, such as `3.54.1`.
    pub fn version(&self) -> &'static str {
        rusqlite::version()
    }
}
