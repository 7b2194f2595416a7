//! Being asked to stop.

use std::sync::Arc;

use tokio::sync::watch;

/// Asks a run to stop: it cancels on the server, rolls back and releases its lock. Clones share the request.
#[derive(Debug, Clone)]
pub struct Interrupt {
    asked: Arc<watch::Sender<bool>>,
}

impl Default for Interrupt {
    fn default() -> Self {
        Self { asked: Arc::new(watch::Sender::new(false)) }
    }
}

impl Interrupt {
    /// Asks.
    pub fn trigger(&self) {
        self.asked.send_replace(true);
    }

    /// True once asked.
    pub fn is_triggered(&self) -> bool {
        *self.asked.borrow()
    }

    /// Returns once asked; never where nobody asks.
    pub async fn triggered(&self) {
        let mut asked = self.asked.subscribe();
        // The sender lives as long as `self`, so this ends only by being asked.
        let _ = asked.wait_for(|asked| *asked).await;
    }
}
