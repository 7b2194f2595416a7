//! # Refresh materialized views with CONCURRENTLY
//!
//! `REFRESH MATERIALIZED VIEW` runs the view's query under an ACCESS EXCLUSIVE lock: everybody who reads the view waits
//! until the query is done. With `CONCURRENTLY` they read the old rows meanwhile. That needs a unique index on plain
//! columns of the view, and a view that was filled before.
//!
//! `WITH NO DATA` empties the view, and whoever reads it gets an error until it is filled again.
//!
//! Nothing is found where the view is new in this run.
//!
//! ## Bad
//!
//! ```sql
//! REFRESH MATERIALIZED VIEW sales_by_day;
//! ```
//!
//! ## Good
//!
//! ```sql
//! REFRESH MATERIALIZED VIEW CONCURRENTLY sales_by_day;
//! ```

use whimbrel_catalog::LockMode;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("refresh-not-concurrent", Severity::Warning, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::Refresh { view, concurrently: false, with_data } = &line.act else { return };
    if cx.is_new(line, view) {
        return;
    }
    if !with_data {
        found.add(
            Draft::new(line, format!("do not empty {view} while the application reads it"))
                .why("Whoever reads the view gets an error from COMMIT on, until it is refreshed with its data.")
                .instead(format!("REFRESH MATERIALIZED VIEW CONCURRENTLY {};", sql(view))),
        );
        return;
    }
    if cx.is_calm(line, view) {
        return;
    }
    found.add(
        Draft::new(line, format!("refresh {view} with CONCURRENTLY"))
            .why("Nobody can read the view until its query has run to the end.")
            .lock(line.lock_words(view, LockMode::AccessExclusive))
            .instead(format!(
                "-- once, if the view has no unique index yet\nCREATE UNIQUE INDEX ON {0} (…);\n\
                 REFRESH MATERIALIZED VIEW CONCURRENTLY {0};",
                sql(view)
            ))
            .from(line.basis()),
    );
}
