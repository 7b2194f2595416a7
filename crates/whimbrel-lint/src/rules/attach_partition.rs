//! # Give a partition its CHECK constraint before it is attached
//!
//! `ATTACH PARTITION` reads all rows of the new partition to see that they belong there, under an ACCESS EXCLUSIVE lock on
//! it. Where a valid CHECK constraint says already what the partition's bound says, it reads nothing. A DEFAULT partition
//! is read too, with the same lock, unless it has a constraint that rules the new rows out.
//!
//! Nothing is found where the partition is new in this run, known to have few rows, or where a rehearsal has seen that
//! nothing was read.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE events_2026 (LIKE events INCLUDING ALL);
//! ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
//! ```

use whimbrel_catalog::LockMode;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("attach-partition", Severity::Warning, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    for (action, span) in &alter.actions {
        let Action::AttachPartition(partition) = action else { continue };
        let idle = line.observed.trace.is_some_and(|trace| trace.scanned.is_empty());
        if idle || cx.is_calm(line, partition) {
            continue;
        }
        let on = sql(partition);
        found.add(
            Draft::new(line, format!("give {partition} a valid CHECK constraint before it is attached"))
                .at(line, *span)
                .why(format!(
                    "All of {partition}{} is read to see that its rows belong there, and nobody can use it meanwhile.",
                    cx.rows_words(partition)
                ))
                .lock(line.lock_words(partition, LockMode::AccessExclusive))
                .instead(format!(
                    "ALTER TABLE {on} ADD CONSTRAINT in_bounds CHECK (…) NOT VALID;\n\
                     -- in the next migration\nALTER TABLE {on} VALIDATE CONSTRAINT in_bounds;\n\
                     -- in the one after that, followed by DROP CONSTRAINT in_bounds\n{};",
                    line.statement.sql
                ))
                .from(line.basis()),
        );
    }
}
