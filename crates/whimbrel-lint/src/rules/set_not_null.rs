//! # Prove that there are no nulls before SET NOT NULL
//!
//! `SET NOT NULL` reads the whole table under an ACCESS EXCLUSIVE lock to see that no value is null. Where a valid CHECK
//! constraint says so already, it reads nothing: add that as NOT VALID, validate it (which blocks nobody), and only then
//! set NOT NULL.
//!
//! Nothing is found where such a constraint is validated earlier in the run, is in the schema, or where a rehearsal
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

use std::collections::{HashMap, HashSet};

use whimbrel_catalog::{LockMode, Table, ident};
use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, ObjectName};

use crate::context::{Context, Line, key, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action, Constraint, ConstraintKind};
use crate::rule::{Check, Rule};
use crate::schema::Outcome;

pub(crate) const RULE: Rule = Rule::new("set-not-null", Severity::Error, Check::Run(check)).with_facts();

fn check(contexts: &[Context<'_>], _outcome: &Outcome<'_>, found: &mut [Found]) {
    let mut proofs = Proofs::default();
    for cx in contexts {
        for line in &cx.lines {
            let Act::AlterTable(alter) = &line.act else { continue };
            let table = &alter.table;
            for (action, span) in &alter.actions {
                proofs.take(table, action);
                let column = match action {
                    Action::SetNotNull(column) => column,
                    Action::AddConstraint(Constraint { kind: ConstraintKind::NotNull(column), not_valid: false, .. }) => {
                        column
                    }
                    _ => continue,
                };
                if !cx.is_calm(line, table) && !is_harmless(line, table, column, &proofs) {
                    found[cx.index].add(scans(cx, line, table, column).at(line, *span));
                }
            }
        }
    }
}

fn is_harmless(line: &Line<'_>, table: &ObjectName, column: &str, proofs: &Proofs) -> bool {
    match line.scanned(table) {
        Some(scanned) => !scanned,
        None => {
            proofs.valid.contains(&(key(table), column.to_owned()))
                || line.table_before(table).is_some_and(|table| proven(table, column))
        }
    }
}

fn scans(cx: &Context<'_>, line: &Line<'_>, table: &ObjectName, column: &str) -> Draft {
    let (on, column_sql) = (sql(table), ident(column));
    let check = ident(&format!("{column}_not_null")).into_owned();
    Draft::new(line, format!("prove that {table}.{column} has no nulls before SET NOT NULL"))
        .why(format!("All of {table}{} is read, and nobody can use the table meanwhile.", cx.rows_words(table)))
        .lock(line.lock_words(table, LockMode::AccessExclusive))
        .instead(format!(
            "ALTER TABLE {on} ADD CONSTRAINT {check} CHECK ({column_sql} IS NOT NULL) NOT VALID;\n\
             -- in the next migration\n\
             ALTER TABLE {on} VALIDATE CONSTRAINT {check};\n\
             -- in the one after that\n\
             ALTER TABLE {on} ALTER COLUMN {column_sql} SET NOT NULL, DROP CONSTRAINT {check};"
        ))
        .from(line.basis())
}

/// Columns of which a statement so far has proven that they hold no null.
#[derive(Debug, Default)]
struct Proofs {
    valid: HashSet<((String, String), String)>,
    /// By table and name: the column of a constraint that says so and is not valid yet.
    waiting: HashMap<((String, String), String), String>,
}

impl Proofs {
    fn take(&mut self, table: &ObjectName, action: &Action) {
        match action {
            Action::AddConstraint(Constraint { name, kind: ConstraintKind::Check(expression), not_valid, .. }) => {
                let Some(column) = column_without_nulls(expression) else { return };
                if !not_valid {
                    self.valid.insert((key(table), column));
                } else if let Some(name) = name {
                    self.waiting.insert((key(table), name.clone()), column);
                }
            }
            Action::Validate(name) => {
                let column = self.waiting.remove(&(key(table), name.clone()));
                self.valid.extend(column.map(|column| (key(table), column)));
            }
            _ => {}
        }
    }
}

/// True where the schema says already that there is no null.
fn proven(table: &Table, column: &str) -> bool {
    table.column(column).is_some_and(|column| column.not_null && !column.not_null_constraint.not_valid)
        || table.checks.values().any(|check| check.validated && check.enforced && column_without_nulls(&check.expression).as_deref() == Some(column))
}

/// The column of an expression that says nothing but `column IS NOT NULL`.
fn column_without_nulls(expression: &str) -> Option<String> {
    let tokens: Vec<_> = Cursor::new(expression, Engine::Postgres)
        .filter(|token| !matches!(token.kind, TokenKind::LeftParen | TokenKind::RightParen))
        .collect();
    let [column, is, not, null] = tokens.as_slice() else { return None };
    (is.is_word("IS") && not.is_word("NOT") && null.is_word("NULL")).then(|| column.identifier()).flatten()
}
