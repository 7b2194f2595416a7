//! A TCP proxy between a PostgreSQL client and server.

mod connection;
mod delay_line;
mod framing;
mod hooks;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hooks::{Direction, Hooks};
pub use hooks::{Then, When};

/// A proxy that counts protocol messages, delays each direction, and calls back or cuts the connection at a message.
///
/// Plain TCP only: it answers a client's request for encryption with "no". Messages are numbered from 1 over all of
/// its connections, in the order in which they came; the client's first message on a connection (startup, or a
/// cancel request) counts as one, with the letter `'\0'`. Dropping it closes the port and all connections.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    hooks: Arc<Hooks>,
    closed: Arc<AtomicBool>,
}

/// What a proxy is to do; see [`Proxy::new`].
pub struct ProxyBuilder {
    to: SocketAddr,
    delay: Duration,
    hooks: Hooks,
}

impl Proxy {
    /// A proxy in front of this server. It runs once [`ProxyBuilder::start`] is called.
    #[expect(clippy::new_ret_no_self, reason = "the builder is how a proxy begins")]
    pub fn new(to: SocketAddr) -> ProxyBuilder {
        ProxyBuilder { to, delay: Duration::ZERO, hooks: Hooks::default() }
    }

    /// The port on 127.0.0.1 that clients connect to.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `url` with this proxy's address in the place of its host and port.
    ///
    /// # Panics
    /// When it does not look like `scheme://user:password@host:port/database`.
    pub fn url(&self, url: &str) -> String {
        let (before, rest) = url.rsplit_once('@').expect("the URL has a user");
        let (_, after) = rest.split_once('/').expect("the URL has a database");
        format!("{before}@127.0.0.1:{}/{after}", self.port)
    }

    /// The letters of the messages that clients have sent, such as `'Q'`, `'P'`, `'S'`.
    pub fn frontend_messages(&self) -> Vec<char> {
        self.hooks.seen(Direction::Frontend)
    }

    /// The letters of the messages that the server has sent, such as `'Z'` for "ready for query".
    pub fn backend_messages(&self) -> Vec<char> {
        self.hooks.seen(Direction::Backend)
    }

    /// Cuts all connections. New ones are still taken.
    pub fn cut(&self) {
        self.hooks.cut_all();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::SeqCst);
        self.hooks.cut_all();
        // Wakes the thread that accepts; an error means that it is gone.
        let _ = std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

impl ProxyBuilder {
    /// Delays every chunk by this much in each direction, without limiting the rate: a request and its answer take
    /// twice this, however many are on their way. Opening a connection costs one round trip more, as on a real link.
    pub fn delay(mut self, each_way: Duration) -> Self {
        self.delay = each_way;
        self
    }

    /// Calls `action` at the client's `n`th message (from 1), before or after it is sent on to the server.
    pub fn on_frontend_message<F, R>(self, n: usize, when: When, action: F) -> Self
    where
        F: FnOnce() -> R + Send + 'static,
        R: Into<Then>,
    {
        self.hook(Direction::Frontend, n, when, action)
    }

    /// Calls `action` at the server's `n`th message (from 1), before or after it is sent on to the client.
    pub fn on_backend_message<F, R>(self, n: usize, when: When, action: F) -> Self
    where
        F: FnOnce() -> R + Send + 'static,
        R: Into<Then>,
    {
        self.hook(Direction::Backend, n, when, action)
    }

    fn hook<F, R>(mut self, direction: Direction, n: usize, when: When, action: F) -> Self
    where
        F: FnOnce() -> R + Send + 'static,
        R: Into<Then>,
    {
        self.hooks.add(direction, n, when, Box::new(move || action().into()));
        self
    }

    /// Opens the port and begins to take connections.
    pub fn start(self) -> Proxy {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let hooks = Arc::new(self.hooks);
        let closed = Arc::new(AtomicBool::new(false));
        let proxy = Proxy { port, hooks: hooks.clone(), closed: closed.clone() };
        let (to, delay) = (self.to, self.delay);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                if closed.load(Ordering::SeqCst) {
                    return;
                }
                // A client that is gone before it was accepted needs nothing.
                if let Ok(client) = client {
                    connection::serve(client, to, delay, &hooks);
                }
            }
        });
        proxy
    }
}
