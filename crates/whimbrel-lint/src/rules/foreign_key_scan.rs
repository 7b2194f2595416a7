//! # Add foreign keys as NOT VALID, and validate them later
//!
//! `ADD FOREIGN KEY` reads the whole table under a SHARE ROW EXCLUSIVE lock on both tables: writes to both wait. As NOT
//! VALID it reads nothing, and holds for every new row at once; `VALIDATE CONSTRAINT`, in a later transaction, reads the
//! table while everybody goes on.
//!
//! Nothing is found where the referencing table is new in this run, or known to have few rows, or where the column is
//! added by the same statement without a default: then there is no value to look up.
//!
//! ## Bad
//!
//! ```sql
//! -- known: CREATE TABLE orders (customer_id bigint)
//! -- known: CREATE INDEX ON orders (customer_id)
//! ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE notes (
//!     order_id bigint PRIMARY KEY REFERENCES orders (id)
//! );
//! ```

use whimbrel_catalog::{LockMode, ident};

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found, plain};
use crate::finding::Severity;
use crate::read::{Act, Action, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("foreign-key-scan", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    if cx.is_calm(line, table) || line.scanned(table) == Some(false) {
        return;
    }
    for (action, span) in &alter.actions {
        let constraint = match action {
            Action::AddConstraint(constraint) => constraint,
            Action::AddColumn(column) if column.default.is_some() => {
                match column.constraints.iter().find(|c| matches!(c.kind, ConstraintKind::ForeignKey { .. })) {
                    Some(constraint) => constraint,
                    None => continue,
                }
            }
            _ => continue,
        };
        let ConstraintKind::ForeignKey { columns, reference } = &constraint.kind else { continue };
        if constraint.not_valid {
            continue;
        }
        let usual = || format!("{}_{}_fkey", table.name, columns.join("_"));
        let name = constraint.name.clone().unwrap_or_else(usual);
        let (on, name_sql) = (sql(table), ident(&name).into_owned());
        let text = constraint.written(&line.statement.sql);
        let (first, definition) = match action {
            Action::AddConstraint(_) => ("", text.to_owned()),
            _ => {
                let columns = columns.iter().map(|column| ident(column)).collect::<Vec<_>>().join(", ");
                ("-- add the column without REFERENCES, and then\n", format!("FOREIGN KEY ({columns}) {text} …"))
            }
        };
        found.add(
            Draft::new(line, format!("add foreign key {name} as NOT VALID, and validate it later"))
                .at(line, *span)
                .why(format!(
                    "All of {table}{} is read and each row looked up in {}, and nobody can write to either meanwhile.",
                    cx.rows_words(table),
                    reference.table
                ))
                .lock(plain(LockMode::ShareRowExclusive, &format!("{table} and {}", reference.table)))
                .instead(format!(
                    "{first}ALTER TABLE {on} ADD CONSTRAINT {name_sql} {definition} NOT VALID;\n\
                     -- in the next migration\nALTER TABLE {on} VALIDATE CONSTRAINT {name_sql};"
                ))
                .from(line.basis()),
        );
    }
}
