//! # Keep names within 63 bytes
//!
//! PostgreSQL cuts a longer name without an error. The object then has another name than the migration says, two long names
//! that begin alike become one, and a later statement may miss it.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE customer_notification_preferences_for_marketing_campaigns_by_region (id bigint PRIMARY KEY);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE marketing_preferences (id bigint PRIMARY KEY);
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("name-truncated", Severity::Warning, Check::Squawk(check));

const MOST: usize = 63;

fn check(_cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let span = squawk::span(line, violation);
    let name = line.statement.sql[span.start..span.end].trim_matches('"');
    let cut = &name[..name.floor_char_boundary(MOST)];
    let message = format!("shorten {name} to {MOST} bytes");
    let mut of_statement = found.drafts.iter().rev().take_while(|draft| draft.statement == Some(line.number));
    if of_statement.any(|draft| draft.message == message) {
        return;
    }
    found.add(
        Draft::new(line, message)
            .at(line, span)
            .why(format!("It has {} bytes, and PostgreSQL cuts it to {cut} without an error.", name.len())),
    );
}
