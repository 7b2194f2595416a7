//! # Count in bigint
//!
//! An `integer` ends at 2,147,483,647, a `smallint` at 32,767. When a busy table's key gets there, every INSERT fails, and the
//! change of its type writes the table anew. Off unless configured: not every number is a key.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE events (id integer PRIMARY KEY);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE events (id bigint PRIMARY KEY);
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("prefer-bigint", Severity::Advice, Check::Squawk(check)).off();

fn check(_cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let span = squawk::span(line, violation);
    let written = &line.statement.sql[span.start..span.end];
    found.add(
        Draft::new(line, format!("write bigint instead of {written}"))
            .at(line, span)
            .why("When the numbers run out every INSERT fails, and to change the type then writes the table anew."),
    );
}
