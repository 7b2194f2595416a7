//! # Do not disable triggers
//!
//! Whatever the trigger guards or keeps up to date is not guarded for anybody, not only for this migration, until it is
//! enabled again; and the statement waits for every writer of the table. To write a few rows without triggers, set
//! `session_replication_role` for this transaction alone.
//!
//! Nothing is found where a later statement of the same transaction enables the triggers of the table again.
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

use crate::context::{Context, Line, same};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("disable-trigger", Severity::Warning, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let span = squawk::span(line, violation);
    let words = |sql: &str| sql.to_ascii_uppercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let action = words(&line.statement.sql[span.start..span.end]);
    let disables = ["DISABLE TRIGGER", "DISABLE RULE", "ENABLE REPLICA"].iter().any(|verb| action.starts_with(verb));
    // nobody else writes to the table before COMMIT, so they are off for this transaction alone
    let enables_again = |later: &&Line<'_>| {
        later.transaction == line.transaction
            && matches!(&later.act, Act::AlterTable(other) if same(&other.table, &alter.table))
            && words(&later.statement.sql).contains("ENABLE TRIGGER")
    };
    let is_off_after = !cx.lines[line.number + 1..].iter().any(|later| enables_again(&later));
    if !disables || !is_off_after || cx.is_new(line, &alter.table) {
        return;
    }
    found.add(
        Draft::new(line, format!("do not disable triggers of {}", alter.table))
            .at(line, span)
            .why("They are off for everybody, and rows that are written meanwhile escape what they guard.")
            .lock(line.lock_words(&alter.table, LockMode::ShareRowExclusive))
            .instead("SET LOCAL session_replication_role = replica; -- for this transaction alone"),
    );
}
