//! # Add keys over an index that is built with CONCURRENTLY
//!
//! `ADD PRIMARY KEY` and `ADD UNIQUE` build an index over all rows under an ACCESS EXCLUSIVE lock. Build the index with
//! `CONCURRENTLY` first; `ADD CONSTRAINT … USING INDEX` then only changes the catalog. For a primary key the columns have
//! to be NOT NULL before, or that is checked under the same lock.
//!
//! Nothing is found where the table is new in this run, or known to have few rows.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
//! ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;
//! ```

use whimbrel_catalog::{LockMode, ident};

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("key-builds-index", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    let idle = line.observed.trace.is_some_and(|trace| trace.built.is_empty());
    if idle || cx.is_calm(line, table) {
        return;
    }
    for (action, span) in &alter.actions {
        for constraint in action.constraints().iter().filter(|constraint| constraint.using_index.is_none()) {
            let (words, suffix, columns) = match &constraint.kind {
                ConstraintKind::PrimaryKey(columns) => ("PRIMARY KEY", "pkey".to_owned(), columns),
                ConstraintKind::Unique(columns) => ("UNIQUE", format!("{}_key", columns.join("_")), columns),
                _ => continue,
            };
            let name = constraint.name.clone().unwrap_or_else(|| format!("{}_{suffix}", table.name));
            let list = columns.iter().map(|column| ident(column)).collect::<Vec<_>>().join(", ");
            let (on, name_sql) = (sql(table), ident(&name).into_owned());
            let text = constraint.written(&line.statement.sql);
            let upper = text.to_ascii_uppercase();
            let nulls = if upper.contains("NULLS NOT DISTINCT") { " NULLS NOT DISTINCT" } else { "" };
            let deferred = upper.find(" DEFERRABLE").map_or("", |at| &text[at..]);
            found.add(
                Draft::new(line, format!("build the index of {name} with CONCURRENTLY before adding the constraint"))
                    .at(line, *span)
                    .why(format!(
                        "The index is built over all rows of {table}{}, and nobody can use the table meanwhile.",
                        cx.rows_words(table)
                    ))
                    .lock(line.lock_words(table, LockMode::AccessExclusive))
                    .instead(format!(
                        "CREATE UNIQUE INDEX CONCURRENTLY {name_sql} ON {on} ({list}){nulls};\n\
                         ALTER TABLE {on} ADD CONSTRAINT {name_sql} {words} USING INDEX {name_sql}{deferred};"
                    ))
                    .from(line.basis()),
            );
        }
    }
}
