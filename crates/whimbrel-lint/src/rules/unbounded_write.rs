//! # Say which rows an UPDATE or DELETE is for
//!
//! A `DELETE` without `WHERE` loses every row of the table. An `UPDATE` without `WHERE` writes every row in one
//! transaction: each row that it has reached stays locked for other writers until COMMIT, and the table doubles in size.
//!
//! Nothing is found where the table is new in this run, or known to have few rows (for `DELETE`: none).
//!
//! ## Bad
//!
//! ```sql
//! DELETE FROM sessions;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DELETE FROM sessions WHERE expires_at < now();
//! ```

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("unbounded-write", Severity::Error, Check::Statement(check)).with_facts().for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    match &line.act {
        Act::Delete(write) if !write.filtered => {
            let table = &write.table;
            if cx.is_new(line, table) || cx.rows(table) == Some(0) {
                return;
            }
            found.add(
                Draft::new(line, format!("say which rows of {table} are to be deleted"))
                    .why(format!("Without WHERE all rows{} are lost; `revert` cannot bring them back.", cx.rows_words(table)))
                    .instead(format!("DELETE FROM {} WHERE …;", sql(table))),
            );
        }
        // of a large table another rule tells
        Act::Update(write) if !write.filtered && cx.rows(&write.table).is_none() && !cx.is_new(line, &write.table) => {
            let table = &write.table;
            found.add(
                Draft::new(line, format!("say which rows of {table} are to be updated, or do it in batches"))
                    .why(
                        "Without WHERE every row is written in one transaction. Unless the table is small, other writers \
                         of these rows wait until COMMIT.",
                    )
                    .instead(super::inline_backfill::batches(cx, table))
                    .unsure(),
            );
        }
        _ => {}
    }
}
