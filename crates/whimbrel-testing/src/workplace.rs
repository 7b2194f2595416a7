//! The directory under /tmp that holds all servers of this checkout.
//!
//! ```text
//! /tmp/whimbrel-postgres-<hash>/
//!   <version>/bin…, template/     a copy of the binaries if needed, and initdb's result
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

/// A new directory for one server, owned by the server's user.
pub(crate) fn new_run() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = root().join(format!("run-{}-{n}", std::process::id()));
        // An older process may have had the same id.
        if path.exists() {
            continue;
        }
        create_dir(&path);
        user::give(&path);
        return path;
    }
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

/// Stops every server of this checkout and removes all their files. For the end of a test run.
pub fn stop_all() {
    let root = root_path();
    let Ok(entries) = std::fs::read_dir(&root) else {
        return; // nothing was ever started
    };
    for entry in entries.flatten() {
        instance::kill(&entry.path());
    }
    if let Err(error) = std::fs::remove_dir_all(&root) {
        eprintln!("failed to remove {}: {error}", root.display());
    }
}
