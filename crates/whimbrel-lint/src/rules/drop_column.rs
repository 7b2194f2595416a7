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

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-column", Severity::Error, Check::Statement(check)).for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        let Action::DropColumn { column, .. } = action else { continue };
        // a column that the same run adds has no reader yet
        if cx.is_new(line, table) || added_here(cx, line, &alter.table, column) {
            continue;
        }
        found.add(
            Draft::new(line, format!("drop {table}.{column} only when no running application reads it"))
                .at(line, *span)
                .why(format!(
                    "Its values are lost{}, and every query that names it fails once this is committed.",
                    cx.rows_words(table)
                ))
                .instead(format!(
                    "-- whimbrel:allow drop-column because …\n{};",
                    line.statement.sql
                )),
        );
    }
}

fn added_here(cx: &Context<'_>, line: &Line<'_>, table: &whimbrel_source::ObjectName, column: &str) -> bool {
    cx.lines[..line.number].iter().any(|line| match &line.act {
        Act::AlterTable(alter) if crate::context::same(&alter.table, table) => {
            alter.actions.iter().any(|(action, _)| matches!(action, Action::AddColumn(new) if new.name == column))
        }
        _ => false,
    })
}
