//! # Do not add constraints to a domain that is in use
//!
//! A constraint on a domain is checked in every table that has a column of it, all in one transaction, and writes to them
//! wait. With NOT VALID nothing is read; `VALIDATE CONSTRAINT` reads the tables later.
//!
//! ## Bad
//!
//! ```sql
//! ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%') NOT VALID;
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("domain-constraint", Severity::Warning, Check::Squawk(check)).with_facts();

fn check(_cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let reads_nothing = line.observed.trace.is_some_and(|trace| trace.scanned.is_empty());
    let words = line.statement.sql.to_ascii_uppercase().split_whitespace().collect::<Vec<_>>().join(" ");
    if reads_nothing || words.ends_with("NOT VALID") {
        return;
    }
    found.add(
        Draft::new(line, "add the constraint to the domain as NOT VALID, and validate it later")
            .at(line, squawk::span(line, violation))
            .why("Every table with a column of this domain is read to the end, and nobody can write to any of them until COMMIT.")
            .lock("SHARE on each table that uses the domain: writes wait, reads go on until COMMIT")
            .instead(format!(
                "{} NOT VALID;\n-- in the next migration\nALTER DOMAIN … VALIDATE CONSTRAINT …;",
                line.statement.sql
            ))
            .from(line.basis()),
    );
}
