//! # Drop a table only when nothing uses it any more
//!
//! The rows are gone, and every query of the running application that names the table fails from COMMIT on. First release
//! an application that does not use it. Renaming it first, for a week, tells whether something still does, and is taken
//! back in an instant.
//!
//! Nothing is found where the table is new in this run.
//!
//! ## Bad
//!
//! ```sql
//! DROP TABLE sessions;
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE import (line text);
//! DROP TABLE import;
//! ```

use crate::context::{Context, Line, table};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-table", Severity::Error, Check::Statement(check)).for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::Drop(drop) = &line.act else { return };
    if drop.what != "TABLE" && drop.what != "FOREIGN TABLE" {
        return;
    }
    for name in &drop.names {
        // IF EXISTS of one that does not
        let absent = line.observed.before.is_some_and(|catalog| table(catalog, name).is_none());
        // SQLite alters a table by making it anew under another name
        let made_anew = cx.is_renamed_to(&name.name);
        if absent || made_anew || cx.is_new(line, name) {
            continue;
        }
        let rows = cx.rows(name).map_or("Its rows are".to_owned(), |rows| format!("Its {rows} rows are"));
        found.add(
            Draft::new(line, format!("drop table {name} only when no running application uses it"))
                .why(format!("{rows} lost, and every query that names it fails once this is committed."))
                .instead(format!("-- whimbrel:allow drop-table because …\n{};", line.statement.sql))
                .from(if line.observed.before.is_some() { Basis::Catalog } else { Basis::Text }),
        );
    }
}
