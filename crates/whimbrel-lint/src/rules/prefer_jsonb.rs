//! # Keep documents as jsonb
//!
//! `json` is the text as it came, parsed anew each time it is read; it has no equality, so `DISTINCT`, `GROUP BY` and
//! `UNION` over it fail, and no index finds anything in it. `jsonb` has all of these. Keep `json` where the exact text
//! matters, and allow it with that reason.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE events (id bigint PRIMARY KEY, payload json);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE events (id bigint PRIMARY KEY, payload jsonb);
//! ```

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action, Column};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("prefer-jsonb", Severity::Advice, Check::Statement(check));

fn check(_cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let columns: Vec<&Column> = match &line.act {
        Act::CreateTable(table) => table.columns.iter().collect(),
        Act::AlterTable(alter) => {
            let added = alter.actions.iter().filter_map(|(action, _)| match action {
                Action::AddColumn(column) => Some(column),
                _ => None,
            });
            added.collect()
        }
        _ => return,
    };
    for column in columns.into_iter().filter(|column| column.data_type.eq_ignore_ascii_case("json")) {
        found.add(
            Draft::new(line, format!("write jsonb instead of json for {}", column.name))
                .at(line, column.type_span)
                .why("json has no equality and cannot be indexed, so DISTINCT, GROUP BY and searches over it fail or are slow."),
        );
    }
}
