//! Commands of the database shells, which are not SQL.

use crate::{SourceError, SourceFile, Span};

/// Reads the psql command whose backslash is at `start` and gives the end of its line; only the two that
/// pg_dump writes around its output do nothing and are let through, where a statement may start.
pub(super) fn psql(file: &SourceFile, start: usize, at_statement_start: bool) -> Result<usize, SourceError> {
    let line = &file.text[start..file.line(start).end];
    let name = command_name(&line[1..]);
    if at_statement_start && matches!(name, "restrict" | "unrestrict") {
        return Ok(start + line.len());
    }
    let command = &line[..1 + name.len()];
    let span = Span { start, end: start + command.len() };
    let message = match name {
        "" => "a backslash outside quotes".to_owned(),
        "." => "`\\.` without COPY … FROM STDIN before it".to_owned(),
        _ => format!("`{command}` is a command of psql, not SQL"),
    };
    Err(SourceError::new(message).at(file, span, "no database understands this").remedy(replacement(name)))
}

/// `.read` and its like at the start of a statement.
pub(super) fn sqlite_shell(file: &SourceFile, start: usize) -> SourceError {
    let line = &file.text[start..file.line(start).end];
    let command = &line[..1 + command_name(&line[1..]).len()];
    SourceError::new(format!("`{command}` is a command of the sqlite3 shell, not SQL"))
        .at(file, Span { start, end: start + command.len() }, "no database understands this")
        .remedy("remove the line, or say it in SQL")
}

/// A word, or one other character such as `!`.
fn command_name(rest: &str) -> &str {
    let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    let other = rest.chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    &rest[..if word > 0 { word } else { other }]
}

fn replacement(name: &str) -> &'static str {
    match name {
        "" => "remove it, or put the text it belongs to in quotes",
        "i" | "ir" | "include" | "include_relative" => "put the SQL of that file in a migration of its own",
        "copy" => "write `COPY table FROM STDIN;`, the rows on the lines below it, and a line `\\.` after the last",
        "." => "remove the line; it only ends the rows of a COPY",
        "set" | "unset" | "getenv" | "prompt" | "gset" => "write the value itself: psql's variables do not exist here",
        "c" | "connect" => "remove the line: all of a migration runs on the database that `--database` names",
        "echo" | "qecho" | "warn" => "write it as a comment: `-- …`",
        "if" | "elif" | "else" | "endif" => "write the condition in SQL: DO $$ BEGIN IF … THEN … END IF; END $$;",
        "gexec" => "write a DO block that runs each row: DO $$ … EXECUTE … $$;",
        "g" | "gx" | "gdesc" | ";" => "end the statement with `;`",
        "encoding" => "save the file as UTF-8 and remove the line",
        "q" | "quit" => "remove the line and what follows it",
        "!" | "cd" | "setenv" => "run it from `[after.apply] commands` in whimbrel.toml",
        "restrict" | "unrestrict" => "end the statement above with `;`",
        _ => "remove the line, or say it in SQL",
    }
}
