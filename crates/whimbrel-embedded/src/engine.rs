//! pglite-oxide's server, started again when it has ended.
//!
//! Its one thread ends at the first connection that fails, such as a client that was killed.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;

use pglite_oxide::PgliteServer;

use crate::socket::{self, Address, Stream};
use crate::{Error, folder};

/// Over pglite-oxide's own defaults.
const SETTINGS: &[(&str, &str)] = &[
    // At the default of 64 a migration with a few hundred tables ends in "out of shared memory".
    ("max_locks_per_transaction", "4096"),
    // Zeroing 128 MB would be a third of the time that a connection takes, and a schema fits in less.
    ("shared_buffers", "32MB"),
    // PostgreSQL's own defaults, which pglite-oxide changes.
    ("search_path", "\"$user\", public"),
    ("allow_system_table_mods", "off"),
];

pub(crate) struct Engine {
    root: PathBuf,
    sockets: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    server: Option<(PgliteServer, Address)>,
    starts: u16,
}

impl Engine {
    /// Starts PostgreSQL on the database in `root`, with sockets in `sockets`.
    pub(crate) fn start(root: PathBuf, sockets: PathBuf) -> Result<Self, Error> {
        let engine = Self { root, sockets, state: Mutex::default() };
        engine.with_server(|_| Ok(()))?;
        Ok(engine)
    }

    /// Opens a session.
    pub(crate) fn connect(&self) -> Result<Stream, Error> {
        self.with_server(|address| {
            socket::connect(address)
                .map_err(|error| Error::Engine { message: format!("failed to connect to it: {error}") })
        })
    }

    /// Ends the server; the next connection starts it again. The error says what had ended it before.
    pub(crate) fn stop(&self) -> Result<(), Error> {
        let server = self.state.lock().unwrap_or_else(PoisonError::into_inner).server.take();
        server.map_or(Ok(()), |(server, _)| outside_of_runtimes(|| server.shutdown()))
    }

    fn with_server<T>(&self, act: impl FnOnce(&Address) -> Result<T, Error>) -> Result<T, Error> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.server.is_none() {
            state.starts = state.starts.wrapping_add(1);
            // A name of its own each time: the socket of one that ended may still lie there.
            let started = self.start_server(state.starts)?;
            state.server = Some(started);
        }
        let (_, address) = state.server.as_ref().expect("it was put there above");
        act(address)
    }

    fn start_server(&self, number: u16) -> Result<(PgliteServer, Address), Error> {
        let builder = PgliteServer::builder().path(&self.root).postgres_configs(SETTINGS.iter().copied());
        #[cfg(unix)]
        let builder = builder.unix(socket::file(&self.sockets, number));
        let server = outside_of_runtimes(|| builder.start())?;
        folder::install_extensions(&self.root)?;
        let address = match server.tcp_addr() {
            Some(address) => Address::Tcp(address),
            None => Address::Socket { directory: self.sockets.clone(), port: number },
        };
        Ok((server, address))
    }
}

/// Runs in a thread of its own, as pglite-oxide blocks on runtimes inside, which panics within another one.
fn outside_of_runtimes<T: Send>(act: impl FnOnce() -> anyhow::Result<T> + Send) -> Result<T, Error> {
    let result = thread::scope(|scope| {
        thread::Builder::new()
            .name("embedded-postgres".into())
            .spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(act)))
            .map(|handle| handle.join().and_then(|result| result))
    });
    match result {
        Ok(Ok(Ok(value))) => Ok(value),
        Ok(Ok(Err(error))) => Err(Error::engine(&error)),
        Ok(Err(panic)) => Err(Error::Engine { message: panic_message(panic.as_ref()) }),
        Err(error) => Err(no_thread(&error)),
    }
}

pub(crate) fn no_thread(error: &io::Error) -> Error {
    Error::Engine { message: format!("failed to start a thread: {error}") }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without a message"))
}
