//! # Rebuild indexes with CONCURRENTLY
//!
//! `REINDEX` builds the index anew under a SHARE lock on the table, and takes the old one away under ACCESS EXCLUSIVE on
//! the index: writes wait until it is done, and so does every query whose plan looks at that index. With `CONCURRENTLY`
//! both go on.
//!
//! ## Bad
//!
//! ```sql
//! REINDEX TABLE orders;
//! ```
//!
//! ## Good
//!
//! ```sql
//! REINDEX TABLE CONCURRENTLY orders;
//! ```

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("reindex-not-concurrent", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::Reindex { what, name, concurrently: false } = &line.act else { return };
    // PostgreSQL refuses CONCURRENTLY for the catalogs of the system
    if what == "SYSTEM" || (what == "TABLE" && cx.is_calm(line, name)) {
        return;
    }
    found.add(
        Draft::new(line, format!("rebuild {} {name} with CONCURRENTLY", what.to_lowercase()))
            .why("The index is built anew over all rows, and writes to the table wait until that is done.")
            .lock("SHARE on the table and ACCESS EXCLUSIVE on the index: writes wait, and reads that plan with the index")
            .instead(format!("REINDEX {what} CONCURRENTLY {};", sql(name)))
            .from(line.basis()),
    );
}
