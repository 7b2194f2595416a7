//! # Give ON CONFLICT a unique constraint to act on
//!
//! `ON CONFLICT (code)` needs a unique index on just `code`: without, PostgreSQL refuses the statement. `ON CONFLICT DO
//! NOTHING` needs none, and does nothing for nothing: where the only key is a number that the table counts up itself, no
//! row is ever in conflict, and a second run inserts all rows again.
//!
//! Found where the table is made in this run, or the schema is known.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE plans (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL);
//! INSERT INTO plans (code) VALUES ('free'), ('team') ON CONFLICT DO NOTHING;
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE plans (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE);
//! INSERT INTO plans (code) VALUES ('free'), ('team') ON CONFLICT (code) DO NOTHING;
//! ```

use std::collections::BTreeSet;

use whimbrel_catalog::{ident, literal};

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::{Act, Conflict, Insert};
use crate::rule::{Check, Rule};
use crate::schema::{Outcome, Provided, seen};

pub(crate) const RULE: Rule = Rule::new("conflict-without-key", Severity::Error, Check::Run(check)).with_facts();

fn check(contexts: &[Context<'_>], _outcome: &Outcome<'_>, found: &mut [Found]) {
    let inserts = |line: &Line<'_>| matches!(&line.act, Act::Insert(insert) if insert.conflict.is_some());
    if !contexts.iter().any(|cx| cx.lines.iter().any(inserts)) {
        return;
    }
    // as the run has left it so far, so that a key that comes later does not count
    let mut so_far = Outcome::default();
    for cx in contexts {
        for line in &cx.lines {
            so_far.take(&line.act, (cx.index, line.number));
            let Act::Insert(insert) = &line.act else { continue };
            let known = match line.table_before(&insert.table) {
                Some(table) => Some((seen(table), Basis::Catalog)),
                None => so_far.provided(&insert.table),
            };
            if let Some((provided, basis)) = known {
                judge(line, insert, &provided, basis, &mut found[cx.index]);
            }
        }
    }
}

fn judge(line: &Line<'_>, insert: &Insert, provided: &[Provided], basis: Basis, found: &mut Found) {
    let table = &insert.table;
    let mut unique = provided.iter().filter(|provided| provided.unique);
    match &insert.conflict {
        Some(Conflict::Columns(columns)) => {
            let wanted: BTreeSet<&str> = columns.iter().map(String::as_str).collect();
            // an operator class or a direction makes no difference, an expression does
            let plain = |key: &'_ str| key.split(' ').next().filter(|_| !key.contains('(')).map(str::to_owned);
            let fits = |key: &Provided| {
                let keys: Option<BTreeSet<String>> = key.keys.iter().map(|key| plain(key)).collect();
                key.predicate.is_none() && keys.is_some_and(|keys| keys.iter().map(String::as_str).eq(wanted.iter().copied()))
            };
            if unique.any(fits) {
                return;
            }
            let list = columns.iter().map(|column| ident(column)).collect::<Vec<_>>().join(", ");
            found.add(
                Draft::new(line, format!("make ({list}) of {table} unique before ON CONFLICT ({list})"))
                    .why("No unique constraint or index is on just these columns, so PostgreSQL refuses the statement (42P10).")
                    .instead(format!("CREATE UNIQUE INDEX ON {} ({list});", sql(table)))
                    .from(basis),
            );
        }
        Some(Conflict::Any) => {
            let Some(given) = &insert.columns else { return };
            // a key all of whose columns are given can be in conflict; so can an expression, for all that is known
            let acts = |key: &Provided| key.keys.iter().all(|column| given.contains(column) || column.contains(' '));
            if unique.any(acts) {
                return;
            }
            found.add(
                Draft::new(line, format!("give {table} a unique constraint that ON CONFLICT can act on"))
                    .why(
                        "No unique key of the table is among the columns that are given, so no row is ever in conflict, and \
                         running this twice inserts every row twice.",
                    )
                    .instead(format!("CREATE UNIQUE INDEX ON {} (…); -- {}", sql(table), literal(&given.join(", "))))
                    .from(basis)
                    .severity(Severity::Warning),
            );
        }
        _ => {}
    }
}
