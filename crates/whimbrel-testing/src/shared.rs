//! The servers that all tests share.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::instance::{self, Instance};
use crate::{Server, folders, watchdog};

/// The versions tests must run on: the oldest that is supported, Debian's, the newest.
const VERSIONS: [u32; 3] = [12, 15, NEWEST];

/// The versions that every difference between two schemas is proven on. PostgreSQL 17 is the embedded one.
const SCHEMA_VERSIONS: [u32; 3] = [13, 15, NEWEST];

/// The newest version of a server here.
pub(crate) const NEWEST: u32 = 18;

/// How long a server waits for a next user.
const LINGER: Duration = Duration::from_secs(30);

/// The PostgreSQL major versions that a test of something version-dependent runs on.
pub fn versions() -> Vec<u32> {
    VERSIONS.to_vec()
}

/// The PostgreSQL major versions that a test of reading, comparing or rendering schemas runs on.
pub fn schema_versions() -> Vec<u32> {
    SCHEMA_VERSIONS.to_vec()
}

/// The server of this version that all tests share, started if it does not run. Tests may create databases and roles
/// (with names of their own) on it, and must not stop it or change its settings: use [`crate::OwnServer`] for that.
///
/// # Panics
/// Where that version is not installed, or does not start.
pub fn shared(version: u32) -> Server {
    static SERVERS: Mutex<Option<HashMap<u32, Server>>> = Mutex::new(None);
    // A panic of another thread while starting leaves nothing half-done in the map.
    let mut servers = SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
    servers.get_or_insert_default().entry(version).or_insert_with(|| find_or_start(version)).clone()
}

fn find_or_start(version: u32) -> Server {
    let home = folders::of_version(version);
    let starting = folders::lock_file(&home.join("start.lock")).expect("disk is writable");
    starting.lock().expect("a lock file can be locked");

    let current = home.join("current");
    if let Some((instance, in_use)) = running(&current) {
        return Server::new(version, instance, Arc::new(in_use));
    }
    let (instance, in_use) = Instance::create(version, &[], &[]);
    watchdog::watch(&instance.run, LINGER);
    std::fs::write(&current, format!("{}\n{}\n", instance.run.display(), instance.port)).expect("disk is writable");
    Server::new(version, instance, Arc::new(in_use))
}

/// The server that `current` names, if it is one that lives, with our lock on it.
fn running(current: &Path) -> Option<(Instance, File)> {
    let text = std::fs::read_to_string(current).ok()?;
    let (run, port) = text.trim().split_once('\n')?;
    let instance = Instance { run: run.into(), port: port.parse().ok()? };
    if !instance.run.is_dir() {
        return None;
    }
    // First the lock, then the look: the watchdog stops a server only while it holds this lock.
    let in_use = folders::use_lock(&instance.run).ok()?;
    in_use.lock_shared().ok()?;
    if instance.is_alive() {
        return Some((instance, in_use));
    }
    instance::kill(&instance.run);
    None
}
