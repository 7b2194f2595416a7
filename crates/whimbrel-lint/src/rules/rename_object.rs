//! # Do not rename what a running application names
//!
//! Views, functions, types, enum values, schemas and roles are named in queries; what names the old one fails from COMMIT
//! on. The names of constraints, indexes and triggers are only seen in error messages, and are not found.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TYPE order_state RENAME VALUE 'sent' TO 'shipped';
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER INDEX orders_idx RENAME TO orders_customer_idx;
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("rename-object", Severity::Warning, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let verb = line.statement.verb();
    if ["ALTER TABLE", "ALTER INDEX", "ALTER TRIGGER", "ALTER EVENT TRIGGER", "ALTER POLICY", "ALTER RULE"]
        .contains(&verb.as_str())
        || cx.alters_what_is_new(line)
    {
        return;
    }
    let what = verb.trim_start_matches("ALTER ").to_lowercase();
    found.add(
        Draft::new(line, format!("do not rename this {what} while an application names it"))
            .at(line, squawk::span(line, violation))
            .why("Queries that say the old name fail once this is committed, and those that say the new one until then."),
    );
}
