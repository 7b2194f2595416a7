//! Why there is no embedded PostgreSQL.

use std::path::PathBuf;

/// Why the embedded PostgreSQL could not be started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another server, of this process or another, has the folder.
    #[error("{} is in use{}", .folder.display(), .pid.map(|pid| format!(" by process {pid}")).unwrap_or_default())]
    InUse {
        /// The database's folder.
        folder: PathBuf,
        /// Who uses it, where that is known.
        pid: Option<u32>,
    },
    /// The folder holds other things than a database of this kind, which is not written among.
    #[error("{} is not empty and holds no embedded database", .folder.display())]
    NotADatabase {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder of the database, or the temporary one, cannot be used.
    #[error("failed to use {}", .path.display())]
    Folder {
        /// What could not be used.
        path: PathBuf,
        /// The operating system's words.
        source: std::io::Error,
    },
    /// The folder where the compiled PostgreSQL is kept cannot be written. `XDG_CACHE_HOME` moves it.
    #[error("failed to keep the embedded PostgreSQL in {}", .path.display())]
    Cache {
        /// The cache's folder.
        path: PathBuf,
        /// The operating system's words.
        source: std::io::Error,
    },
    /// The PostgreSQL itself failed.
    #[error("the embedded PostgreSQL failed: {message}")]
    Engine {
        /// What it says, with its causes.
        message: String,
    },
}

impl Error {
    pub(crate) fn engine(error: &anyhow::Error) -> Self {
        Self::Engine { message: format!("{error:#}") }
    }
}
