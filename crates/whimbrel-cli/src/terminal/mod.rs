//! Standard output is data, standard error is narration. Everything printed passes the masker here.

pub mod narration;
pub mod prompt;

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use serde_json::Value;
use whimbrel_plan::Problem;
use whimbrel_report::Envelope;

use crate::args::{Color, Format, Global};
use crate::render;
use crate::render::style::{DIM, WARN, paint};
use crate::secrets::Secrets;

/// Where and how a command prints.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// Human or JSON.
    pub format: Format,
    /// 0, 1 for `-v`, 2 for `-vv`.
    pub verbose: u8,
    quiet: bool,
    stdout: ColorChoice,
    stderr: ColorChoice,
    secrets: Secrets,
}

impl Terminal {
    /// As the command line asks for.
    pub fn new(global: &Global, secrets: Secrets) -> Self {
        let choice = |automatic: ColorChoice| match global.color {
            Color::Auto => automatic,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self {
            format: global.format,
            verbose: global.verbose,
            quiet: global.quiet,
            stdout: choice(AutoStream::choice(&std::io::stdout())),
            stderr: choice(AutoStream::choice(&std::io::stderr())),
            secrets,
        }
    }

    /// True where results are printed for people.
    pub fn is_human(&self) -> bool {
        self.format == Format::Human
    }

    /// True where a person watches standard error, and wants to be told things.
    pub fn is_watched(&self) -> bool {
        self.is_human() && !self.quiet && std::io::stderr().is_terminal()
    }

    /// The width that output for people should fit in; `None` where standard output is not a terminal.
    pub fn width(&self) -> Option<usize> {
        std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0.into())
    }

    /// A result for people.
    pub fn data(&self, text: &str) {
        let masked = self.secrets.mask(text);
        let mut out = AutoStream::new(std::io::stdout().lock(), self.stdout);
        // A reader that has seen enough closes the pipe: nobody is left to tell, and the work is done.
        let _gone = out.write_all(masked.as_bytes()).and_then(|()| out.flush());
    }

    /// The one object of a command in JSON.
    pub fn json(&self, envelope: Envelope) {
        let mut value: Value = envelope.into_value();
        self.secrets.mask_json(&mut value);
        let mut out = std::io::stdout().lock();
        let _gone = writeln!(out, "{value:#}").and_then(|()| out.flush());
    }

    /// Narration: one line on standard error, not with `--quiet` and not beside JSON.
    pub fn say(&self, line: &str) {
        if self.is_human() && !self.quiet {
            self.stderr(&format!("{line}\n"));
        }
    }

    /// Narration that only `-v` (1) or `-vv` (2) asks for.
    pub fn detail(&self, level: u8, line: &str) {
        if self.verbose >= level {
            self.say(&paint(DIM, line));
        }
    }

    /// Something that wants attention though the command goes on; with `--quiet` too.
    pub fn warn(&self, line: &str) {
        if self.is_human() {
            self.stderr(&format!("{} {line}\n", paint(WARN, "warning:")));
        }
    }

    /// A failure, for people.
    pub fn problem(&self, problem: &Problem) {
        self.stderr(&render::problem::human(problem, &self.secrets));
    }

    /// `text` masked, with the styles that standard error may have.
    fn styled(&self, text: &str) -> String {
        let masked = self.secrets.mask(text);
        match self.stderr {
            ColorChoice::Never => anstream::adapter::strip_str(&masked).to_string(),
            _ => masked,
        }
    }

    fn stderr(&self, text: &str) {
        let masked = self.secrets.mask(text);
        let mut out = AutoStream::new(std::io::stderr().lock(), self.stderr);
        let _gone = out.write_all(masked.as_bytes());
    }
}
