//! # Do not turn row-level security off
//!
//! From COMMIT on every role that may read the table reads all of its rows, whatever the policies say: they stay, and are
//! not asked. To change who sees what, change the policies. To write rows as a migration, be the table's owner, whom
//! policies do not bind unless they are forced.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
//! ```
//!
//! ## Good
//!
//! ```sql
//! DROP POLICY own_notes ON notes;
//! CREATE POLICY own_notes ON notes USING (author = current_user OR shared);
//! ```

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("row-security-disabled", Severity::Warning, Check::Statement(check));

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        // where it is off already, nothing changes
        let is_on = line.table_before(table).is_none_or(|table| table.row_security);
        if *action != Action::DisableRowSecurity || cx.is_new(line, table) || !is_on {
            continue;
        }
        found.add(
            Draft::new(line, format!("change the policies of {table} instead of turning row-level security off"))
                .at(line, *span)
                .why(format!("Once this is committed, every role that may read {table} reads all of its rows.")),
        );
    }
}
