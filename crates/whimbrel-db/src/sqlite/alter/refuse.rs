//! The errors of an `ALTER TABLE` that is not done, each with what to do.

use super::definition::Unreadable;
use crate::DbError;
use crate::sqlite::error::failure;

const OWN_SECTION: &str = "write SQLite's way to do this in a section of its own: -- migrate:up engine:sqlite";

fn refusal(table: &str, column: Option<&str>, message: String, hint: &str) -> DbError {
    DbError {
        table: Some(table.to_owned()),
        column: column.map(str::to_owned),
        hint: Some(hint.to_owned()),
        ..failure("SQLITE_ERROR", message)
    }
}

pub(super) fn unreadable(table: &str, what: &Unreadable) -> DbError {
    let message = format!("the definition of table {table} is not understood from here: {}", what.near);
    refusal(table, None, message, OWN_SECTION)
}

pub(super) fn not_a_table(name: &str, kind: &str) -> DbError {
    refusal(name, None, format!("{name} is a {kind}, not a table"), "drop it and create it again as it is to be")
}

pub(super) fn no_table(table: &str) -> DbError {
    refusal(table, None, format!("no such table: {table}"), "create it first, or correct the name")
}

pub(super) fn no_column(table: &str, column: &str) -> DbError {
    let message = format!("no such column: {table}.{column}");
    refusal(table, Some(column), message, "correct the name, or add the column first")
}

pub(super) fn no_constraint(table: &str, name: &str) -> DbError {
    let message = format!("no such constraint on table {table}: {name}");
    let hint = "constraints without a name answer to PostgreSQL's default, such as chats_user_id_fkey; DROP \
                CONSTRAINT IF EXISTS passes over one that is missing";
    DbError { constraint: Some(name.to_owned()), ..refusal(table, None, message, hint) }
}

pub(super) fn column_exists(table: &str, column: &str) -> DbError {
    let message = format!("duplicate column name: {column}");
    let hint = "ADD COLUMN IF NOT EXISTS passes over a column that is there in the same shape";
    refusal(table, Some(column), message, hint)
}

pub(super) fn column_differs(table: &str, column: &str, is: &str, asked: &str) -> DbError {
    let message = format!("column {column} of table {table} exists in another shape");
    DbError {
        detail: Some(format!("it is: {is}; asked for: {asked}")),
        ..refusal(table, Some(column), message, "alter the column that is there, or ask for what it is")
    }
}

pub(super) fn constraint_exists(table: &str, name: &str) -> DbError {
    let message = format!("constraint {name} of table {table} exists already");
    DbError {
        constraint: Some(name.to_owned()),
        ..refusal(table, None, message, "drop it first, or choose another name")
    }
}

pub(super) fn in_primary_key(table: &str, column: &str) -> DbError {
    let message = format!("column {column} is in the primary key of table {table}");
    refusal(table, Some(column), message, "drop the primary key first")
}

pub(super) fn second_primary_key(table: &str) -> DbError {
    refusal(table, None, format!("table {table} has a primary key already"), "drop it first: DROP CONSTRAINT …_pkey")
}

pub(super) fn without_rowid_key(table: &str) -> DbError {
    let message = format!("table {table} is WITHOUT ROWID and cannot lose its primary key");
    refusal(table, None, message, OWN_SECTION)
}

pub(super) fn generated_from(table: &str, column: &str, generated: &str) -> DbError {
    let message = format!("column {generated} of table {table} is generated from column {column}");
    refusal(table, Some(column), message, "drop that one first, or both with DROP COLUMN … CASCADE")
}

pub(super) fn last_column(table: &str, column: &str) -> DbError {
    let message = format!("column {column} is the last one of table {table}, and SQLite has no table without columns");
    refusal(table, Some(column), message, "drop the table instead")
}

pub(super) fn holds_nulls(table: &str, column: &str, rows: i64) -> DbError {
    let message = format!("column {column} of table {table} is to be NOT NULL but {} NULL", rows_hold(rows));
    DbError {
        code: "SQLITE_CONSTRAINT_NOTNULL".to_owned(),
        ..refusal(
            table,
            Some(column),
            message,
            "give these rows a value first, or the column a default when it is added",
        )
    }
}

pub(super) fn check_violated(table: &str, check: &str, rows: i64, example: &str) -> DbError {
    let message = format!("the rows of table {table} do not all satisfy {check}: {rows} do not");
    DbError {
        code: "SQLITE_CONSTRAINT_CHECK".to_owned(),
        detail: Some(format!("one of them: {example}")),
        ..refusal(table, None, message, "correct these rows first")
    }
}

pub(super) fn duplicates(table: &str, columns: &[String], example: &str) -> DbError {
    let message = format!("rows of table {table} share their ({}), which is to be unique", columns.join(", "));
    DbError {
        code: "SQLITE_CONSTRAINT_UNIQUE".to_owned(),
        detail: Some(format!("for example: {example}")),
        ..refusal(table, None, message, "remove the duplicates first")
    }
}

pub(super) fn lossy(table: &str, column: &str, type_name: &str, rows: i64, example: &str) -> DbError {
    let message = format!(
        "column {column} of table {table} cannot become {type_name}: {} a value that would be lost or is none, such \
         as {example}",
        rows_hold(rows)
    );
    let hint = format!("correct these rows first, or say how with ALTER COLUMN {column} TYPE {type_name} USING …");
    DbError { code: "SQLITE_MISMATCH".to_owned(), ..refusal(table, Some(column), message, &hint) }
}

pub(super) fn cast_to(type_name: &str) -> DbError {
    DbError {
        hint: Some(OWN_SECTION.to_owned()),
        ..failure(
            "SQLITE_MISMATCH",
            format!("SQLite has no type {type_name}: a cast to it would read a number out of the value"),
        )
    }
}

pub(super) fn still_used(table: &str, what: &str, message: &str) -> DbError {
    let hint = "change or drop what uses it first, or let CASCADE drop it";
    DbError { detail: Some(message.to_owned()), ..refusal(table, None, format!("{what} would no longer work"), hint) }
}

pub(in crate::sqlite) fn referenced(table: &str, child: &str, columns: &str) -> DbError {
    let message = format!("foreign key ({columns}) of table {child} references what would go from table {table}");
    refusal(table, None, message, "drop that foreign key first, or let CASCADE drop it")
}

pub(super) fn not_as_intended(table: &str, what: &str) -> DbError {
    refusal(table, None, format!("table {table} did not become what was asked for: {what}"), OWN_SECTION)
}

fn rows_hold(rows: i64) -> String {
    if rows == 1 { "1 row holds".to_owned() } else { format!("{rows} rows hold") }
}
