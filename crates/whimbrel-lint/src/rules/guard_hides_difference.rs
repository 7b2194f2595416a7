//! # Make sure that IF NOT EXISTS finds what the statement asks for
//!
//! Found from the rehearsal: an object of that name is there already, and it is not what the statement would have made. The
//! statement does nothing and says nothing, and what follows works on something else than its author thought.
//!
//! ## Bad
//!
//! ```sql
//! -- seen: skipped table users: column email is character varying(100), not text
//! CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, email text);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, email text);
//! ```

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("guard-hides-difference", Severity::Error, Check::Statement(check)).with_facts().for_sqlite_too();

fn check(_cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Some(hidden) = line.observed.hidden else { return };
    let (kind, name) = (hidden.object.kind, hidden.object.short());
    found.add(
        Draft::new(line, format!("alter {kind} {name} to what is wanted: it exists and is different"))
            .why(format!("IF NOT EXISTS passes it over, so it stays as it is: {}.", hidden.differences.join("; ")))
            .from(Basis::Rehearsal),
    );
}
