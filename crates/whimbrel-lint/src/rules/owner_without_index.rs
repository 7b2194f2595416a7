//! # Index the column that says to whom a row belongs
//!
//! Nearly every query of an application asks for the rows of one user. Without an index that begins with that column
//! (`user_id`, or what the configuration names) each of them reads the whole table.
//!
//! Only tables that this run makes are looked at. Where the column is a foreign key, `foreign-key-without-index` tells.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint NOT NULL);
//! ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
//! CREATE POLICY own_notes ON notes USING (user_id = current_setting('app.user_id')::bigint);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint NOT NULL);
//! CREATE INDEX notes_user_idx ON notes (user_id, id);
//! ```

use std::collections::HashSet;

use whimbrel_catalog::ident;

use crate::context::{Context, key, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::schema::Outcome;

pub(crate) const RULE: Rule =
    Rule::new("owner-without-index", Severity::Warning, Check::Run(check)).with_facts().for_sqlite_too();

fn check(contexts: &[Context<'_>], outcome: &Outcome<'_>, found: &mut [Found]) {
    let references: HashSet<_> =
        outcome.foreign_keys.iter().map(|foreign_key| (key(&foreign_key.table), &foreign_key.columns[..])).collect();
    for cx in contexts {
        for line in &cx.lines {
            let Act::CreateTable(table) = &line.act else { continue };
            let owner = table.columns.iter().find(|column| cx.config.owner_columns.contains(&column.name));
            let Some(owner) = owner.filter(|_| !table.temporary) else { continue };
            let Some((provided, basis)) = outcome.provided(&table.name) else { continue };
            let column = std::slice::from_ref(&owner.name);
            if references.contains(&(key(&table.name), column)) || provided.iter().any(|index| index.serves(column)) {
                continue;
            }
            found[cx.index].add(
                Draft::new(line, format!("index {} ({})", table.name, owner.name))
                    .at(line, owner.name_span)
                    .why("Each query for the rows of one user reads the whole table.")
                    .instead(format!("CREATE INDEX ON {} ({});", sql(&table.name), ident(&owner.name)))
                    .from(basis),
            );
        }
    }
}
