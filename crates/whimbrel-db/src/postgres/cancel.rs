//! Stopping what a session is doing, from outside it.

use std::io;
use std::sync::Arc;

use tokio::io::AsyncReadExt;
use tokio_postgres::CancelToken;

use super::attempt::{self, Target};
use super::channel::{self, Channel, Negotiated};
use super::config::Config;

/// Cancels the statement a session is running. Clones may be kept while the session is busy.
#[derive(Clone)]
pub struct Canceller {
    way: Arc<Way>,
    /// The embedded PostgreSQL, which cannot be interrupted.
    pub(crate) is_single: bool,
}

/// What a cancel request needs.
struct Way {
    token: CancelToken,
    config: Config,
    /// The very server and settings the session uses.
    target: Target,
}

impl Canceller {
    pub(crate) fn new(token: CancelToken, config: Config, target: Target) -> Self {
        Self { way: Arc::new(Way { token, config, target }), is_single: false }
    }

    /// The server the session is connected to.
    pub(crate) fn target(&self) -> &Target {
        &self.way.target
    }

    /// The settings it was connected with.
    pub(crate) fn config(&self) -> &Config {
        &self.way.config
    }

    /// Asks the server to cancel. It does not say whether there was anything to cancel; the statement itself then
    /// fails with code `57014`. Fails where the server cannot be reached, and with `ErrorKind::Unsupported` for the
    /// embedded PostgreSQL, whose statements run to their end: drop the session instead.
    pub async fn cancel(&self) -> io::Result<()> {
        if self.is_single {
            let why = "the embedded PostgreSQL cannot interrupt a statement";
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        let channel =
            attempt::open_channel(&self.way.target, &self.way.config).await.map_err(|f| io::Error::other(f.text()))?;
        self.way.token.cancel_query_raw(channel, Negotiated).await.map_err(io::Error::other)
    }

    /// The backend's process id as the server announced it. The driver keeps it to itself but writes it into every
    /// cancel request, so one is written to nowhere and read: length, code, process id, key.
    pub(crate) async fn pid(&self) -> io::Result<i32> {
        let (theirs, mut ours) = tokio::io::duplex(64);
        self.way
            .token
            .cancel_query_raw(Channel::new(channel::Way::Memory(theirs), None), Negotiated)
            .await
            .map_err(io::Error::other)?;
        let mut head = [0; 8];
        ours.read_exact(&mut head).await?;
        ours.read_i32().await
    }
}
