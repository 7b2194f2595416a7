//! # Validate a NOT VALID constraint in a later transaction
//!
//! NOT VALID is there so that the lock of `ADD CONSTRAINT` is held for an instant. Where VALIDATE follows in the same
//! transaction, that lock is held while the whole table is read, as if NOT VALID had not been written. Put VALIDATE in the
//! next migration.
//!
//! Nothing is found where the table is new in this run, or known to have few rows.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey
//!     FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fkey;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fkey;
//! ```

use std::collections::HashMap;

use whimbrel_catalog::LockMode;
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, key};
use crate::draft::{Draft, Found, plain};
use crate::finding::Severity;
use crate::read::{Act, Action, Constraint, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("validate-in-same-transaction", Severity::Error, Check::Migration(check));

fn check(cx: &Context<'_>, found: &mut Found) {
    // what the transaction has added so far, by table and name
    let mut added: HashMap<_, &Constraint> = HashMap::new();
    for line in cx.lines.iter().filter(|line| line.transaction.is_some()) {
        let Act::AlterTable(alter) = &line.act else { continue };
        for (action, span) in &alter.actions {
            match action {
                Action::AddConstraint(constraint) if constraint.not_valid => {
                    added.insert((line.transaction, key(&alter.table), constraint.name.as_ref()), constraint);
                }
                Action::Validate(name) if !cx.is_calm(line, &alter.table) => {
                    let constraint = added.get(&(line.transaction, key(&alter.table), Some(name)));
                    found.drafts.extend(constraint.map(|constraint| {
                        validated(cx, line, &alter.table, constraint, name).at(line, *span)
                    }));
                }
                _ => {}
            }
        }
    }
}

fn validated(cx: &Context<'_>, line: &Line<'_>, table: &ObjectName, constraint: &Constraint, name: &str) -> Draft {
    let lock = match &constraint.kind {
        ConstraintKind::ForeignKey { reference, .. } => {
            plain(LockMode::ShareRowExclusive, &format!("{table} and {}", reference.table))
        }
        _ => plain(LockMode::AccessExclusive, &table.to_string()),
    };
    Draft::new(line, format!("validate {name} in the next migration"))
        .why(format!(
            "The lock that ADD CONSTRAINT took is still held while all of {table}{} is read, as if NOT VALID had not been \
             written.",
            cx.rows_words(table)
        ))
        .lock(lock)
        .instead(format!("-- in a migration of its own\n{};", line.statement.sql))
}
