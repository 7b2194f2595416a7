//! SQLite's: a database in memory.

use crate::load::{LoadError, Loaded, Script, load_sqlite};
use crate::{ConnectError, Sqlite};

/// An empty SQLite database in memory to begin with.
pub struct SqliteShadow {
    session: Sqlite,
}

impl SqliteShadow {
    /// Makes one.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn start() -> Result<Self, ConnectError> {
        Ok(Self { session: Sqlite::in_memory()? })
    }

    /// The session.
    pub fn sqlite(&self) -> &Sqlite {
        &self.session
    }

    /// What it is, for messages: `SQLite 3.50.4 in memory`.
    pub fn what(&self) -> String {
        format!("SQLite {} in memory", self.session.version())
    }

    /// Loads a script, whose statements may be in any order. It must be empty: new, or after [`SqliteShadow::reset`].
    pub fn load(&mut self, script: &Script) -> Result<Loaded, LoadError> {
        load_sqlite(&self.session, script)
    }

    /// Makes it empty again, whatever was done to it.
    pub fn reset(&mut self) -> Result<(), ConnectError> {
        self.session = Sqlite::in_memory()?;
        Ok(())
    }
}
