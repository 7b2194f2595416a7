//! Starting and stopping.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use crate::door::Door;
use crate::engine::Engine;
use crate::folder::{self, Folder};
use crate::socket::{self, Address};
use crate::{Error, Kept, cache};

/// Where the database lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this folder, made if it does not exist, and kept.
    Folder(PathBuf),
    /// In a temporary folder that is removed at the end.
    Temporary,
    /// In a temporary folder that begins as a copy of this one.
    CopyOf(Kept),
}

/// A running PostgreSQL inside this process. Dropping it stops it; [`Server::shutdown`] also says how that went.
pub struct Server {
    door: Door,
    root: PathBuf,
    folder: Option<Folder>,
    // Dropped, and so removed, after the door is closed: fields are dropped in their order.
    _temporary: Option<TempDir>,
    _sockets: TempDir,
}

/// Starts a PostgreSQL on a database, which is made if it is new.
///
/// Blocks for some 50 ms, on the first use on a machine for some 300 ms; in async code, call it where blocking is
/// allowed. The backend itself starts with the connection.
///
/// # Errors
/// Where another process or server has the folder, it is something else's folder, it or the cache cannot be written,
/// or PostgreSQL does not start.
pub fn start(place: Place) -> Result<Server, Error> {
    cache::check_writable()?;
    let temporary = |prefix: &str| {
        folder::of_our_own(prefix, &std::env::temp_dir())
            .map_err(|source| Error::Folder { path: std::env::temp_dir(), source })
    };
    let sockets = temporary("whimbrel-socket-")?;
    let (folder, scratch, root) = match &place {
        Place::Folder(path) => {
            let folder = Folder::open(path)?;
            let root = folder.path().to_owned();
            (Some(folder), None, root)
        }
        Place::Temporary | Place::CopyOf(_) => {
            let scratch = temporary("whimbrel-database-")?;
            let root = scratch.path().to_owned();
            if let Place::CopyOf(kept) = &place {
                kept.copy_to(&root)?;
            }
            (None, Some(scratch), root)
        }
    };
    let inner = sockets.path().join("inner");
    std::fs::create_dir(&inner).map_err(|source| Error::Folder { path: inner.clone(), source })?;
    let engine = Engine::start(root.clone(), inner)?;
    let (listener, address) = socket::bind(sockets.path(), 5432)
        .map_err(|source| Error::Folder { path: sockets.path().to_owned(), source })?;
    let door = Door::open(engine, listener, address)?;
    Ok(Server { door, root, folder, _temporary: scratch, _sockets: sockets })
}

impl Server {
    /// Where to connect. No password and no TLS: nobody but this user can reach it on Unix.
    pub fn address(&self) -> &Address {
        self.door.address()
    }

    /// The superuser to connect as.
    pub fn user(&self) -> &'static str {
        "postgres"
    }

    /// The database to connect to.
    pub fn database(&self) -> &'static str {
        "postgres"
    }

    /// The folder that holds the database; `None` for a temporary one.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(Folder::path)
    }

    /// Whether beginning from a copy of it would be quicker than to make it once more, which took that long.
    pub fn is_worth_keeping(&self, took: Duration) -> bool {
        Kept::is_worth_it(&self.root, took)
    }

    /// Keeps a copy of the database as it is, with a note. The caller has had it write everything down (`CHECKPOINT`), and
    /// nothing runs in it meanwhile.
    ///
    /// # Errors
    /// Where there is no place for it. The database is none the worse.
    pub fn keep(&self, kept: &Kept, note: &str) -> Result<(), Error> {
        kept.keep(&self.root, note)
    }

    /// Ends the connection that is open, if one is, and stops PostgreSQL. Waits for a statement that runs.
    ///
    /// # Errors
    /// Where PostgreSQL did not end in order. The database is as after a crash: what was committed is there.
    pub fn shutdown(mut self) -> Result<(), Error> {
        self.door.close()
    }

    /// Stops it without waiting, in a thread of its own: a statement that runs goes on until its end or that of the
    /// process. A temporary database is removed at once.
    pub fn abandon(self) {
        for folder in self._temporary.iter().chain([&self._sockets]) {
            // What could not be removed now is removed when the thread ends.
            let _ = std::fs::remove_dir_all(folder.path());
        }
        // Where there is no thread to be had, the closure is dropped, which stops it here.
        let _ = std::thread::Builder::new().name("embedded-postgres-end".into()).spawn(move || drop(self));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Who wants to know calls `shutdown`; what was committed is safe either way.
        let _ = self.door.close();
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", self.address())
            .field("folder", &self.folder())
            .finish_non_exhaustive()
    }
}
