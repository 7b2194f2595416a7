//! # Do what takes long before the table is locked, or in another migration
//!
//! An ACCESS EXCLUSIVE lock is held until COMMIT. Whatever the transaction does after it (building an index, filling
//! rows, validating a constraint) is time in which nobody can use the locked table, although the statement that locked it
//! was quick.
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

use whimbrel_source::ObjectName;

use super::several_exclusive_locks::locked;
use crate::context::{Context, Line, named};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action, ConstraintKind};
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

/// What it does that takes long, and to which table.
fn slow(cx: &Context<'_>, line: &Line<'_>) -> Option<(&'static str, ObjectName)> {
    let noticed = |name: &ObjectName| !cx.is_calm(line, name);
    if let Some(trace) = line.observed.trace {
        let first = |ids: &mut dyn Iterator<Item = &whimbrel_catalog::ObjectId>| ids.map(named).find(noticed);
        // rows that are written one by one, such as a seed, take no time worth a word
        let mass = !matches!(line.act, Act::Insert(_));
        return first(&mut trace.rewritten.iter())
            .map(|name| ("writes anew all of", name))
            .or_else(|| {
                let on = |id: &whimbrel_catalog::ObjectId| {
                    Some(ObjectName { schema: id.schema.clone().filter(|s| s != "public"), name: id.on.clone()? })
                };
                trace.built.iter().filter_map(on).find(noticed).map(|name| ("builds an index over", name))
            })
            .or_else(|| first(&mut trace.scanned.iter()).filter(|_| mass).map(|name| ("reads all of", name)));
    }
    let (what, name) = match &line.act {
        Act::CreateIndex(index) => ("builds an index over", index.table.clone()),
        Act::Update(write) | Act::Delete(write) if !write.limited => ("goes through", write.table.clone()),
        Act::AlterTable(alter) => {
            let slow = |action: &Action| match action {
                Action::Validate(_) | Action::SetNotNull(_) => true,
                Action::AddConstraint(constraint) => {
                    !constraint.not_valid
                        && constraint.using_index.is_none()
                        && !matches!(constraint.kind, ConstraintKind::Exclusion)
                }
                _ => false,
            };
            alter.actions.iter().any(|(action, _)| slow(action)).then(|| ("reads all of", alter.table.clone()))?
        }
        _ => return None,
    };
    noticed(&name).then_some((what, name))
}
