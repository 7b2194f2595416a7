//! # Drop a schema only when nothing uses it any more
//!
//! With `CASCADE` everything in the schema goes, tables with their rows included, and whatever elsewhere depends on it.
//! Without, PostgreSQL refuses unless the schema is empty.
//!
//! ## Bad
//!
//! ```sql
//! DROP SCHEMA legacy CASCADE;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DROP SCHEMA legacy;
//! ```

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-schema", Severity::Error, Check::Statement(check));

fn check(_cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::Drop(drop) = &line.act else { return };
    if drop.what != "SCHEMA" || !drop.cascade {
        return;
    }
    for name in &drop.names {
        found.add(
            Draft::new(line, format!("drop what is in schema {name} by name, and then the empty schema"))
                .why("All that is in it goes, rows included, and all that depends on it elsewhere, without being named.")
                .instead(format!("-- DROP TABLE …, one by one\nDROP SCHEMA {};", crate::context::sql(name))),
        );
    }
}
