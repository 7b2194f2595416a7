//! # Do not index what an index serves already
//!
//! A PRIMARY KEY and a UNIQUE constraint have an index of their own, and an index on `(a, b)` serves whatever one on `(a)`
//! would. A second one costs time with every write, and space, and is never better.
//!
//! Only indexes that this run makes are looked at; what was there before is known where the schema is.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);
//! CREATE INDEX users_email_idx ON users (email);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);
//! CREATE INDEX users_email_idx ON users (lower(email));
//! ```

use whimbrel_source::ObjectName;

use crate::context::{Context, Line, key};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::schema::{At, Outcome, Provided};

pub(crate) const RULE: Rule = Rule::new("redundant-index", Severity::Warning, Check::Run(check)).with_facts();

fn check(contexts: &[Context<'_>], outcome: &Outcome<'_>, found: &mut [Found]) {
    for cx in contexts {
        for line in &cx.lines {
            let at = (cx.index, line.number);
            match &line.act {
                Act::CreateTable(table) => second_key(outcome, line, &table.name, at, &mut found[cx.index]),
                Act::AlterTable(alter) => second_key(outcome, line, &alter.table, at, &mut found[cx.index]),
                _ => {}
            }
            let Act::CreateIndex(index) = &line.act else { continue };
            let table = &index.table;
            // of a table that was there before, at least the indexes that the run makes are known
            let (all, basis) = outcome.provided(table).unwrap_or_else(|| {
                let written = outcome.tables.get(&key(table)).map(|touched| touched.provided.clone());
                (written.unwrap_or_default(), crate::finding::Basis::Text)
            });
            let Some((own, it)) = all.iter().enumerate().find(|(_, provided)| provided.at == Some(at)) else { continue };
            let better = all.iter().enumerate().find(|(other, provided)| *other != own && (it.name.is_none() || provided.name != it.name) && makes_needless(provided, it));
            let Some((_, better)) = better else { continue };
            let what = match (&better.name, better.constraint) {
                (Some(name), true) => format!("the index of constraint {name}"),
                (Some(name), false) => format!("index {name}"),
                (None, true) => format!("the index of the key on ({})", better.keys.join(", ")),
                (None, false) => format!("the index on ({})", better.keys.join(", ")),
            };
            let name = index.name.as_ref().map_or("this index".to_owned(), |name| format!("index {name}"));
            found[cx.index].add(
                Draft::new(line, format!("leave {name} out: {what} serves {table} ({}) already", it.keys.join(", ")))
                    .why("Both are kept up to date with every write, and no query is quicker for the second one.")
                    .from(basis),
            );
        }
    }
}

/// A UNIQUE constraint on what another key says already: `id bigint PRIMARY KEY UNIQUE`.
fn second_key(outcome: &Outcome<'_>, line: &Line<'_>, table: &ObjectName, at: At, found: &mut Found) {
    let Some((all, basis)) = outcome.provided(table) else { return };
    let keys: Vec<&Provided> = all.iter().filter(|provided| provided.constraint).collect();
    for (number, it) in keys.iter().enumerate().filter(|(_, it)| it.at == Some(at) && !it.primary) {
        let other = keys.iter().enumerate().find(|(before, other)| {
            *before != number && other.keys == it.keys && (other.primary || *before < number)
        });
        let Some((_, other)) = other else { continue };
        let (kind, list) = (if other.primary { "primary key" } else { "UNIQUE constraint" }, it.keys.join(", "));
        found.add(
            Draft::new(line, format!("leave UNIQUE ({list}) of {table} out: a {kind} is on it already"))
                .why("Both have an index of their own, which is kept up to date with every write.")
                .from(basis),
        );
    }
}

/// True where `it` is of no use beside `other`.
fn makes_needless(other: &Provided, it: &Provided) -> bool {
    let same_keys = other.keys == it.keys;
    let begins = it.method == "btree" && other.keys.starts_with(&it.keys);
    let has_included = it.include.iter().all(|column| other.include.contains(column) || other.keys.contains(column));
    // of two that are alike, the later one is needless; a key is never
    let later = match (other.at, it.at) {
        (Some(other_at), Some(at)) if same_keys && other.unique == it.unique && !other.constraint => other_at < at,
        _ => true,
    };
    other.method == it.method
        && other.predicate == it.predicate
        && has_included
        && later
        && if it.unique { same_keys && other.unique } else { begins || same_keys }
}
