//! # Drop a default only when every application gives the value
//!
//! An INSERT of the running application that leaves the column out gets NULL from COMMIT on, or fails where the column is
//! NOT NULL.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("drop-default", Severity::Warning, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    if let Act::AlterTable(alter) = &line.act {
        let again = ["SET DEFAULT", "ADD GENERATED"];
        let words = line.statement.sql.to_ascii_uppercase();
        // a type changes with its default taken away before and given back after
        let retyped = alter.actions.iter().any(|(action, _)| matches!(action, Action::SetType { .. }));
        if cx.is_new(line, &alter.table) || (retyped && again.iter().any(|again| words.contains(again))) {
            return;
        }
    }
    found.add(
        Draft::new(line, "drop the default only when every application gives the value")
            .at(line, squawk::span(line, violation))
            .why("An INSERT that leaves the column out gets NULL from now on, or fails where the column is NOT NULL."),
    );
}
