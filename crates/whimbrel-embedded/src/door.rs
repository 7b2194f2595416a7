//! The door in front of PostgreSQL: lets one client in at a time, and tells the others so.
//!
//! Behind it is one backend, which would leave a second client waiting without a word.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::Error;
use crate::engine::{Engine, no_thread};
use crate::goodbye::Session;
use crate::socket::{self, Address, Listener, Stream};
use crate::wire::{self, Opening};

/// How long a new client waits for the last one's backend to end once that client has left.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a client that is to be refused may take to say who it is.
const OPENING_DEADLINE: Duration = Duration::from_secs(5);

pub(crate) struct Door {
    address: Address,
    inside: Arc<Inside>,
    listening: Option<JoinHandle<()>>,
}

struct Inside {
    engine: Engine,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    visitor: Visitor,
    closed: bool,
}

#[derive(Default)]
enum Visitor {
    #[default]
    Nobody,
    /// The client's side of the connection, to end it by.
    Here(Stream),
    /// Its client has left, and its backend is ending.
    Leaving,
}

impl Door {
    pub(crate) fn open(engine: Engine, listener: Listener, address: Address) -> Result<Self, Error> {
        let inside = Arc::new(Inside { engine, state: Mutex::default(), changed: Condvar::new() });
        let listening = {
            let inside = inside.clone();
            thread::Builder::new()
                .name("embedded-postgres-door".into())
                .spawn(move || inside.listen(&listener))
                .map_err(|error| no_thread(&error))?
        };
        Ok(Self { address, inside, listening: Some(listening) })
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Ends the session that is open, if one is, waits for its backend to end, and stops PostgreSQL.
    pub(crate) fn close(&mut self) -> Result<(), Error> {
        let Some(listening) = self.listening.take() else {
            return Ok(());
        };
        let mut state = self.inside.state();
        state.closed = true;
        if let Visitor::Here(client) = &state.visitor {
            // An error means that the client is gone already.
            let _ = client.shutdown(Shutdown::Both);
        }
        while !matches!(state.visitor, Visitor::Nobody) {
            state = self.inside.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        // Wakes the thread that listens; where that fails it is left behind, and ends with the process.
        if socket::connect(&self.address).is_ok() && listening.join().is_err() {
            return Err(Error::Engine { message: "the thread that takes connections panicked".into() });
        }
        self.inside.engine.stop()
    }
}

impl Inside {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(self: &Arc<Self>, listener: &Listener) {
        for client in listener.incoming() {
            if self.state().closed {
                return;
            }
            // A client that was gone before it was let in, or one too many for the system: it sees a closed socket.
            let Ok(client) = client else { continue };
            let inside = self.clone();
            let _ =
                thread::Builder::new().name("embedded-postgres-client".into()).spawn(move || inside.receive(client));
        }
    }

    fn receive(&self, client: Stream) {
        if !self.let_in(&client) {
            refuse(
                client,
                "53300",
                "the embedded PostgreSQL takes one connection, and it is in use",
                "Close the other connection first.",
            );
            return;
        }
        match self.engine.connect() {
            Ok(server) => {
                let session = Session::default();
                relay(&client, &server, &session, || self.set_visitor(Visitor::Leaving));
                if !session.ended_in_order() {
                    // Its thread may have ended with the session. What ended it was told to the client.
                    let _ = self.engine.stop();
                }
            }
            Err(error) => refuse(client, "57P03", &error.to_string(), ""),
        }
        self.set_visitor(Visitor::Nobody);
    }

    /// Waits for a client that is leaving, not for one that is here.
    fn let_in(&self, client: &Stream) -> bool {
        let give_up = Instant::now() + PATIENCE;
        let mut state = self.state();
        loop {
            match state.visitor {
                _ if state.closed => return false,
                Visitor::Here(_) => return false,
                Visitor::Nobody => {
                    let Ok(client) = client.try_clone() else { return false };
                    state.visitor = Visitor::Here(client);
                    return true;
                }
                Visitor::Leaving => {
                    let left = give_up.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return false;
                    }
                    state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }

    fn set_visitor(&self, visitor: Visitor) {
        self.state().visitor = visitor;
        self.changed.notify_all();
    }
}

/// Tells a client why it is not let in. What fails here fails because the client is gone.
fn refuse(mut client: Stream, code: &str, message: &str, hint: &str) {
    let _ = client.set_read_timeout(Some(OPENING_DEADLINE));
    if let Ok(Opening::Session) = wire::read_opening(&mut client) {
        let _ = client.write_all(&wire::fatal(code, message, hint));
    }
}

/// Carries bytes both ways until both sides have closed.
fn relay(client: &Stream, server: &Stream, session: &Session, leaving: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(move || {
            carry(client, server, |bytes| session.client_sent(bytes));
            session.client_left();
            leaving();
            // The server reads the end, rolls back, and closes its side. An error: it has already.
            let _ = server.shutdown(Shutdown::Write);
        });
        carry(server, client, |_| session.server_sent());
        if session.crashed() {
            let _ = (&mut &*client).write_all(&wire::fatal(
                "57P02",
                "the embedded PostgreSQL's backend ended while it ran this",
                "Endless or very deep recursion ends it. What was committed is kept; a server of its own bears more.",
            ));
        }
        // Ends the other direction, too: the client may wait for an answer that will not come.
        let _ = client.shutdown(Shutdown::Both);
    });
}

/// Copies until the end, or until one of the two is gone, which the other direction learns by itself.
fn carry(mut from: &Stream, mut to: &Stream, mut seen: impl FnMut(&[u8])) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let bytes = &buffer[..read];
        seen(bytes);
        if to.write_all(bytes).is_err() {
            return;
        }
    }
}
