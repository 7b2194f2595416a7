//! # Do not read a whole table while others wait
//!
//! Found from the rehearsal: a statement read a table that was there before from end to end, while it held a lock on it
//! that others wait for. Rules of their own tell of SET NOT NULL, CHECK, foreign keys, indexes and types; this is for
//! everything else, such as a function that a `DO` block calls.
//!
//! ## Bad
//!
//! ```sql
//! -- seen: scans orders
//! -- seen: locks orders ACCESS EXCLUSIVE
//! DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD CHECK (total >= 0)'; END $$;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- seen: scans orders
//! -- seen: locks orders SHARE UPDATE EXCLUSIVE
//! DO $$ BEGIN EXECUTE 'ALTER TABLE orders VALIDATE CONSTRAINT total_positive'; END $$;
//! ```

use crate::context::{Context, Line, named};
use crate::draft::{Draft, Found, plain};
use crate::finding::{Basis, Severity};
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("scan-under-lock", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Some(trace) = line.observed.trace else { return };
    let told = match &line.act {
        Act::AlterTable(alter) => alter.actions.iter().any(|(action, _)| is_told(action)),
        act => matches!(act, Act::CreateIndex(_) | Act::Reindex { .. } | Act::VacuumFull(_) | Act::Cluster(_)),
    };
    if told {
        return;
    }
    for id in &trace.scanned {
        let name = named(id);
        let lock = trace.locks.iter().filter(|lock| lock.relation == *id).map(|lock| lock.mode).max();
        let Some(lock) = lock.filter(|mode| mode.blocks_writers()) else { continue };
        if cx.is_calm(line, &name) || trace.rewritten.contains(id) {
            continue;
        }
        found.add(
            Draft::new(line, format!("do not read all of {name} while others wait for it"))
                .why(format!(
                    "On the shadow database this statement read {name}{} from end to end under a lock.",
                    cx.rows_words(&name)
                ))
                .lock(plain(lock, &name.to_string()))
                .from(Basis::Trace),
        );
    }
}

/// Rules of their own tell of these.
fn is_told(action: &Action) -> bool {
    match action {
        Action::AddColumn(_) | Action::SetType { .. } | Action::SetNotNull(_) | Action::AttachPartition(_) => true,
        // a key on an index that is there reads the table where one of its columns may still be null
        Action::AddConstraint(constraint) => !constraint.not_valid && constraint.using_index.is_none(),
        _ => false,
    }
}
