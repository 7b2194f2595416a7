//! # Fill a large table in batches, not in a migration
//!
//! An `UPDATE` or `DELETE` that goes through a large table in one transaction keeps each row it has written locked until
//! COMMIT, lets no vacuum clean up meanwhile, and loses all of its work when it fails at the end. Do it in batches of a
//! few thousand rows, each its own transaction, outside of the migration.
//!
//! It is found where the target's rows are known. Of a `WHERE`, `plan` asks the target's planner how many rows it leaves, and
//! finds nothing where that is few. Where the planner cannot be asked, because the migration adds the column or the role may
//! not write, allow it with the reason that it is few.
//!
//! ## Bad
//!
//! ```sql
//! -- known: orders has 4000000 rows
//! UPDATE orders SET region = 'north' WHERE region IS NULL;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: orders has 4000000 rows
//! -- seen: estimates 300 rows
//! UPDATE orders SET region = 'north' WHERE id BETWEEN 1000 AND 1300;
//! ```

use whimbrel_source::{Engine, ObjectName};

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("inline-backfill", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let (verb, write) = match &line.act {
        Act::Update(write) => ("update", write),
        // without WHERE it is another rule's
        Act::Delete(write) if write.filtered => ("delete from", write),
        _ => return,
    };
    let table = &write.table;
    let Some(rows) = cx.rows(table) else { return };
    let expected = line.observed.rows.filter(|_| write.filtered);
    if write.limited || cx.is_calm(line, table) || expected.is_some_and(|rows| rows <= cx.config.small_rows) {
        return;
    }
    let known = match expected {
        Some(expected) => format!(", of which it writes about {expected} by the planner's estimate"),
        None => String::new(),
    };
    let mut draft = Draft::new(line, format!("{verb} {table} in batches, outside of this migration"))
        .why(format!(
            "{table} has {rows} rows{known}. Those that it writes stay locked for other writers until COMMIT, and if it fails at \
             the end, all of it was for nothing."
        ))
        .lock(format!("row locks on what it writes in {table}: writers of these rows wait until COMMIT, reads go on"))
        .instead(batches(cx, table));
    if write.filtered {
        draft = draft.severity(Severity::Warning);
    }
    found.add(draft);
}

/// How to write rows a few thousand at a time.
pub(super) fn batches(cx: &Context<'_>, table: &ObjectName) -> String {
    let on = sql(table);
    let (row, lock) = match cx.run.engine {
        Engine::Postgres => ("ctid", " FOR UPDATE SKIP LOCKED"),
        Engine::Sqlite => ("rowid", ""),
    };
    format!(
        "-- again and again, each time in a transaction of its own, until no row is left\n\
         UPDATE {on} SET … WHERE {row} IN (SELECT {row} FROM {on} WHERE … LIMIT 5000{lock});"
    )
}
