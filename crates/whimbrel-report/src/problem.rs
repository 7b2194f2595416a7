//! A failure.

use serde::Serialize;
use serde_json::{Map, Value};
use whimbrel_plan::Problem;

/// What went wrong, why, what to do, and how things stand.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemJson {
    /// Stable, such as `connection.password`.
    pub code: String,
    /// The process's exit code.
    pub exit: u8,
    /// What failed.
    pub message: String,
    /// Where, if in a file.
    pub at: Option<PlaceJson>,
    /// What is wrong there.
    pub label: Option<String>,
    /// The database's own words by name: `message`, `code`, `detail`, `hint`, …
    pub database: Map<String, Value>,
    /// The likely cause.
    pub cause: Option<String>,
    /// What to do.
    pub remedies: Vec<String>,
    /// What has and has not been changed.
    pub state: Option<String>,
    /// Versions applied by this run that stay applied.
    pub applied: Vec<String>,
    /// More failures of the kind.
    pub others: Vec<ProblemJson>,
}

/// A place in a file; lines and columns count from 1, columns in characters, the end is exclusive.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceJson {
    /// Relative to the project.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

impl ProblemJson {
    /// Of a problem that ends the process with `exit`.
    pub fn new(problem: &Problem, exit: u8) -> Self {
        let mut database = Map::new();
        for (name, text) in &problem.database {
            let text = match database.get(*name) {
                Some(Value::String(before)) => format!("{before}\n{text}"),
                _ => text.clone(),
            };
            database.insert((*name).to_owned(), text.into());
        }
        let at = problem.at.as_ref().map(|(file, span)| {
            let (start, end) = (file.place(span.start), file.place(span.end));
            PlaceJson {
                file: file.path.display().to_string(),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
            }
        });
        Self {
            code: problem.code.to_owned(),
            exit,
            message: problem.message.clone(),
            at,
            label: problem.label.clone(),
            database,
            cause: problem.cause.clone(),
            remedies: problem.remedies.clone(),
            state: problem.state.clone(),
            applied: problem.applied.iter().map(ToString::to_string).collect(),
            others: problem.others.iter().map(|other| Self::new(other, exit)).collect(),
        }
    }
}
