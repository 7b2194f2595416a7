//! # Mend what the change breaks in the same migration
//!
//! Found from the rehearsal: a view, function, procedure or trigger worked before the statement and fails after it. A
//! function's body is text to PostgreSQL, so it lets the statement pass, and the function fails when it is called.
//!
//! ## Bad
//!
//! ```sql
//! -- seen: breaks function order_total(bigint): column "price" does not exist
//! ALTER TABLE items ALTER COLUMN price SET DEFAULT 0;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE items ALTER COLUMN price SET DEFAULT 0;
//! ```

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("breaks-dependent", Severity::Error, Check::Statement(check)).of_rehearsal(|_| true);

fn check(_cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    for broken in line.observed.broken {
        let (kind, name) = (broken.object.kind, broken.object.short());
        found.add(
            Draft::new(line, format!("mend {kind} {name}, which this statement breaks"))
                .why(format!("It worked before and fails after it: {}.", broken.error.trim_end_matches('.')))
                .from(Basis::Rehearsal),
        );
    }
}
