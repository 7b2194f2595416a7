//! # Use identity columns instead of serial
//!
//! A `serial` is an `integer` with a sequence that has privileges of its own and a default that any INSERT may override.
//! An identity column is one thing, and `GENERATED ALWAYS` refuses values from outside. Off unless configured.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE events (id bigserial PRIMARY KEY);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("prefer-identity", Severity::Advice, Check::Squawk(check)).off();

fn check(_cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let span = squawk::span(line, violation);
    let written = &line.statement.sql[span.start..span.end];
    found.add(
        Draft::new(line, format!("write an identity column instead of {written}"))
            .at(line, span)
            .why("The sequence of a serial is an object of its own, with privileges that are easily forgotten."),
    );
}
