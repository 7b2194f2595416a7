//! # Do not add an exclusion constraint to a table in use
//!
//! `ADD CONSTRAINT … EXCLUDE` builds its index over all rows under an ACCESS EXCLUSIVE lock, and PostgreSQL has no way
//! around it: there is neither NOT VALID nor USING INDEX for these. Add it with the table, or in a quiet hour with the
//! application stopped, and allow it with that reason.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE bookings (
//!     room   int NOT NULL,
//!     during tstzrange NOT NULL,
//!     EXCLUDE USING gist (room WITH =, during WITH &&)
//! );
//! ```

use whimbrel_catalog::LockMode;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action, Constraint, ConstraintKind};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("exclusion-builds-index", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        let Action::AddConstraint(Constraint { kind: ConstraintKind::Exclusion, .. }) = action else { continue };
        if cx.is_calm(line, table) {
            continue;
        }
        found.add(
            Draft::new(line, format!("do not add an exclusion constraint to {table} while the application uses it"))
                .at(line, *span)
                .why(format!(
                    "Its index is built over all rows of {table}{}, and PostgreSQL has no way to do that while the table \
                     is in use.",
                    cx.rows_words(table)
                ))
                .lock(line.lock_words(table, LockMode::AccessExclusive))
                .from(line.basis()),
        );
    }
}
