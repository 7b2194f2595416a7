//! # Build indexes with CONCURRENTLY
//!
//! `CREATE INDEX` reads the whole table and holds a SHARE lock while it does: every INSERT, UPDATE and DELETE waits.
//! With `CONCURRENTLY` writes go on. It cannot be part of a transaction, so Whimbrel runs it as a step of its own,
//! journaled; if it fails, the invalid index it leaves is named and removed before the next attempt.
//!
//! Nothing is found where the table is new in this run, or known to have few rows. For a table without rows in the way,
//! plain `CREATE INDEX` is the better statement: it stays inside the migration's transaction.
//!
//! ## Bad
//!
//! ```sql
//! CREATE INDEX orders_customer_idx ON orders (customer_id);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);
//! ```

use whimbrel_catalog::LockMode;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("index-not-concurrent", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::CreateIndex(index) = &line.act else { return };
    // IF NOT EXISTS over an index that is there builds nothing
    let idle = line.observed.trace.is_some_and(|trace| trace.built.is_empty() && trace.changes.is_empty());
    // of a partitioned table itself, which has no rows
    if index.concurrently || index.only || idle || cx.is_calm(line, &index.table) {
        return;
    }
    let is_view = |catalog: &whimbrel_catalog::Catalog| view(catalog, &index.table);
    // nobody writes to a materialized view but REFRESH
    if line.observed.before.is_some_and(is_view) {
        return;
    }
    let partitioned = line.table_before(&index.table).is_some_and(|table| table.partition_key.is_some());
    let table = &index.table;
    let what = index.name.as_ref().map_or("the index".to_owned(), |name| format!("index {name}"));
    let mut draft = Draft::new(line, format!("build {what} with CONCURRENTLY"))
        .why(format!(
            "The index is built over all rows of {table}{}, and until it is done nobody can write to the table.",
            cx.rows_words(table)
        ))
        .lock(line.lock_words(table, LockMode::Share))
        .from(line.basis());
    draft = if partitioned {
        draft.instead(format!(
            "-- {table} is partitioned, which refuses CONCURRENTLY: make the index on the table alone,\n             CREATE INDEX {name} ON ONLY {on} (…);\n             -- on each partition concurrently, and attach those\n             CREATE INDEX CONCURRENTLY … ON partition (…);\nALTER INDEX {name} ATTACH PARTITION …;",
            name = index.name.as_ref().map_or("…".to_owned(), sql),
            on = sql(table),
        ))
    } else {
        let text = &line.statement.sql;
        let at = text.to_ascii_uppercase().find("INDEX").map_or(0, |at| at + "INDEX".len());
        draft.instead(format!("{} CONCURRENTLY{};", &text[..at], &text[at..]))
    };
    found.add(draft);
}

/// True where the name is that of a materialized view.
fn view(catalog: &whimbrel_catalog::Catalog, name: &whimbrel_source::ObjectName) -> bool {
    let is_it = |id: &whimbrel_catalog::Name| {
        id.name == name.name && id.schema.as_deref().unwrap_or("public") == name.schema.as_deref().unwrap_or("public")
    };
    catalog.materialized_views.keys().any(is_it)
}
