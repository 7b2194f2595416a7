//! Where a schema is written.

use std::path::PathBuf;

use whimbrel_db::Address;
use whimbrel_source::{Engine, Version};

/// Where a schema is written.
#[derive(Debug, Clone)]
pub enum Source {
    /// Nowhere: a new database.
    Empty,
    /// A database.
    Database {
        /// Where.
        address: Address,
    },
    /// What a folder of migrations makes.
    Migrations {
        /// The folder.
        folder: PathBuf,
        /// The folder as messages write it.
        shown: PathBuf,
        /// These alone; `None` for all.
        only: Option<Vec<Version>>,
    },
    /// A complete schema in files, in any order.
    Files {
        /// Each file, and how messages write it.
        files: Vec<(PathBuf, PathBuf)>,
        /// The file or folder as messages write it.
        shown: PathBuf,
    },
}

impl Source {
    /// As messages call it, without any secret.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => "an empty database".to_owned(),
            Self::Database { address } => address.masked(),
            Self::Migrations { shown, .. } | Self::Files { shown, .. } => shown.display().to_string(),
        }
    }

    /// The kind of database that it is; `None` where that is not said.
    pub fn engine(&self) -> Option<Engine> {
        match self {
            Self::Database { address: Address::Sqlite(_) } => Some(Engine::Sqlite),
            Self::Database { .. } => Some(Engine::Postgres),
            _ => None,
        }
    }
}
