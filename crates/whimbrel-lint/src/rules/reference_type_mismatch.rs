//! # Give a reference the type of what it refers to
//!
//! An `integer` that refers to a `bigint` works until the referenced number exceeds what it can hold, and then every insert
//! fails. Other pairs compare through a cast that an index may not serve.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY);
//! CREATE TABLE sessions (account_id integer PRIMARY KEY REFERENCES users (id));
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY);
//! CREATE TABLE sessions (account_id bigint PRIMARY KEY REFERENCES users (id));
//! ```

use whimbrel_source::ObjectName;

use crate::context::{Context, key};
use crate::data_type::{base, canonical};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};
use crate::schema::Outcome;

pub(crate) const RULE: Rule =
    Rule::new("reference-type-mismatch", Severity::Warning, Check::Run(check)).with_facts();

fn check(contexts: &[Context<'_>], outcome: &Outcome<'_>, found: &mut [Found]) {
    for foreign_key in &outcome.foreign_keys {
        let target = &foreign_key.reference.table;
        let referenced = match foreign_key.reference.columns.as_slice() {
            [] => outcome.primary_key(target).unwrap_or_default(),
            columns => columns.to_vec(),
        };
        let (migration, number) = foreign_key.at;
        let line = &contexts[migration].lines[number];
        for (own, other) in foreign_key.columns.iter().zip(&referenced) {
            let (Some((own_type, _)), Some((other_type, basis))) =
                (data_type(outcome, &foreign_key.table, own), data_type(outcome, target, other))
            else {
                continue;
            };
            if family(&own_type) == family(&other_type) {
                continue;
            }
            let (own_type, other_type) = (canonical(&own_type), canonical(&other_type));
            let table = &foreign_key.table;
            found[migration].add(
                Draft::new(line, format!("make {table}.{own} {other_type}, as {target}.{other} is"))
                    .at(line, foreign_key.span)
                    .why(format!(
                        "It is {own_type} and refers to {other_type}: not every value of the one is one of the other, and \
                         comparing them may pass indexes by."
                    ))
                    .from(basis),
            );
        }
    }
}

fn data_type(outcome: &Outcome<'_>, table: &ObjectName, column: &str) -> Option<(String, Basis)> {
    if let Some(column) = outcome.table_after(table).and_then(|table| table.column(column)) {
        return Some((column.data_type.clone(), Basis::Catalog));
    }
    let (column, _) = outcome.tables.get(&key(table))?.columns.get(column)?;
    Some((column.data_type.clone(), Basis::Text))
}

/// Types that compare without a cast are one.
fn family(data_type: &str) -> String {
    match base(data_type).as_str() {
        "character varying" => "text".to_owned(),
        other => other.to_owned(),
    }
}
