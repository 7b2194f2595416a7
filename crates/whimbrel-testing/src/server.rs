//! A running server, as tests see it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::instance::Instance;
use crate::{Database, PASSWORD, binaries};

/// A running PostgreSQL. Its superuser is `postgres` with the password [`PASSWORD`], over TCP on 127.0.0.1 and over a
/// Unix socket in [`Server::socket_dir`], both with SCRAM.
#[derive(Clone, Debug)]
pub struct Server {
    pub(crate) version: u32,
    pub(crate) bin: PathBuf,
    pub(crate) instance: Instance,
    /// The lock that keeps the watchdog from ending the server.
    pub(crate) _in_use: Arc<File>,
}

impl Server {
    pub(crate) fn new(version: u32, instance: Instance, in_use: Arc<File>) -> Self {
        Self { version, bin: binaries::server_programs(version), instance, _in_use: in_use }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.instance.port
    }

    /// The URL of a database of this name as the superuser, with the password.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://postgres:{PASSWORD}@127.0.0.1:{}/{database}", self.port())
    }

    /// The directory of the server's programs (`postgres`, `initdb`, `pg_ctl`; no `psql` in some). See
    /// [`crate::client_tool`] for the client's.
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// The major version, such as 15.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The directory of its Unix socket.
    pub fn socket_dir(&self) -> &Path {
        &self.instance.run
    }

    /// What the server has logged since it was started.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.instance.run.join("log")).unwrap_or_default()
    }

    /// A fresh, empty database with a unique name, dropped when the value is.
    pub fn database(&self) -> Database {
        Database::create(self)
    }
}
