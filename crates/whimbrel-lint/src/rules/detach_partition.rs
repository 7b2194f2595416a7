//! # Detach partitions with CONCURRENTLY
//!
//! `DETACH PARTITION` takes an ACCESS EXCLUSIVE lock on the whole partitioned table: it waits for every query on any
//! partition, and all that come after it wait behind it. From PostgreSQL 14 on, `CONCURRENTLY` lets them go on.
//!
//! `NO INHERIT` is as quick and has no such form: from COMMIT on, queries of the parent no longer find the table's rows.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE events DETACH PARTITION events_2019;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY;
//! ```

use whimbrel_catalog::LockMode;
use whimbrel_source::Engine;
use whimbrel_source::lex::Cursor;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("detach-partition", Severity::Warning, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        let mut words = Cursor::within(&line.statement.sql, *span, Engine::Postgres);
        if words.eat("NO INHERIT") && !cx.is_new(line, table) {
            let parent = words.object_name().map_or("its parent".to_owned(), |(name, _)| name.to_string());
            found.add(
                Draft::new(line, format!("take {table} out of {parent} only when nothing looks for its rows there"))
                    .at(line, *span)
                    .why(format!("Queries of {parent} no longer find the rows of {table}{}.", cx.rows_words(table)))
                    .lock(line.lock_words(table, LockMode::AccessExclusive)),
            );
        }
        let Action::DetachPartition { partition, concurrently: false } = action else { continue };
        if cx.is_new(line, table) || cx.run.version.is_some_and(|version| version < 14) {
            continue;
        }
        found.add(
            Draft::new(line, format!("detach {partition} with CONCURRENTLY"))
                .at(line, *span)
                .why(format!(
                    "It waits for every query on {table} and its partitions that is under way, and all that come after \
                     it wait behind it."
                ))
                .lock(line.lock_words(table, LockMode::AccessExclusive))
                .instead(format!("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY;", sql(table), sql(partition)))
                .from(line.basis()),
        );
    }
}
