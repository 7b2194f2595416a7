//! What a rule found.

use std::fmt;

use whimbrel_source::Span;

/// How much it matters. Ordered, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A better way exists; nothing bad happens.
    Advice,
    /// It may hurt, or will later.
    Warning,
    /// It blocks or breaks the running application, fails, or loses data: `plan`, `lint` and `rehearse` exit with 4 unless
    /// it is allowed.
    Error,
}

impl Severity {
    /// All of them, least first.
    pub const ALL: [Self; 3] = [Self::Advice, Self::Warning, Self::Error];

    /// As the configuration writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the finding rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The statement's text, and that of the statements around it.
    Text,
    /// A catalog: what is in the schema.
    Catalog,
    /// A trace: what the statement did on a shadow database.
    Trace,
    /// The caller tried something and said what came of it.
    Rehearsal,
}

impl Basis {
    /// In lowercase words, for `found from …`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "the text",
            Self::Catalog => "the schema",
            Self::Trace => "what it did on the shadow database",
            Self::Rehearsal => "the rehearsal",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// One thing to know before a migration runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, such as `drop-column`.
    pub code: &'static str,
    /// By the rule, by what is known, and by the configuration, which has the last word.
    pub severity: Severity,
    /// Which of [`Run::migrations`](crate::Run::migrations).
    pub migration: usize,
    /// Which statement of its `up`; `None` where the finding is about the migration as a whole or about its `down`.
    pub statement: Option<usize>,
    /// The place in the migration's file.
    pub span: Span,
    /// What to do, in the imperative: one line, lowercase, without a full stop.
    pub message: String,
    /// What happens otherwise: sentences.
    pub why: String,
    /// Who waits for whom, in plain words; `None` where no lock is involved.
    pub lock: Option<String>,
    /// The safe way, as SQL; `None` where there is none to write down.
    pub instead: Option<String>,
    /// What it rests on.
    pub basis: Basis,
    /// What lets it pass.
    pub allowed: Option<Permit>,
}

/// What lets a finding pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permit {
    /// A `-- whimbrel:allow` comment that covers it, with this reason.
    Comment(String),
    /// Whoever runs this, for this run: [`Config::allow`](crate::Config::allow).
    Run,
}

impl Permit {
    /// `because nothing has read it since release 41`, `by --allow for this run`
    pub fn words(&self) -> String {
        match self {
            Self::Comment(reason) => format!("because {reason}"),
            Self::Run => "by --allow for this run".to_owned(),
        }
    }
}

impl Finding {
    /// True where it makes `plan`, `lint` and `rehearse` exit with 4.
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error && self.allowed.is_none()
    }
}
