//! # Do not disable triggers
//!
//! Whatever the trigger guards or keeps up to date is not guarded for anybody, not only for this migration, until it is
//! enabled again; and the statement waits for every writer of the table. To write a few rows without triggers, set
//! `session_replication_role` for this transaction alone.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders DISABLE TRIGGER ALL;
//! ```
//!
//! ## Good
//!
//! ```sql
//! SET LOCAL session_replication_role = replica;
//! ```

use squawk_linter::Violation;
use whimbrel_catalog::LockMode;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("disable-trigger", Severity::Warning, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    if cx.is_new(line, &alter.table) {
        return;
    }
    found.add(
        Draft::new(line, format!("do not disable triggers of {}", alter.table))
            .at(line, squawk::span(line, violation))
            .why("They are off for everybody, and rows that are written meanwhile escape what they guard.")
            .lock(line.lock_words(&alter.table, LockMode::ShareRowExclusive))
            .instead("SET LOCAL session_replication_role = replica; -- for this transaction alone"),
    );
}
