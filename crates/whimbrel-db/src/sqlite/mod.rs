//! SQLite: a session, its lock, and the ALTERs it lacks.

use std::path::Path;

use crate::ConnectError;

/// An open database file.
pub struct Sqlite {}

impl Sqlite {
    /// Opens the file; creates it where its folder exists.
    pub fn open(file: &Path) -> Result<Self, ConnectError> {
        let _ = file;
        todo!()
    }
}
