//! Opening a database file, with an error for each way that can fail.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::Sqlite;
use crate::ConnectError;

/// For how long a statement waits for another program's write to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

impl Sqlite {
    /// Opens the file for reading and writing; creates it where its folder exists.
    pub fn open(path: &Path) -> Result<Self, ConnectError> {
        let database = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // SQLite falls back to reading where it may not write.
        if database.connection.is_readonly("main").is_ok_and(|readonly| readonly) {
            return Err(ConnectError {
                cause: Some("the file may not be written by this user, or its file system is read-only".into()),
                remedies: vec![format!("run `ls -l {}` and give this user the right to write it", shown(path))],
                ..refused(path, "connection.read_only")
            });
        }
        Ok(database)
    }

    /// A new database in memory, gone with the session.
    pub fn in_memory() -> Result<Self, ConnectError> {
        let path = Path::new(":memory:");
        let connection = Connection::open_in_memory().map_err(|error| explain(path, &error))?;
        prepared(connection, path)
    }

    /// Opens a file that exists, for reading only: every write fails with `SQLITE_READONLY`.
    pub fn open_read_only(path: &Path) -> Result<Self, ConnectError> {
        open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }
}

fn open(path: &Path, access: OpenFlags) -> Result<Sqlite, ConnectError> {
    let creates = access.contains(OpenFlags::SQLITE_OPEN_CREATE);
    check_place(path, creates)?;
    // Without the URI flag a path is a path, whatever it begins with.
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| explain(path, &error))?;
    prepared(connection, path)
}

fn prepared(connection: Connection, path: &Path) -> Result<Sqlite, ConnectError> {
    let prepare = || -> rusqlite::Result<()> {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false)?;
        // The header is not read before the first query.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
    };
    prepare().map_err(|error| explain(path, &error))?;
    Ok(Sqlite { connection, path: path.to_path_buf(), known_violations: RefCell::new(None) })
}

/// What can be told from the file system, more clearly than SQLite tells it.
fn check_place(path: &Path, creates: bool) -> Result<(), ConnectError> {
    if path.is_dir() {
        return Err(ConnectError {
            cause: Some("this is a folder, not a file".into()),
            remedies: vec![format!("name a file in it, such as sqlite:{}", shown(&path.join("app.db")))],
            ..refused(path, "connection.is_directory")
        });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Err(ConnectError {
            cause: Some(format!("the folder {} does not exist", shown(&folder))),
            remedies: vec![
                format!("create it: mkdir -p {}", shown(&folder)),
                "or correct the path: sqlite:///relative.db has three slashes, sqlite:////absolute.db four".into(),
            ],
            ..refused(path, "connection.folder_missing")
        });
    }
    if !creates && !path.exists() {
        return Err(ConnectError {
            cause: Some("the file does not exist".into()),
            remedies: vec!["correct the path, or create the database: whimbrel apply".into()],
            ..refused(path, "connection.database_missing")
        });
    }
    Ok(())
}

fn explain(path: &Path, error: &rusqlite::Error) -> ConnectError {
    let (code, cause, remedy) = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => (
            "connection.not_a_database",
            "the file is not a SQLite database, or it is encrypted",
            format!("look at its beginning: head -c 16 {} (a database says `SQLite format 3`)", shown(path)),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            "connection.locked",
            "another program holds a lock on the whole database",
            format!("find it with `fuser {0}` or `lsof {0}`, let it end, and run this again", shown(path)),
        ),
        Some(ErrorCode::ReadOnly) => (
            "connection.read_only",
            "the file, or the folder where SQLite keeps its journal, may not be written",
            format!("give this user the right to write {} and its folder", shown(path)),
        ),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (
            "connection.cannot_open",
            "this user may not open the file, or may not create it in this folder",
            format!("check the rights: ls -ld {} {}", shown(path.parent().unwrap_or(Path::new("."))), shown(path)),
        ),
        Some(ErrorCode::DatabaseCorrupt) => (
            "connection.corrupt",
            "the file is damaged",
            format!("restore a backup, or recover what is readable: sqlite3 {} .recover", shown(path)),
        ),
        Some(ErrorCode::DiskFull) => {
            ("connection.disk_full", "the disk is full", "free some space and run this again".to_owned())
        }
        _ => (
            "connection.failed",
            "SQLite could not open the file",
            format!("check the file: sqlite3 {} 'PRAGMA integrity_check'", shown(path)),
        ),
    };
    ConnectError {
        said: Some(error.to_string()),
        cause: Some(cause.into()),
        remedies: vec![remedy],
        ..refused(path, code)
    }
}

fn refused(path: &Path, code: &'static str) -> ConnectError {
    ConnectError {
        code,
        message: format!("failed to open the SQLite database {}", shown(path)),
        said: None,
        cause: None,
        remedies: Vec::new(),
    }
}

fn shown(path: &Path) -> std::path::Display<'_> {
    path.display()
}
