//! COPY that would wait for a client: there is none.

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, Kind, SourceError, SourceFile, Statement};

use super::build::wrong;

/// Refuses `COPY … FROM STDIN` without rows and `COPY … TO STDOUT`. The server would wait for data, or send it, in the
/// middle of a migration, and the session could only be closed.
pub(super) fn check(file: &SourceFile, statements: &[Statement], engine: Engine) -> Result<(), SourceError> {
    if engine != Engine::Postgres {
        return Ok(());
    }
    for statement in statements {
        if statement.kind == Kind::CopyIn && !has_rows(file, statement) {
            return Err(wrong(
                file,
                statement,
                "COPY … FROM STDIN without rows",
                "nobody sends it any",
                "write the rows on the lines below it, after a semicolon, and a line `\\.` after the last",
            ));
        }
        if writes_stdout(&statement.sql) {
            return Err(wrong(
                file,
                statement,
                "COPY … TO STDOUT cannot be part of a migration",
                "nobody takes what it sends",
                "delete it; to copy rows into another table: INSERT INTO … SELECT …",
            ));
        }
    }
    Ok(())
}

/// A line `\.` at once says that there are none, as pg_dump does for an empty table.
fn has_rows(file: &SourceFile, statement: &Statement) -> bool {
    statement
        .copy_data
        .is_some_and(|rows| !file.slice(rows).trim().is_empty() || file.text[rows.end..].starts_with("\\."))
}

fn writes_stdout(sql: &str) -> bool {
    let mut cursor = Cursor::new(sql, Engine::Postgres);
    if !cursor.eat("COPY") {
        return false;
    }
    cursor.eat("BINARY");
    // A table with its columns, or a query in parentheses.
    cursor.object_name();
    cursor.group();
    cursor.eat("TO STDOUT")
}
