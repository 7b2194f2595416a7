//! Questions to the person at the terminal, asked on the terminal itself so that pipes do not answer them.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};

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

    /// Shows `question` and reads one line.
    pub fn ask(&mut self, question: &str) -> std::io::Result<String> {
        write!(self.device, "{} ", self.terminal.styled(question))?;
        self.device.flush()?;
        let mut line = String::new();
        BufReader::new(&self.device).read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    /// A question to which anything but `y` or `yes` means no.
    pub fn confirm(&mut self, question: &str) -> std::io::Result<bool> {
        let answer = self.ask(&format!("{question} [y/N]"))?;
        Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
    }
}
