//! # Do not drop a database in a migration
//!
//! A migration changes the database that it is connected to. Dropping another one is work for whoever runs the server: it
//! cannot be rehearsed, and not be taken back.
//!
//! ## Bad
//!
//! ```sql
//! DROP DATABASE reports;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DROP SCHEMA reports;
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-database", Severity::Error, Check::Squawk(check));

fn check(_cx: &Context<'_>, line: &Line<'_>, _violation: &Violation, found: &mut Found) {
    found.add(
        Draft::new(line, "do not drop a database in a migration")
            .why("All of it is lost at once, and neither a transaction nor `revert` brings it back."),
    );
}
