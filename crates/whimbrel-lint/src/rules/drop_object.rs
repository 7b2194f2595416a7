//! # Drop views, functions, types and the like only when nothing uses them any more
//!
//! A view, function, procedure, type, domain, sequence, trigger, policy or extension may be used by the running
//! application, or guard its data, without anything in the database saying so. Nothing is found where the same migration
//! makes it again, which replaces it.
//!
//! ## Bad
//!
//! ```sql
//! DROP VIEW active_users;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DROP VIEW active_users;
//! CREATE VIEW active_users AS SELECT id, email FROM users WHERE active;
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-object", Severity::Warning, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, _violation: &Violation, found: &mut Found) {
    let Act::Drop(drop) = &line.act else { return };
    for name in &drop.names {
        if cx.creating(&name.name).any(|(_, created)| created.what == drop.what) {
            continue;
        }
        let what = drop.what.to_lowercase();
        let why = match drop.what.as_str() {
            "TRIGGER" | "POLICY" => "What it guarded is not guarded any more from COMMIT on.",
            "EXTENSION" => "Its functions, types and operators go with it, and with CASCADE the columns that use them.",
            _ => "A query of the running application that names it fails once this is committed.",
        };
        found.add(Draft::new(line, format!("drop {what} {name} only when nothing uses it")).why(why));
    }
}
