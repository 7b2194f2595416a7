//! # Do not rewrite a table with VACUUM FULL or CLUSTER
//!
//! Both write the whole table anew under an ACCESS EXCLUSIVE lock: nobody reads or writes it until they are done, and the
//! disk needs room for a second copy. Plain `VACUUM` makes the space usable again without a lock that anybody notices; to
//! give space back to the system while the application runs, use the extension pg_repack or, from PostgreSQL 19,
//! `REPACK (CONCURRENTLY)`.
//!
//! ## Bad
//!
//! ```sql
//! VACUUM FULL orders;
//! ```
//!
//! ## Good
//!
//! ```sql
//! VACUUM orders;
//! ```

use whimbrel_catalog::LockMode;
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("vacuum-full", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let (verb, tables): (_, Vec<&ObjectName>) = match &line.act {
        Act::VacuumFull(tables) => ("VACUUM FULL", tables.iter().collect()),
        Act::Cluster(table) => ("CLUSTER", table.iter().collect()),
        _ => return,
    };
    if tables.is_empty() {
        found.add(
            Draft::new(line, format!("do not run {verb} over every table of the database"))
                .why("Each table is written anew, and nobody can read or write it meanwhile.")
                .lock("ACCESS EXCLUSIVE on one table after the other: reads and writes wait")
                .instead("VACUUM;"),
        );
    }
    for table in tables.into_iter().filter(|table| !cx.is_calm(line, table)) {
        found.add(
            Draft::new(line, format!("do not run {verb} on {table} while the application uses it"))
                .why(format!("All of {table}{} is written anew, with its indexes.", cx.rows_words(table)))
                .lock(line.lock_words(table, LockMode::AccessExclusive))
                .instead(format!("VACUUM {};", sql(table)))
                .from(line.basis()),
        );
    }
}
