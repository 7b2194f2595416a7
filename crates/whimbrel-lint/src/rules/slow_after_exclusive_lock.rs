//! # Do what takes long before the table is locked, or in another migration
//!
//! An ACCESS EXCLUSIVE lock is held until COMMIT. Whatever the transaction does after it (building an index, filling
//! rows, validating a constraint) is time in which nobody can use the locked table, although the statement that locked it
//! was quick.
//!
//! Indexes, constraints and types have rules of their own, which say to do them elsewhere anyway; they are not told twice.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN region text;
//! UPDATE orders SET region = 'north' WHERE warehouse_id < 100;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: orders has 40 rows
//! ALTER TABLE orders ADD COLUMN region text;
//! UPDATE orders SET region = 'north' WHERE warehouse_id < 100;
//! ```

use whimbrel_catalog::ObjectId;
use whimbrel_source::ObjectName;

use super::several_exclusive_locks::locked;
use crate::context::{Context, Line, named};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("slow-after-exclusive-lock", Severity::Warning, Check::Migration(check)).with_facts();

fn check(cx: &Context<'_>, found: &mut Found) {
    let mut held: Option<(usize, usize, ObjectName)> = None;
    for line in &cx.lines {
        let Some(transaction) = line.transaction else { continue };
        held = held.filter(|(of, ..)| *of == transaction);
        if let Some((_, number, table)) = &held
            && let Some((what, slow)) = slow(cx, line)
        {
            let at = cx.unit.migration.file.place(cx.lines[*number].statement.span.start).line;
            found.add(
                Draft::new(line, format!("move this to a migration of its own: {table} has been locked since line {at}"))
                    .why(format!(
                        "It {what} {slow}{}, and until that is done and committed nobody can use {table}.",
                        cx.rows_words(&slow)
                    ))
                    .lock(format!("ACCESS EXCLUSIVE on {table}, from line {at} on: reads and writes wait until COMMIT"))
                    .from(line.basis()),
            );
        }
        if held.is_none() {
            held = locked(cx, line).into_iter().next().map(|table| (transaction, line.number, table));
        }
    }
}

/// What it does that takes long, and to which table; `None` also where another rule says to move it elsewhere anyway.
fn slow(cx: &Context<'_>, line: &Line<'_>) -> Option<(&'static str, ObjectName)> {
    if is_told(&line.act) {
        return None;
    }
    let noticed = |name: &ObjectName| !cx.is_calm(line, name);
    if let Some(trace) = line.observed.trace {
        let rewritten = || trace.rewritten.iter().map(named).map(|name| ("writes anew all of", name));
        let built = || {
            let table = |id: &ObjectId| id.relation().map(|name| ObjectName { schema: name.schema, name: name.name });
            trace.built.iter().filter_map(table).map(|name| ("builds an index over", name))
        };
        let scanned = || trace.scanned.iter().map(named).map(|name| ("reads all of", name));
        return rewritten().chain(built()).chain(scanned()).find(|(_, name)| noticed(name));
    }
    let (what, name) = match &line.act {
        Act::Update(write) | Act::Delete(write) if !write.limited => ("goes through", write.table.clone()),
        Act::AlterTable(alter) if alter.actions.iter().any(|(action, _)| matches!(action, Action::Validate(_))) => {
            ("reads all of", alter.table.clone())
        }
        _ => return None,
    };
    noticed(&name).then_some((what, name))
}

/// What is slow in itself, of which a rule of its own tells, and how to do it otherwise; and rows that are listed.
fn is_told(act: &Act) -> bool {
    match act {
        Act::AlterTable(alter) => !alter.actions.iter().any(|(action, _)| matches!(action, Action::Validate(_))),
        Act::CreateIndex(_) | Act::Insert(_) | Act::Reindex { .. } | Act::Refresh { .. } => true,
        _ => false,
    }
}
