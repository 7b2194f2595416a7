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

use whimbrel_catalog::LockMode;

use crate::context::{Context, Line, same};
use crate::draft::{Draft, Found, plain};
use crate::finding::Severity;
use crate::read::{Act, Action, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("validate-in-same-transaction", Severity::Error, Check::Statement(check));

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    if cx.is_calm(line, table) {
        return;
    }
    for (action, span) in &alter.actions {
        let Action::Validate(name) = action else { continue };
        let added = cx.earlier(line).chain([line]).find_map(|line| match &line.act {
            Act::AlterTable(other) if same(&other.table, table) => {
                other.actions.iter().find_map(|(action, _)| match action {
                    Action::AddConstraint(constraint) if constraint.not_valid && constraint.name.as_ref() == Some(name) => {
                        Some(constraint)
                    }
                    _ => None,
                })
            }
            _ => None,
        });
        let Some(constraint) = added else { continue };
        let lock = match &constraint.kind {
            ConstraintKind::ForeignKey { reference, .. } => {
                plain(LockMode::ShareRowExclusive, &format!("{table} and {}", reference.table))
            }
            _ => plain(LockMode::AccessExclusive, &table.to_string()),
        };
        found.add(
            Draft::new(line, format!("validate {name} in the next migration"))
                .at(line, *span)
                .why(format!(
                    "The lock that ADD CONSTRAINT took is still held while all of {table}{} is read, as if NOT VALID had \
                     not been written.",
                    cx.rows_words(table)
                ))
                .lock(lock)
                .instead(format!("-- in a migration of its own\n{};", line.statement.sql)),
        );
    }
}
