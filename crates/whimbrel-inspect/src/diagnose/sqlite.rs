//! SQLite's result codes and messages.

use whimbrel_db::DbError;

use super::{Context, Diagnosis, order};

pub(super) fn diagnose(error: &DbError, context: Context<'_>) -> Diagnosis {
    let after = |prefix: &str| error.message.strip_prefix(prefix).map(str::trim);
    if let Some(name) = after("no such table: ") {
        return order::explain("table", name.strip_prefix("main.").unwrap_or(name), context);
    }
    if let Some(name) = after("no such column: ") {
        return Diagnosis::new(format!("the column {name} does not exist, or not yet"))
            .remedy("check the table's columns and the order of the statements");
    }
    if error.message.contains("already exists") || error.message.starts_with("duplicate column name") {
        return Diagnosis::new("it is there already, although the history does not know this migration")
            .remedy(format!(
                "if all of this migration is there, record it without running it: whimbrel baseline --to {}",
                context.version
            ))
            .remedy("if only part of it is there, write IF NOT EXISTS");
    }
    match error.code.as_str() {
        "SQLITE_CONSTRAINT_FOREIGNKEY" => Diagnosis::new("a row refers to a row that does not exist")
            .remedy("insert the rows it refers to first, or correct the rows that are there"),
        "SQLITE_CONSTRAINT_UNIQUE" | "SQLITE_CONSTRAINT_PRIMARYKEY" => {
            // `UNIQUE constraint failed: templates.slug, templates.kind`
            let columns = after("UNIQUE constraint failed: ").unwrap_or_default().split(", ");
            let key: Vec<_> = columns.filter_map(|column| Some(column.split_once('.')?.1)).collect();
            let target = if key.is_empty() { String::new() } else { format!(" ({})", key.join(", ")) };
            Diagnosis::new("a row with this key is there already")
                .remedy(format!("if the row may be there: INSERT … ON CONFLICT{target} DO NOTHING"))
        }
        "SQLITE_CONSTRAINT_NOTNULL" => Diagnosis::new("a row has no value in a NOT NULL column")
            .remedy("give those rows a value first, or give the column a DEFAULT"),
        code if code.starts_with("SQLITE_BUSY") || code.starts_with("SQLITE_LOCKED") => {
            Diagnosis::new("another connection is writing to the database file")
                .remedy("end the other program's transaction, then run apply again")
        }
        code if code.starts_with("SQLITE_READONLY") => Diagnosis::new("the file or its folder may not be written")
            .remedy("give this user write permission on the file and its folder"),
        "SQLITE_FULL" => Diagnosis::new("the disk is full").remedy("free space, then run apply again"),
        // The hint says what to do.
        _ if error.message.contains("syntax error") => Diagnosis::new("SQLite cannot read the statement"),
        _ => Diagnosis::default(),
    }
}
