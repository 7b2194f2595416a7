//! # Prove that there are no nulls before SET NOT NULL
//!
//! `SET NOT NULL` reads the whole table under an ACCESS EXCLUSIVE lock to see that no value is null. Where a valid CHECK
//! constraint says so already, it reads nothing: add that as NOT VALID, validate it (which blocks nobody), and only then
//! set NOT NULL.
//!
//! Nothing is found where such a constraint is validated earlier in the same file, is in the schema, or where a rehearsal
//! has seen that no table was read.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: CREATE TABLE orders (customer_id bigint, CONSTRAINT customer_known CHECK (customer_id IS NOT NULL))
//! ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;
//! ```

use whimbrel_catalog::{LockMode, Table, ident};
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, same, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action, Constraint, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("set-not-null", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        let column = match action {
            Action::SetNotNull(column) => column,
            Action::AddConstraint(Constraint { kind: ConstraintKind::NotNull(column), not_valid: false, .. }) => column,
            _ => continue,
        };
        let harmless = match line.scanned(table) {
            Some(scanned) => !scanned,
            None => {
                proven_before(cx, line, table, column)
                    || line.table_before(table).is_some_and(|table| proven(table, column))
            }
        };
        if harmless || cx.is_calm(line, table) {
            continue;
        }
        let (on, column_sql) = (sql(table), ident(column));
        let check = ident(&format!("{column}_not_null")).into_owned();
        found.add(
            Draft::new(line, format!("prove that {table}.{column} has no nulls before SET NOT NULL"))
                .at(line, *span)
                .why(format!("All of {table}{} is read, and nobody can use the table meanwhile.", cx.rows_words(table)))
                .lock(line.lock_words(table, LockMode::AccessExclusive))
                .instead(format!(
                    "ALTER TABLE {on} ADD CONSTRAINT {check} CHECK ({column_sql} IS NOT NULL) NOT VALID;\n\
                     -- in the next migration\n\
                     ALTER TABLE {on} VALIDATE CONSTRAINT {check};\n\
                     -- in the one after that\n\
                     ALTER TABLE {on} ALTER COLUMN {column_sql} SET NOT NULL, DROP CONSTRAINT {check};"
                ))
                .from(line.basis()),
        );
    }
}

/// True where the schema says already that there is no null.
fn proven(table: &Table, column: &str) -> bool {
    table.column(column).is_some_and(|column| column.not_null && !column.not_null_constraint.not_valid)
        || table.checks.values().any(|check| check.validated && check.enforced && says(&check.expression, column))
}

/// True where a statement of the run has validated a constraint that says so.
fn proven_before(cx: &Context<'_>, line: &Line<'_>, table: &ObjectName, column: &str) -> bool {
    let mut names: Vec<&str> = Vec::new();
    for line in &cx.lines[..line.number] {
        let Act::AlterTable(alter) = &line.act else { continue };
        for (action, _) in alter.actions.iter().filter(|_| same(&alter.table, table)) {
            match action {
                Action::AddConstraint(Constraint { name, kind: ConstraintKind::Check(expression), not_valid, .. })
                    if says(expression, column) =>
                {
                    if !not_valid {
                        return true;
                    }
                    names.extend(name.as_deref());
                }
                Action::Validate(name) if names.contains(&name.as_str()) => return true,
                _ => {}
            }
        }
    }
    false
}

fn says(expression: &str, column: &str) -> bool {
    let plain = expression.replace(['(', ')', '"'], " ").to_ascii_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ") == format!("{} is not null", column.to_ascii_lowercase())
}
