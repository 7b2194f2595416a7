//! Findings as rules write them.

use whimbrel_catalog::LockMode;
use whimbrel_source::Span;

use crate::context::{Context, Line};
use crate::finding::{Basis, Severity};

/// What a rule says of a statement or a migration.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub statement: Option<usize>,
    /// In the file; the whole statement or section header where it is `None`.
    pub span: Option<Span>,
    pub message: String,
    pub why: String,
    pub lock: Option<String>,
    pub instead: Option<String>,
    pub basis: Basis,
    pub severity: Option<Severity>,
}

impl Draft {
    /// About the migration as a whole.
    pub fn of_migration(message: impl Into<String>) -> Self {
        Self {
            statement: None,
            span: None,
            message: message.into(),
            why: String::new(),
            lock: None,
            instead: None,
            basis: Basis::Text,
            severity: None,
        }
    }

    /// About one statement.
    pub fn new(line: &Line<'_>, message: impl Into<String>) -> Self {
        Self { statement: Some(line.number), ..Self::of_migration(message) }
    }

    /// About the way back, which was tried: at the heading of the `down` section.
    pub fn of_down(cx: &Context<'_>, message: impl Into<String>) -> Self {
        let span = cx.down_section().map(|section| section.header);
        Self { span, basis: Basis::Rehearsal, ..Self::of_migration(message) }
    }

    /// At that place in the file.
    pub fn over(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// An error of the file, and no more than a warning where `up` is what is about to run.
    pub fn warns_in_plan(mut self, cx: &Context<'_>) -> Self {
        self.severity = cx.run.together.then_some(Severity::Warning);
        self
    }

    /// At a part of the statement; `span` is a place in the statement's own text.
    pub fn at(mut self, line: &Line<'_>, span: Span) -> Self {
        let start = line.statement.span.start;
        self.span = Some(Span { start: start + span.start, end: start + span.end });
        self
    }

    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    pub fn lock(mut self, lock: impl Into<String>) -> Self {
        self.lock = Some(lock.into());
        self
    }

    pub fn instead(mut self, sql: impl Into<String>) -> Self {
        self.instead = Some(sql.into());
        self
    }

    pub fn from(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Text alone cannot tell: no more than a warning.
    pub fn unsure(self) -> Self {
        self.severity(Severity::Warning)
    }
}

/// What one rule has found in one migration.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub drafts: Vec<Draft>,
}

impl Found {
    pub fn add(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }
}

/// `1 difference is`, `3 differences are`
pub(crate) fn differences(of: &[String]) -> String {
    if of.len() == 1 { "1 difference is".to_owned() } else { format!("{} differences are", of.len()) }
}

/// A lock as somebody who waits for it would tell it: `ACCESS EXCLUSIVE on orders: reads and writes wait until COMMIT`.
pub(crate) fn plain(mode: LockMode, relation: &str) -> String {
    let who = match mode {
        _ if mode.blocks_readers() => "reads and writes wait",
        _ if mode.blocks_writers() => "writes wait, reads go on",
        _ => "reads and writes go on",
    };
    format!("{mode} on {relation}: {who} until COMMIT")
}
