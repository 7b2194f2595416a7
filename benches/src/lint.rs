//! Linting 10,000 statements, beside the `squawk` program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::measure::{self, Row};

/// How many, in one file or in as many files as make ten statements each.
const STATEMENTS: usize = 10_000;
const A_FILE: usize = 10;

/// The program that `SQUAWK` names, else that of the search path.
pub fn squawk() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a program for the terminal")]
    let (named, path) = (std::env::var_os("SQUAWK"), std::env::var_os("PATH"));
    let on_path = || std::env::split_paths(&path?).map(|folder| folder.join("squawk")).find(|it| it.is_file());
    named.map(PathBuf::from).or_else(on_path)
}

/// The same text for both. `None` where there is no `squawk` to compare with; Whimbrel alone is told then.
pub fn run(binary: &Path, name: &'static str, rounds: usize, files: bool) -> Result<Row, String> {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let each = if files { A_FILE } else { STATEMENTS };
    let mut names = Vec::new();
    for first in (0..STATEMENTS).step_by(each) {
        let mut text = String::from("-- migrate:up\n");
        (first..first + each).for_each(|n| statement(&mut text, n));
        let file = folder.path().join(format!("{:06}_part.sql", first + 1));
        std::fs::write(&file, text).expect("a new folder is writable");
        names.push(file.display().to_string());
    }
    let command = |program: &Path, more: &[&str]| {
        let mut command = vec![program.display().to_string()];
        command.extend(more.iter().map(|word| (*word).to_owned()));
        command.extend(names.iter().cloned());
        command
    };
    let (ours, theirs) = (command(binary, &["lint"]), squawk().map(|squawk| command(&squawk, &[])));
    let mut row = Row { name, ours: Vec::new(), theirs: Vec::new() };
    for _ in 0..rounds {
        row.ours.push(measure::run_finding(&ours, 4));
        row.theirs.extend(theirs.as_ref().map(|theirs| measure::run_finding(theirs, 1)));
    }
    if theirs.is_some() {
        return Ok(row);
    }
    let seconds: Vec<String> = row.ours.iter().map(|ours| format!("{:.3}", ours.wall)).collect();
    Err(format!("{name}: not compared, there is no squawk here; whimbrel {} s", seconds.join(", ")))
}

/// What migrations are made of. Both find something in about half of it.
fn statement(text: &mut String, n: usize) {
    let table = n / 10;
    let written = match n % 10 {
        0 => writeln!(
            text,
            "CREATE TABLE orders_{table} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    customer_id integer \
             NOT NULL,\n    state text NOT NULL DEFAULT 'new',\n    total numeric(10, 2),\n    placed timestamptz\n);"
        ),
        1 => writeln!(text, "CREATE INDEX orders_{table}_customer ON orders_{table} (customer_id);"),
        2 => writeln!(text, "ALTER TABLE customers_{table} ADD COLUMN note text;"),
        3 => writeln!(text, "ALTER TABLE customers_{table} ADD CONSTRAINT old_enough CHECK (age >= 18) NOT VALID;"),
        4 => writeln!(text, "CREATE INDEX ON customers_{table} (email);"),
        5 => {
            writeln!(text, "INSERT INTO settings (name, value) VALUES ('limit_{table}', '10'), ('size_{table}', '20');")
        }
        6 => writeln!(text, "UPDATE settings SET value = '11' WHERE name = 'limit_{table}';"),
        7 => writeln!(
            text,
            "CREATE FUNCTION total_{table}(integer) RETURNS numeric LANGUAGE sql AS $$\n    SELECT sum(total) FROM \
             orders_{table} WHERE customer_id = $1\n$$;"
        ),
        8 => writeln!(text, "COMMENT ON TABLE orders_{table} IS 'what customer {table} bought';"),
        _ => writeln!(text, "ALTER TABLE products_{table} ALTER COLUMN price TYPE bigint;"),
    };
    written.expect("a string takes text");
}
