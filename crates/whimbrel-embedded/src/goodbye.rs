//! Watching a session for how it ended.

use std::sync::atomic::{AtomicBool, Ordering};

/// The client's last message when it ends a session in the ordinary way.
const TERMINATE: &[u8] = b"X\0\0\0\x04";

/// What is known of a session while it is relayed, seen from both directions.
#[derive(Default)]
pub(crate) struct Session {
    waiting: AtomicBool,
    said_goodbye: AtomicBool,
    client_left: AtomicBool,
}

impl Session {
    /// The client sent these bytes.
    pub(crate) fn client_sent(&self, bytes: &[u8]) {
        self.waiting.store(true, Ordering::SeqCst);
        self.said_goodbye.store(bytes.ends_with(TERMINATE), Ordering::SeqCst);
    }

    /// The client closed its side, or is gone.
    pub(crate) fn client_left(&self) {
        self.client_left.store(true, Ordering::SeqCst);
    }

    /// PostgreSQL sent something.
    pub(crate) fn server_sent(&self) {
        self.waiting.store(false, Ordering::SeqCst);
    }

    /// Whether PostgreSQL, which has closed its side, did so while the client waited for an answer.
    pub(crate) fn crashed(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) && !self.ended_in_order() && !self.client_left.load(Ordering::SeqCst)
    }

    /// Whether the client ended the session in the ordinary way.
    pub(crate) fn ended_in_order(&self) -> bool {
        self.said_goodbye.load(Ordering::SeqCst)
    }
}
