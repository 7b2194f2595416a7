//! A failure as the user is told of it: every crate's errors turn into this one shape, which the terminal
//! and JSON render.

use whimbrel_source::{SourceError, SourceFile, Span, Version};

/// Which exit code a failure has; the numbers live with the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ExitClass {
    Failed,
    Usage,
    Pending,
    Refused,
    NotConnected,
    NotVerified,
    Locked,
    Interrupted,
}

/// What went wrong, why, what to do, and how things stand now.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The exit code's class.
    pub class: ExitClass,
    /// Stable, for JSON and for searching: `connection.password`, `statement.failed`, …
    pub code: &'static str,
    /// What was being done and what failed: `failed to …`. Lowercase, no full stop.
    pub message: String,
    /// The place in a file.
    pub at: Option<(SourceFile, Span)>,
    /// Under the place: what is wrong there.
    pub label: Option<String>,
    /// The database's own words: label and text, such as `message`, `code`, `detail`, `hint`.
    pub database: Vec<(&'static str, String)>,
    /// The likely cause.
    pub cause: Option<String>,
    /// What to do; each a sentence or a command to run.
    pub remedies: Vec<String>,
    /// What has and has not been applied, or that nothing was touched.
    pub state: Option<String>,
    /// Migrations of this run that stay applied.
    pub applied: Vec<Version>,
    /// More failures of the same kind, such as every unreadable file.
    pub others: Vec<Problem>,
}

impl Problem {
    /// A problem with the least that one must say.
    pub fn new(class: ExitClass, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            class,
            code,
            message: message.into(),
            at: None,
            label: None,
            database: Vec::new(),
            cause: None,
            remedies: Vec::new(),
            state: None,
            applied: Vec::new(),
            others: Vec::new(),
        }
    }

    /// With the likely cause.
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// With one more remedy.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedies.push(remedy.into());
        self
    }

    /// With how things stand now.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// With the place.
    pub fn at(mut self, file: SourceFile, span: Span, label: impl Into<String>) -> Self {
        self.at = Some((file, span));
        self.label = Some(label.into());
        self
    }
}

/// One problem for many: the first, with the others attached. There must be one.
pub fn together<P: Into<Problem>>(problems: Vec<P>) -> Problem {
    let mut problems = problems.into_iter().map(Into::into);
    let mut first = problems.next().expect("a failure holds at least one problem");
    first.others.extend(problems);
    first
}

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Self {
        let mut problem = Self::new(ExitClass::Usage, "source.invalid", error.message);
        problem.at = error.at;
        problem.label = error.label;
        problem.remedies.extend(error.remedy);
        problem
    }
}
