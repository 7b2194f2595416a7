//! A writer that sends each chunk a fixed time after it was given.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The near end of a delay line. Dropping it lets what is under way arrive, then ends the stream.
pub(super) struct DelayLine {
    chunks: Sender<Chunk>,
    delay: Duration,
    not_before: Instant,
}

struct Chunk {
    due: Instant,
    bytes: Vec<u8>,
    written: Option<Sender<()>>,
}

impl DelayLine {
    /// `not_before` is when the first chunk may have been sent, as if what came sooner had waited for the link.
    pub(super) fn new(mut to: TcpStream, delay: Duration, not_before: Instant) -> Self {
        let (chunks, waiting) = channel::<Chunk>();
        std::thread::spawn(move || {
            // Chunks come in order and each waits equally long, so their due times are in order too.
            for chunk in waiting {
                sleep(chunk.due.saturating_duration_since(Instant::now()));
                if to.write_all(&chunk.bytes).is_err() {
                    break; // the other side is gone, and its own reader says so
                }
                if let Some(written) = chunk.written {
                    let _ = written.send(());
                }
            }
            let _ = to.shutdown(Shutdown::Write);
        });
        Self { chunks, delay, not_before }
    }

    /// Sends bytes on their way.
    pub(super) fn send(&self, bytes: Vec<u8>) {
        self.put(bytes, None);
    }

    /// Sends bytes and waits until they, and all before them, were written to the other side.
    pub(super) fn send_and_wait(&self, bytes: Vec<u8>) {
        let (written, wait) = channel();
        self.put(bytes, Some(written));
        // An error means that the other side is gone, and nothing more will be written.
        let _ = wait.recv();
    }

    fn put(&self, bytes: Vec<u8>, written: Option<Sender<()>>) {
        let due = Instant::now().max(self.not_before) + self.delay;
        // An error means that the other side is gone.
        let _ = self.chunks.send(Chunk { due, bytes, written });
    }
}
