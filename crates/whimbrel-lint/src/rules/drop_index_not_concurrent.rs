//! # Drop indexes with CONCURRENTLY
//!
//! `DROP INDEX` is quick, but it needs an ACCESS EXCLUSIVE lock on the table: it waits for every query that is under way,
//! and every query that comes after it waits for that. With `CONCURRENTLY` nobody waits.
//!
//! The index of a partitioned table refuses `CONCURRENTLY` and takes those of its partitions with it: drop it only when
//! nothing looks rows up by it.
//!
//! Nothing is found where the table is new in this run, or known to have few rows; nor, where the schema is known, for an
//! index that does not exist.
//!
//! ## Bad
//!
//! ```sql
//! DROP INDEX orders_customer_idx;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DROP INDEX CONCURRENTLY orders_customer_idx;
//! ```

use whimbrel_catalog::LockMode;
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found, plain};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("drop-index-not-concurrent", Severity::Warning, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::Drop(drop) = &line.act else { return };
    if drop.what != "INDEX" || drop.concurrently {
        return;
    }
    for index in &drop.names {
        let owner = owner(cx, line, index);
        if line.observed.before.is_some() && owner.is_none() {
            continue;
        }
        if owner.as_ref().is_some_and(|(table, _)| cx.is_calm(line, table)) {
            continue;
        }
        if let Some((table, true)) = &owner {
            found.add(
                Draft::new(line, format!("drop index {index} only when nothing looks rows up by it"))
                    .why(format!(
                        "The index of each partition of {table} goes with it, and CONCURRENTLY cannot drop it: all of them \
                         are locked at once."
                    ))
                    .lock(plain(LockMode::AccessExclusive, &table.to_string()))
                    .from(line.basis()),
            );
            continue;
        }
        let table = owner.map_or("its table".to_owned(), |(table, _)| table.to_string());
        let draft = Draft::new(line, format!("drop index {index} with CONCURRENTLY"))
            .why(format!(
                "It waits for every query on {table} that is under way, and all that come after it wait behind it. What \
                 holds it up may be one long report."
            ))
            .lock(plain(LockMode::AccessExclusive, &table))
            .instead(format!("DROP INDEX CONCURRENTLY {};", sql(index)))
            .from(line.basis());
        found.add(draft);
    }
}

/// The table that the index is on, and whether that is partitioned.
fn owner(cx: &Context<'_>, line: &Line<'_>, index: &ObjectName) -> Option<(ObjectName, bool)> {
    let written = cx.creating(&index.name).find_map(|(number, _)| match &cx.lines[number].act {
        Act::CreateIndex(new) if number < line.number => Some((new.table.clone(), false)),
        _ => None,
    });
    written.or_else(|| {
        let catalog = line.observed.before?;
        let (name, table) = catalog.tables.iter().find(|(name, table)| {
            table.indexes.contains_key(&index.name)
                && index.schema.as_ref().is_none_or(|schema| name.schema.as_ref() == Some(schema))
        })?;
        let schema = name.schema.clone().filter(|schema| schema != "public");
        Some((ObjectName { schema, name: name.name.clone() }, table.partition_key.is_some()))
    })
}
