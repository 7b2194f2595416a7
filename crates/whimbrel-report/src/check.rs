//! Checks of `verify` and `test` sections.

use serde::Serialize;
use whimbrel_plan::CheckResult;

/// One check.
#[derive(Debug, Clone, Serialize)]
pub struct CheckJson {
    /// The comment above it, or the beginning of its text.
    pub name: String,
    /// Its file, relative to the project.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Whether it returned true.
    pub holds: bool,
    /// What it returned instead.
    pub found: Option<String>,
}

impl From<&CheckResult> for CheckJson {
    fn from(check: &CheckResult) -> Self {
        Self {
            name: check.name.clone(),
            file: check.path.display().to_string(),
            line: check.line,
            holds: check.holds,
            found: check.found.clone(),
        }
    }
}
