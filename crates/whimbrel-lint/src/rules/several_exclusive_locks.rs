//! # Lock one table at a time
//!
//! A transaction that takes ACCESS EXCLUSIVE on several tables holds the first while it waits for the next. Everybody who
//! uses the first waits too, however quick each statement is, and an application that takes the tables in another order
//! ends in a deadlock. One migration a table keeps each wait short, and a retry repeats less.
//!
//! From the text, `ALTER TABLE`, `DROP TABLE` and `TRUNCATE` of tables that are not new count. From a rehearsal, the locks
//! that were seen count; those on tables known to have few rows count too, because the wait is for the lock.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN note text;
//! ALTER TABLE customers ADD COLUMN note text;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN note text;
//! ALTER TABLE orders ADD COLUMN sent_at timestamptz;
//! ```

use std::collections::{HashMap, HashSet};

use whimbrel_catalog::{LockMode, ObjectKind};
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, key, named};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("several-exclusive-locks", Severity::Warning, Check::Migration(check)).with_facts();

fn check(cx: &Context<'_>, found: &mut Found) {
    // by transaction: the first table that it locks
    let mut held: HashMap<usize, ObjectName> = HashMap::new();
    let mut told = HashSet::new();
    for line in &cx.lines {
        let Some(transaction) = line.transaction else { continue };
        for table in locked(cx, line) {
            let first = held.entry(transaction).or_insert_with(|| table.clone());
            if is_one(line, first, &table) || !told.insert(transaction) {
                continue;
            }
            found.add(
                Draft::new(line, format!("move this to a migration of its own: {first} is locked already"))
                    .why(format!(
                        "While the transaction waits for {table}, it holds {first}, and everybody who uses {first} waits \
                         with it."
                    ))
                    .lock(format!("ACCESS EXCLUSIVE on {first} and {table}: reads and writes of both wait until COMMIT"))
                    .from(line.basis()),
            );
        }
    }
}

/// True for a table and its partitions, and for two partitions of one.
fn is_one(line: &Line<'_>, one: &ObjectName, other: &ObjectName) -> bool {
    key(&line.root(one)) == key(&line.root(other))
}

/// The tables that were there before and that the statement locks so that nobody can read them.
pub(super) fn locked(cx: &Context<'_>, line: &Line<'_>) -> Vec<ObjectName> {
    if let Some(trace) = line.observed.trace {
        let tables = trace.locks.iter().filter(|lock| {
            lock.mode == LockMode::AccessExclusive
                && matches!(lock.relation.kind, ObjectKind::Table | ObjectKind::MaterializedView)
        });
        let tables = tables.map(|lock| named(&lock.relation)).filter(|name| !cx.is_new(line, name));
        return match &line.act {
            // its partitions and children are locked with it, by one statement
            Act::AlterTable(alter) => tables.filter(|name| key(name) == key(&alter.table)).collect(),
            _ => tables.collect(),
        };
    }
    let tables = match &line.act {
        Act::AlterTable(alter) if alter.actions.iter().any(|(action, _)| is_exclusive(action)) => {
            vec![alter.table.clone()]
        }
        Act::Drop(drop) if drop.what == "TABLE" => drop.names.clone(),
        Act::Truncate { tables, .. } => tables.clone(),
        _ => Vec::new(),
    };
    tables.into_iter().filter(|name| !cx.is_new(line, name)).collect()
}

/// False for what PostgreSQL is known to do under a weaker lock.
fn is_exclusive(action: &Action) -> bool {
    match action {
        Action::Validate(_) | Action::AttachPartition(_) => false,
        Action::DetachPartition { concurrently, .. } => !concurrently,
        Action::AddConstraint(constraint) => !matches!(constraint.kind, ConstraintKind::ForeignKey { .. }),
        // storage parameters, triggers, statistics: some do, some do not
        Action::Other | Action::Column => false,
        _ => true,
    }
}
