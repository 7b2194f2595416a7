//! # Give a table with row-level security a policy
//!
//! Row-level security without a policy lets nobody but the table's owner see or write any row: an application that connects
//! as another role finds the table empty from COMMIT on.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
//! CREATE POLICY own_notes ON notes USING (author = current_user);
//! ```

use whimbrel_source::ObjectName;

use crate::context::{Context, sql};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};
use crate::schema::Outcome;

pub(crate) const RULE: Rule =
    Rule::new("row-security-without-policy", Severity::Error, Check::Run(check)).with_facts();

fn check(contexts: &[Context<'_>], outcome: &Outcome<'_>, found: &mut [Found]) {
    for cx in contexts {
        for line in &cx.lines {
            let Act::AlterTable(alter) = &line.act else { continue };
            for (action, span) in &alter.actions {
                let table = &alter.table;
                if *action != Action::EnableRowSecurity || has_policy(outcome, table) {
                    continue;
                }
                let known = outcome.table_after(table).is_some() || cx.is_new(line, table);
                let draft = Draft::new(line, format!("give {table} a policy"))
                    .at(line, *span)
                    .why("Row-level security is on and no policy lets anybody in: all but the owner find the table empty.")
                    .instead(format!("CREATE POLICY … ON {} USING (…);", sql(table)))
                    .from(if outcome.table_after(table).is_some() { Basis::Catalog } else { Basis::Text });
                found[cx.index].add(if known { draft } else { draft.unsure() });
            }
        }
    }
}

/// True where the table has one at the end.
pub(super) fn has_policy(outcome: &Outcome<'_>, table: &ObjectName) -> bool {
    match outcome.table_after(table) {
        Some(table) => !table.policies.is_empty(),
        None => outcome.tables.get(&crate::context::key(table)).is_some_and(|touched| touched.policies > 0),
    }
}
