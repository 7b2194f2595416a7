//! A server for one test alone.

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::instance::{self, Instance};
use crate::{Server, watchdog};

/// A server of a test's own: for other settings, and for tests that stop or kill it. Everything of [`Server`] works
/// on it. Stopped and removed on drop, and also when the test's process is killed.
#[derive(Debug)]
pub struct OwnServer {
    server: Server,
}

impl OwnServer {
    /// Starts one. `conf` are settings of postgresql.conf, over the defaults of this crate; `hba` are lines of
    /// pg_hba.conf that come before the default ones (SCRAM for everybody).
    ///
    /// # Panics
    /// When the version is not installed, or the server does not start, with its log.
    pub fn start(version: u32, conf: &[(&str, &str)], hba: &[&str]) -> Self {
        let (instance, in_use) = Instance::create(version, conf, hba);
        watchdog::watch(&instance.run, Duration::ZERO);
        Self { server: Server::new(version, instance, Arc::new(in_use)) }
    }

    /// Stops it: open connections are ended, nothing is lost ("fast" shutdown).
    pub fn stop(&self) {
        instance::stop(&self.server.instance.run);
    }

    /// Kills its main process with SIGKILL.
    pub fn crash(&self) {
        instance::crash(&self.server.instance.run);
    }

    /// Starts it again after [`OwnServer::stop`] or [`OwnServer::crash`], on the same port with the same data.
    ///
    /// # Panics
    /// When it does not start, with its log.
    pub fn start_again(&self) {
        let give_up = Instant::now() + Duration::from_secs(60);
        while let Err(log) = self.server.instance.start(self.server.version) {
            // The children of a server that crashed end when they next look for it, and keep its memory until then.
            let is_outlived = log.contains("is still in use");
            assert!(
                is_outlived && Instant::now() < give_up,
                "PostgreSQL {} did not start again:\n{log}",
                self.server.version
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Deref for OwnServer {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        let run = &self.server.instance.run;
        instance::kill(run);
        // The watchdog removes what is left when this process ends.
        let _ = std::fs::remove_dir_all(run);
    }
}
