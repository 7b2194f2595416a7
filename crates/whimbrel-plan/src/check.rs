//! What a check must answer.

use whimbrel_source::{Engine, SourceFile, Statement};

use crate::CheckResult;

/// The name a check is shown by: the comment above it, else its text on one line, cut short.
pub fn name(statement: &Statement) -> String {
    if let Some(comment) = &statement.comment {
        return comment.clone();
    }
    let words = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(72) {
        Some((cut, _)) => format!("{}…", &words[..cut]),
        None => words,
    }
}

/// Judges what a statement of a `verify` section returned: it must be one row with one value, and that true.
/// Values are text as PostgreSQL (`t`) or SQLite (`1`) writes them.
pub fn judge(
    engine: Engine,
    file: &SourceFile,
    statement: &Statement,
    columns: usize,
    rows: &[Vec<Option<String>>],
) -> CheckResult {
    let (yes, no) = truth(engine);
    let found = match rows {
        _ if columns == 0 => Some("it returns nothing: a check must be a query".to_owned()),
        _ if columns > 1 => Some(format!("it returns {columns} columns instead of one true or false")),
        [] => Some("it returned no row".to_owned()),
        [row] => match row[0].as_deref() {
            None => Some("NULL".to_owned()),
            Some(value) if value == yes => None,
            Some(value) if value == no => Some("false".to_owned()),
            Some(other) => Some(format!("`{other}` instead of true or false")),
        },
        more => Some(format!("it returned {} rows instead of one", more.len())),
    };
    result(file, statement, found)
}

/// How an engine writes true and false as text. SQLite has no boolean of its own.
pub fn truth(engine: Engine) -> (&'static str, &'static str) {
    match engine {
        Engine::Postgres => ("t", "f"),
        Engine::Sqlite => ("1", "0"),
    }
}

/// A check that holds (`found` is `None`) or what was found instead.
pub fn result(file: &SourceFile, statement: &Statement, found: Option<String>) -> CheckResult {
    CheckResult {
        name: name(statement),
        path: file.path.clone(),
        line: file.place(statement.span.start).line,
        holds: found.is_none(),
        found,
    }
}
