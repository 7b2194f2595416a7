//! # Isolate the rows of one user from those of another
//!
//! A table with a column that says to whom a row belongs (`user_id`, or what the configuration names) and without row-level
//! security relies on every query of the application to ask for the right user. A policy makes the database see to it.
//!
//! Only tables that this run makes are looked at. It is advice, and a warning where another table of the schema has row-level
//! security: then this one was forgotten. An application that isolates its users itself turns the rule off.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint NOT NULL);
//! CREATE INDEX notes_user_idx ON notes (user_id);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint NOT NULL);
//! CREATE INDEX notes_user_idx ON notes (user_id);
//! ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
//! CREATE POLICY own_notes ON notes USING (user_id = current_setting('app.user_id')::bigint);
//! ```

use whimbrel_catalog::ident;

use super::row_security_without_policy::has_policy;
use crate::context::{Context, key, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::schema::Outcome;

pub(crate) const RULE: Rule =
    Rule::new("owner-without-policy", Severity::Advice, Check::Run(check)).with_facts();

fn check(contexts: &[Context<'_>], outcome: &Outcome<'_>, found: &mut [Found]) {
    let isolates = match outcome.after {
        Some(catalog) => catalog.tables.values().any(|table| table.row_security),
        None => outcome.tables.values().any(|touched| touched.row_security.is_some()),
    };
    for cx in contexts {
        for line in &cx.lines {
            let Act::CreateTable(table) = &line.act else { continue };
            let owner = table.columns.iter().find(|column| cx.config.owner_columns.contains(&column.name));
            let Some(owner) = owner.filter(|_| !table.temporary) else { continue };
            let secured = match outcome.table_after(&table.name) {
                Some(table) => table.row_security,
                None => outcome.tables.get(&key(&table.name)).is_some_and(|touched| touched.row_security.is_some()),
            };
            // of row security without a policy another rule tells
            let dropped = outcome.tables.get(&key(&table.name)).is_some_and(|touched| touched.dropped);
            if secured || dropped || has_policy(outcome, &table.name) {
                continue;
            }
            let on = sql(&table.name);
            let severity = if isolates { Severity::Warning } else { Severity::Advice };
            found[cx.index].add(
                Draft::new(line, format!("isolate the rows of {} by {} with a policy", table.name, owner.name))
                    .at(line, owner.name_span)
                    .why("Nothing but the application keeps one user from reading or writing the rows of another.")
                    .instead(format!(
                        "ALTER TABLE {on} ENABLE ROW LEVEL SECURITY;\nCREATE POLICY … ON {on} USING ({} = …);",
                        ident(&owner.name)
                    ))
                    .severity(severity),
            );
        }
    }
}
