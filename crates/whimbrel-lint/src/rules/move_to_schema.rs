//! # Do not move what a running application names to another schema
//!
//! After `SET SCHEMA` every query that finds the object by its old schema, or by a search path without the new one, fails.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users SET SCHEMA accounts;
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE imports (id bigint PRIMARY KEY);
//! ALTER TABLE imports SET SCHEMA accounts;
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("move-to-schema", Severity::Warning, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    let is_new = matches!(&line.act, Act::AlterTable(alter) if cx.is_new(line, &alter.table));
    if is_new || cx.alters_what_is_new(line) {
        return;
    }
    found.add(
        Draft::new(line, "do not move this to another schema while an application names it")
            .at(line, squawk::span(line, violation))
            .why("Queries that find it by its old schema or by their search path fail once this is committed."),
    );
}
