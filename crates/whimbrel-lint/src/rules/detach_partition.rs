//! # Detach partitions with CONCURRENTLY
//!
//! `DETACH PARTITION` takes an ACCESS EXCLUSIVE lock on the whole partitioned table: it waits for every query on any
//! partition, and all that come after it wait behind it. From PostgreSQL 14 on, `CONCURRENTLY` lets them go on.
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
