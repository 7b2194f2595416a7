//! # Drop a column only when nothing reads it any more
//!
//! The column's values are gone, and every query of the running application that names it fails from COMMIT on, as do
//! `SELECT *` mappings that expect it. First release an application that does not use the column; then drop it, and allow
//! that with a comment that says when it was released.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users DROP COLUMN nickname;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- whimbrel:allow drop-column because the release of 12 May reads it no more
//! ALTER TABLE users DROP COLUMN nickname;
//! ```

use std::collections::HashSet;

use whimbrel_source::ObjectName;

use crate::context::{Context, Line, key};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-column", Severity::Error, Check::Migration(check)).for_sqlite_too();

fn check(cx: &Context<'_>, found: &mut Found) {
    let mut added = HashSet::new();
    for line in &cx.lines {
        let Act::AlterTable(alter) = &line.act else { continue };
        let table = &alter.table;
        for (action, span) in &alter.actions {
            match action {
                Action::AddColumn(column) => {
                    added.insert((key(table), &column.name));
                }
                // a column that the migration itself adds has no reader yet
                Action::DropColumn { column, .. }
                    if !cx.is_new(line, table) && !added.contains(&(key(table), column)) && is_there(line, table, column) =>
                {
                    found.add(dropped(cx, line, table, column).at(line, *span));
                }
                _ => {}
            }
        }
    }
}

/// False where `IF EXISTS` is known to pass over it.
fn is_there(line: &Line<'_>, table: &ObjectName, column: &str) -> bool {
    line.table_before(table).is_none_or(|table| table.column(column).is_some())
}

fn dropped(cx: &Context<'_>, line: &Line<'_>, table: &ObjectName, column: &str) -> Draft {
    Draft::new(line, format!("drop {table}.{column} only when no running application reads it"))
        .why(format!(
            "Its values are lost{}, and every query that names it fails once this is committed.",
            cx.rows_words(table)
        ))
        .instead(format!("-- whimbrel:allow drop-column because …\n{};", line.statement.sql))
}
