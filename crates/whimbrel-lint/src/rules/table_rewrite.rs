//! # Do not write a table anew while the application uses it
//!
//! A statement that writes all rows of a table anew holds an ACCESS EXCLUSIVE lock until it is done: nobody reads or
//! writes the table. `SET LOGGED`, `SET UNLOGGED`, `SET ACCESS METHOD` and `SET TABLESPACE` do.
//! Every other rewrite is found from the rehearsal, whatever the statement was.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders SET UNLOGGED;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE orders SET (fillfactor = 80);
//! ```

use whimbrel_catalog::{LockMode, ObjectKind};

use crate::context::{Context, Line, is, named};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("table-rewrite", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    if let Act::AlterTable(alter) = &line.act {
        for (action, span) in &alter.actions {
            let Action::Rewrite(words) = action else { continue };
            if line.rewrote(&alter.table) == Some(false) || cx.is_calm(line, &alter.table) {
                continue;
            }
            let table = &alter.table;
            found.add(
                Draft::new(line, format!("do not run {words} on {table} while the application uses it"))
                    .at(line, *span)
                    .why(format!("All of {table}{} is written anew.", cx.rows_words(table)))
                    .lock(line.lock_words(table, LockMode::AccessExclusive))
                    .from(line.basis()),
            );
            return;
        }
    }
    observed(cx, line, found);
}

/// What only the rehearsal saw.
fn observed(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Some(trace) = line.observed.trace else { return };
    let told = match &line.act {
        Act::AlterTable(alter) if alter.actions.iter().any(|(action, _)| is_told(action)) => Some(&alter.table),
        Act::VacuumFull(_) | Act::Cluster(_) | Act::Refresh { .. } => return,
        _ => None,
    };
    for id in &trace.rewritten {
        let name = named(id);
        if id.kind == ObjectKind::Index || told.is_some_and(|table| is(id, table)) || cx.is_calm(line, &name) {
            continue;
        }
        found.add(
            Draft::new(line, format!("do not write {name} anew while the application uses it"))
                .why(format!("On the shadow database this statement wrote all of {name}{} anew.", cx.rows_words(&name)))
                .lock(line.lock_words(&name, LockMode::AccessExclusive))
                .from(line.basis()),
        );
    }
}

/// Rules of their own tell of these.
fn is_told(action: &Action) -> bool {
    match action {
        Action::SetType { .. } => true,
        Action::AddColumn(column) => {
            column.default.is_some() || column.generated.is_some() || column.identity || column.is_serial()
        }
        _ => false,
    }
}
