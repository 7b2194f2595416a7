//! # Index the columns of a foreign key
//!
//! PostgreSQL makes no index for the referencing side. Each DELETE of a referenced row, and each UPDATE of its key, then
//! reads the whole referencing table to look for rows that point to it, and holds its locks meanwhile.
//!
//! It is looked for at the end of the run, so an index that a later statement or migration makes counts, and so does a key
//! or an index that begins with these columns. For a table that was there before, the schema has to be known, or the
//! column be new.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE chats (
//!     id bigint PRIMARY KEY,
//!     author_id bigint NOT NULL REFERENCES users (id)
//! );
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE chats (
//!     id bigint PRIMARY KEY,
//!     author_id bigint NOT NULL REFERENCES users (id)
//! );
//! CREATE INDEX chats_author_idx ON chats (author_id);
//! ```

use whimbrel_catalog::ident;

use crate::context::{Context, key, sql};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};
use crate::schema::{NewForeignKey, Outcome};

pub(crate) const RULE: Rule =
    Rule::new("foreign-key-without-index", Severity::Warning, Check::Run(check)).with_facts().for_sqlite_too();

fn check(contexts: &[Context<'_>], outcome: &Outcome<'_>, found: &mut [Found]) {
    for foreign_key in &outcome.foreign_keys {
        let Some(basis) = lacks_index(outcome, foreign_key) else { continue };
        let (migration, number) = foreign_key.at;
        let (cx, table) = (&contexts[migration], &foreign_key.table);
        let line = &cx.lines[number];
        let list = foreign_key.columns.iter().map(|column| ident(column)).collect::<Vec<_>>().join(", ");
        let is_made = outcome.tables.get(&key(table)).is_some_and(|touched| touched.made.is_some());
        let concurrently = if is_made { "" } else { " CONCURRENTLY" };
        found[migration].add(
            Draft::new(line, format!("index {table} ({list}), which refers to {}", foreign_key.reference.table))
                .at(line, foreign_key.span)
                .why(format!(
                    "Without an index each DELETE from {} reads all of {table} to look for rows that point to what is \
                     deleted.",
                    foreign_key.reference.table
                ))
                .instead(format!("CREATE INDEX{concurrently} ON {} ({list});", sql(table)))
                .from(basis),
        );
    }
}

/// What says that there is none.
fn lacks_index(outcome: &Outcome<'_>, foreign_key: &NewForeignKey) -> Option<Basis> {
    let touched = outcome.tables.get(&key(&foreign_key.table));
    if touched.is_some_and(|touched| touched.dropped) {
        return None;
    }
    if let Some((provided, basis)) = outcome.provided(&foreign_key.table) {
        return (!provided.iter().any(|index| index.serves(&foreign_key.columns))).then_some(basis);
    }
    // a column that the run adds cannot have been indexed before
    let touched = touched?;
    let is_new = foreign_key.columns.iter().all(|column| touched.columns.contains_key(column));
    (is_new && !touched.provided.iter().any(|index| index.serves(&foreign_key.columns))).then_some(Basis::Text)
}
