//! Where a database is: URLs, keyword strings, PG* variables, password and service files. Reads no
//! environment itself: what it may look at is handed in.

use std::path::{Path, PathBuf};

/// What an address may be found from besides its text.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// An environment variable, `.env` already merged in.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// What relative paths start from: the project.
    pub base: &'a Path,
}

/// A database.
#[derive(Debug, Clone)]
pub enum Address {
    /// A server.
    Postgres(Box<crate::postgres::Config>),
    /// The PostgreSQL inside the binary.
    Embedded(EmbeddedPlace),
    /// A file.
    Sqlite(PathBuf),
}

/// Where the embedded PostgreSQL keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmbeddedPlace {
    /// `embedded:folder`
    Folder(PathBuf),
    /// `embedded:`, gone at the end.
    Temporary,
}

/// The address cannot be understood. Never echoes what may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AddressError {
    /// What is wrong, without the URL.
    pub message: String,
    /// What to write instead.
    pub remedy: Option<String>,
}

impl Address {
    /// Reads a URL or a `key=value` string.
    pub fn parse(text: &str, around: Surroundings<'_>) -> Result<Self, AddressError> {
        let _ = (text, around);
        todo!()
    }

    /// From `PGHOST`, `PGSERVICE`, `PGDATABASE`, … alone; `None` where none of those that name a database is set.
    pub fn from_pg_variables(around: Surroundings<'_>) -> Result<Option<Self>, AddressError> {
        let _ = around;
        todo!()
    }

    /// As it may be shown: no password, no query parameters that hold one.
    pub fn masked(&self) -> String {
        todo!()
    }

    /// Every secret in it, for masking wherever a database or a hook might echo one.
    pub fn secrets(&self) -> Vec<String> {
        todo!()
    }
}
