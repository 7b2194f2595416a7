//! # Validate every NOT VALID constraint in the end
//!
//! A NOT VALID constraint holds for new rows; the old ones were never looked at. PostgreSQL does not use it for planning,
//! a later SET NOT NULL cannot rely on it, and nobody remembers in a year whether the old rows satisfy it.
//!
//! It is looked for over all migrations of the run: the one that validates may, and should, be a later one.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up transaction:false
//! ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
//!
//! -- migrate:down
//! ALTER TABLE orders DROP CONSTRAINT total_positive;
//! ```

use std::collections::HashSet;

use whimbrel_catalog::ident;

use crate::context::{Context, key, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};
use crate::schema::Outcome;

pub(crate) const RULE: Rule = Rule::new("not-valid-left-behind", Severity::Warning, Check::Run(check));

fn check(contexts: &[Context<'_>], _outcome: &Outcome<'_>, found: &mut [Found]) {
    let mut validated = HashSet::new();
    let mut added = Vec::new();
    for cx in contexts {
        for line in &cx.lines {
            let Act::AlterTable(alter) = &line.act else { continue };
            for (action, span) in &alter.actions {
                match action {
                    Action::Validate(name) => {
                        validated.insert((key(&alter.table), name.clone()));
                    }
                    Action::AddConstraint(constraint) if constraint.not_valid => {
                        added.push((cx, line, &alter.table, constraint, *span));
                    }
                    _ => {}
                }
            }
        }
    }
    let tables: HashSet<_> = validated.iter().map(|(on, _)| on.clone()).collect();
    for (cx, line, table, constraint, span) in added {
        let name = match &constraint.name {
            Some(name) if validated.contains(&(key(table), name.clone())) => continue,
            Some(name) => name.clone(),
            // a name that PostgreSQL gives: whoever validates anything on the table will mean this one
            None if tables.contains(&key(table)) => continue,
            None => "the constraint".to_owned(),
        };
        let quoted = if constraint.name.is_some() { ident(&name).into_owned() } else { "…".to_owned() };
        found[cx.index].add(
            Draft::new(line, format!("validate {name} on {table} in a later migration"))
                .at(line, span)
                .why("Nothing in these migrations validates it, so the rows that are there now are never checked.")
                .instead(format!(
                    "-- in a migration of its own\nALTER TABLE {} VALIDATE CONSTRAINT {quoted};",
                    sql(table)
                )),
        );
    }
}
