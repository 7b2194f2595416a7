//! Questions to the person at the terminal, asked on the terminal itself so that pipes do not answer them.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};

use whimbrel::Interrupt;

use super::Terminal;

/// Someone who can be asked.
pub struct Prompt {
    device: File,
    terminal: Terminal,
}

impl Prompt {
    /// `None` where the process has no terminal, or prints for programs.
    pub fn open(terminal: &Terminal) -> Option<Self> {
        // Under a test or in CI there may be a terminal that nobody watches: standard input decides.
        if !terminal.is_human() || !std::io::IsTerminal::is_terminal(&std::io::stdin()) {
            return None;
        }
        let device = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
        Some(Self { device, terminal: terminal.clone() })
    }

    /// Shows `question` and reads one line; `None` where Ctrl-C came instead. The thread that reads is left behind
    /// then: a read from a terminal cannot be taken back.
    pub async fn ask(&self, question: &str, interrupt: &Interrupt) -> std::io::Result<Option<String>> {
        let mut device = self.device.try_clone()?;
        write!(device, "{} ", self.terminal.styled(question))?;
        device.flush()?;
        let read = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(device).read_line(&mut line).map(|_| line.trim().to_owned())
        });
        tokio::select! {
            line = read => line.map_err(std::io::Error::other)?.map(Some),
            () = interrupt.triggered() => Ok(None),
        }
    }
}

/// True for an answer that means yes; anything else means no.
pub fn is_yes(answer: &str) -> bool {
    matches!(answer.to_lowercase().as_str(), "y" | "yes")
}
