//! # Let nulls in only when every application can read them
//!
//! After `DROP NOT NULL` the column may hold nulls. An application that was written when it could not may fail on the first
//! one it reads.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
//! ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
//! ```

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};
use crate::squawk;

pub(crate) const RULE: Rule = Rule::new("drop-not-null", Severity::Advice, Check::Squawk(check));

fn check(cx: &Context<'_>, line: &Line<'_>, violation: &Violation, found: &mut Found) {
    if matches!(&line.act, Act::AlterTable(alter) if cx.is_new(line, &alter.table)) {
        return;
    }
    found.add(
        Draft::new(line, "let nulls in only when every application can read them")
            .at(line, squawk::span(line, violation))
            .why("An application that was written when the column held no nulls may fail on the first one."),
    );
}
