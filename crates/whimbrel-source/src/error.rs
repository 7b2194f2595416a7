//! What is wrong with a file.

use crate::{SourceFile, Span};

/// A problem in a migration file or folder: what, where, and what to do about it.
#[derive(Debug, Clone, thiserror::Error)]
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
