//! # Use text for strings
//!
//! `char(n)` fills up with blanks, and `varchar(n)` has a limit that is often wrong a year later. `text` with a CHECK on the
//! length costs the same, and its limit can be changed without a change of the type. Off unless configured.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY, country char(2));
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY, country text CHECK (length(country) = 2));
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("prefer-text", Severity::Advice, Check::Squawk(check)).off();

fn check(_cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let span = squawk::span(line, violation);
    let written = &line.statement.sql[span.start..span.end];
    found.add(
        Draft::new(line, format!("write text instead of {written}"))
            .at(line, span)
            .why("Its length is part of its type: char fills up with blanks, and a shorter varchar later writes the table anew."),
    );
}
