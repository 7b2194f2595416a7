//! # Guard rows that a migration inserts into a table with rows
//!
//! Whimbrel runs a migration once, so an INSERT needs no guard against a second run. It may still meet rows that somebody
//! has inserted by hand. Off unless configured; the rehearsal proves for each migration whether it can be repeated.
//!
//! Only rows that the statement itself lists are looked at, and only tables that are not new in this run.
//!
//! ## Bad
//!
//! ```sql
//! INSERT INTO plans (code) VALUES ('free');
//! ```
//!
//! ## Good
//!
//! ```sql
//! INSERT INTO plans (code) VALUES ('free') ON CONFLICT (code) DO NOTHING;
//! ```

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("seed-without-guard", Severity::Advice, Check::Statement(check)).off().for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::Insert(insert) = &line.act else { return };
    if !insert.values || insert.conflict.is_some() || insert.filtered || cx.is_new(line, &insert.table) {
        return;
    }
    found.add(
        Draft::new(line, format!("say what happens where {} has these rows already", insert.table))
            .why("If somebody has inserted them by hand, this fails or has them twice.")
            .instead(format!("{} ON CONFLICT (…) DO NOTHING;", line.statement.sql)),
    );
}
