//! The directory under /tmp that holds all servers of this checkout.
//!
//! ```text
//! /tmp/whimbrel-postgres-<hash>/
//!   <version>/programs/, template/  a copy of the binaries if needed, and the result of initdb
//!   <version>/start.lock          held while a shared server is looked for or started
//!   <version>/current             the shared server's directory
//!   run-<pid>-<n>/                one running server: data/, sockets, log, use.lock
//! ```

use std::fs::{DirBuilder, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{instance, user};

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The directory of all servers. Short, as the path of a socket is limited to 107 bytes.
pub(crate) fn root() -> PathBuf {
    let path = root_path();
    create_dir(&path);
    let owner = std::fs::metadata(&path).expect("it was created above").uid();
    assert_eq!(owner, rustix::process::geteuid().as_raw(), "{} belongs to another user: remove it", path.display());
    path
}

fn root_path() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
    rustix::process::geteuid().as_raw().hash(&mut hasher);
    PathBuf::from(format!("/tmp/whimbrel-postgres-{:08x}", hasher.finish() as u32))
}

/// The directory of what all servers of one version share.
pub(crate) fn of_version(version: u32) -> PathBuf {
    let path = root().join(version.to_string());
    create_dir(&path);
    path
}

/// A new directory for one server, owned by the server's user, and the lock that says that this process uses it.
pub(crate) fn new_run() -> (PathBuf, File) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = root().join(format!("run-{}-{n}", std::process::id()));
        // An older process may have had the same id.
        if path.exists() {
            continue;
        }
        create_dir(&path);
        let in_use = use_lock(&path).expect("disk is writable");
        in_use.lock_shared().expect("a lock file can be locked");
        user::give(&path);
        return (path, in_use);
    }
}

/// The file that whoever uses a run's server holds a shared lock on.
pub(crate) fn use_lock(run: &Path) -> std::io::Result<File> {
    lock_file(&run.join("use.lock"))
}

fn create_dir(path: &Path) {
    DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(path)
        .unwrap_or_else(|error| panic!("failed to create {}: {error}", path.display()));
}

/// Opens a lock file; locks on it end with the process, however it ends.
pub(crate) fn lock_file(path: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(path)
}

/// Stops every server of this checkout that no process uses any more. For the end of a test run.
pub fn stop_unused() {
    let Ok(entries) = std::fs::read_dir(root_path()) else {
        return; // nothing was ever started
    };
    for run in entries.flatten().map(|entry| entry.path()) {
        // Not created here: without one, it is no run, or one that begins.
        let Ok(lock) = File::open(run.join("use.lock")) else { continue };
        if lock.try_lock().is_err() {
            continue;
        }
        instance::kill(&run);
        if let Err(error) = std::fs::remove_dir_all(&run) {
            eprintln!("failed to remove {}: {error}", run.display());
        }
    }
}
