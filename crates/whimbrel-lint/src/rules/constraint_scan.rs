//! # Add CHECK constraints as NOT VALID, and validate them later
//!
//! `ADD CONSTRAINT … CHECK` reads the whole table under an ACCESS EXCLUSIVE lock. As NOT VALID it reads nothing, and holds
//! for every new row at once; `VALIDATE CONSTRAINT`, in a later transaction, reads the table while everybody goes on.
//!
//! Nothing is found where the table is new in this run, or known to have few rows.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0);
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: orders has 300 rows
//! ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0);
//! ```

use whimbrel_catalog::{LockMode, ident};

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("constraint-scan", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    if cx.is_calm(line, table) || line.scanned(table) == Some(false) {
        return;
    }
    for (action, span) in &alter.actions {
        // a new column that is null everywhere satisfies a check, but PostgreSQL reads the table all the same
        for constraint in action.constraints() {
            if constraint.not_valid || !matches!(constraint.kind, ConstraintKind::Check(_)) {
                continue;
            }
            let given = constraint.name.as_ref();
            let name = given.map_or("…".to_owned(), |name| ident(name).into_owned());
            let what = given.map_or("the CHECK constraint".to_owned(), |name| format!("constraint {name}"));
            let on = sql(table);
            found.add(
                Draft::new(line, format!("add {what} on {table} as NOT VALID, and validate it later"))
                    .at(line, *span)
                    .why(format!(
                        "All of {table}{} is read to see that each row satisfies it, and nobody can use the table \
                         meanwhile.",
                        cx.rows_words(table)
                    ))
                    .lock(line.lock_words(table, LockMode::AccessExclusive))
                    .instead(format!(
                        "ALTER TABLE {on} ADD CONSTRAINT {name} {} NOT VALID;\n\
                         -- in the next migration\nALTER TABLE {on} VALIDATE CONSTRAINT {name};",
                        constraint.written(&line.statement.sql)
                    ))
                    .from(line.basis()),
            );
        }
    }
}
