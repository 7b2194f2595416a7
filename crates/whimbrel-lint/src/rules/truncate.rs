//! # Do not TRUNCATE in a migration
//!
//! All rows are gone, under an ACCESS EXCLUSIVE lock that waits for every query that is under way. `CASCADE` empties every
//! table that refers to this one too, without naming it.
//!
//! Nothing is found where the table is new in this run, or known to be empty.
//!
//! ## Bad
//!
//! ```sql
//! TRUNCATE sessions;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DELETE FROM sessions WHERE expires_at < now() - interval '30 days';
//! ```

use whimbrel_catalog::LockMode;

use crate::context::{Context, Line, is, named};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("truncate", Severity::Error, Check::Statement(check));

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let (tables, cascade) = match &line.act {
        Act::Truncate { tables, cascade } => (tables.as_slice(), cascade),
        _ => (&[][..], &false),
    };
    for table in tables {
        if cx.is_new(line, table) || (cx.rows(table) == Some(0) && !cascade) {
            continue;
        }
        let more = if *cascade && line.observed.trace.is_none() {
            " CASCADE empties every table that refers to it as well."
        } else {
            ""
        };
        found.add(
            Draft::new(line, format!("do not empty {table} in a migration"))
                .why(format!("All rows{} are lost; `revert` cannot bring them back.{more}", cx.rows_words(table)))
                .lock(line.lock_words(table, LockMode::AccessExclusive)),
        );
    }
    for id in line.observed.trace.iter().flat_map(|trace| &trace.emptied) {
        if tables.iter().any(|table| is(id, table)) || cx.is_new(line, &named(id)) {
            continue;
        }
        let name = named(id);
        let rows = cx.rows_words(&name);
        let (message, why) = match tables {
            // a function or a DO block did
            [] if cx.rows(&name) == Some(0) => continue,
            [] => (
                format!("do not empty {name} in a migration"),
                format!("All its rows{rows} are lost; `revert` cannot bring them back."),
            ),
            _ => (
                format!("do not empty {name}, which TRUNCATE does not name"),
                format!("It refers to a table that is named, and CASCADE empties it too: all its rows{rows} are lost."),
            ),
        };
        found.add(Draft::new(line, message).why(why).from(Basis::Trace));
    }
}
