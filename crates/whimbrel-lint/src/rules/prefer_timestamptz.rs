//! # Keep moments as timestamptz
//!
//! A `timestamp` without time zone is what a clock on the wall shows, without saying where the wall is. Compared with `now()`
//! it is read in the time zone of the session, so the same row means another moment for another client.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE events (id bigint PRIMARY KEY, at timestamp NOT NULL);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL);
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("prefer-timestamptz", Severity::Advice, Check::Squawk(check));

fn check(_cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let span = squawk::span(line, violation);
    let written = &line.statement.sql[span.start..span.end];
    found.add(
        Draft::new(line, format!("write timestamptz instead of {written}"))
            .at(line, span)
            .why("Without a time zone the same row means another moment for a client in another zone."),
    );
}
