//! One run at a time on a database file, across processes.
//!
//! The lock is the operating system's, on a file of its own beside the database, so it is never confused with
//! SQLite's locks and vanishes with the process that holds it, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Sqlite;

/// Who holds the lock, as it wrote itself into the lock's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its process.
    pub pid: u32,
    /// Its program and version.
    pub program: String,
    /// The user it runs as.
    pub user: String,
    /// Since when.
    pub since: SystemTime,
}

/// The lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run holds it; `None` where it has not written its name yet.
    #[error("another run holds the lock on this database")]
    Held(Option<Holder>),
    /// The lock's file could not be used.
    #[error("failed to lock {path}: {error}")]
    Io {
        /// The lock's file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Held until dropped.
#[derive(Debug)]
pub struct RunLock {
    file: File,
    path: PathBuf,
}

impl Sqlite {
    /// Takes the lock for runs on this database if it is free; does not wait. `program` and `user` are shown to
    /// those who are refused.
    pub fn try_lock(&self, program: &str, user: &str) -> Result<RunLock, LockError> {
        let path = lock_path(&self.path).map_err(|error| LockError::Io { path: self.path.clone(), error })?;
        let holder = Holder {
            pid: std::process::id(),
            program: one_line(program),
            user: one_line(user),
            since: SystemTime::now(),
        };
        loop {
            match take(&path, &holder) {
                Ok(Some(lock)) => return Ok(lock),
                // The holder before removed the file between our opening and locking it.
                Ok(None) => continue,
                Err(Refusal::Held(mut file)) => return Err(LockError::Held(read_holder(&mut file))),
                Err(Refusal::Io(error)) => return Err(LockError::Io { path, error }),
            }
        }
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // Removed while still locked, so that nobody can hold a lock on a file that another has replaced. A
        // file that cannot be removed is only litter: the lock on it ends with its handle.
        let removed = if cfg!(unix) { std::fs::remove_file(&self.path) } else { self.file.set_len(0) };
        drop(removed);
    }
}

enum Refusal {
    Held(File),
    Io(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// `None` where the file that was locked is no longer the one at `path`.
fn take(path: &Path, holder: &Holder) -> Result<Option<RunLock>, Refusal> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(Refusal::Held(file)),
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    if !is_at(&file, path)? {
        return Ok(None);
    }
    let since = holder.since.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "pid={}\nprogram={}\nuser={}\nsince={since}\n", holder.pid, holder.program, holder.user)?;
    file.flush()?;
    Ok(Some(RunLock { file, path: path.to_path_buf() }))
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(there) => Ok(ours.ino() == there.ino() && ours.dev() == there.dev()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    Some(Holder {
        pid: field("pid")?.parse().ok()?,
        program: field("program")?.to_owned(),
        user: field("user")?.to_owned(),
        since: UNIX_EPOCH + std::time::Duration::from_secs(field("since")?.parse().ok()?),
    })
}

/// `app.db.whimbrel-lock` beside the database, the same whichever link led to it.
fn lock_path(database: &Path) -> io::Result<PathBuf> {
    let mut path = std::fs::canonicalize(database)?.into_os_string();
    path.push(".whimbrel-lock");
    Ok(path.into())
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
