//! What is wrong with a file.

use crate::{SourceFile, Span};

/// A problem in a migration file or folder: what, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SourceError {
    /// Lowercase, no full stop.
    pub message: String,
    /// The file and the place in it, where there is one.
    pub at: Option<(SourceFile, Span)>,
    /// What the label under the place says.
    pub label: Option<String>,
    /// What to do, one sentence or command.
    pub remedy: Option<String>,
}

impl SourceError {
    /// A problem with the least that one must say.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), at: None, label: None, remedy: None }
    }

    /// With the place, and what the label under it says.
    pub fn at(mut self, file: &SourceFile, span: Span, label: impl Into<String>) -> Self {
        self.at = Some((file.clone(), span));
        self.label = Some(label.into());
        self
    }

    /// With what to do.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}
