//! # Do not rename a column that a running application uses
//!
//! Every query that names the old column fails from COMMIT on, and the new application fails until then: there is no moment
//! at which both work. Add the new column, write both, and drop the old one when nothing reads it; or keep the old name,
//! and put a view with the new one in front.
//!
//! Nothing is found where the table is new in this run.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users RENAME COLUMN mail TO email;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE users ADD COLUMN email text;
//! ```

use whimbrel_catalog::ident;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("rename-column", Severity::Error, Check::Statement(check)).for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        let Action::RenameColumn { from, to } = action else { continue };
        if cx.is_new(line, table) {
            continue;
        }
        found.add(
            Draft::new(line, format!("do not rename {table}.{from} while an application uses it"))
                .at(line, *span)
                .why(format!(
                    "Queries that name {from} fail once this is committed, and those that name {to} fail until then."
                ))
                .instead(format!(
                    "ALTER TABLE {} ADD COLUMN {} …;\n-- write both, fill the old rows in batches, then drop {}",
                    sql(table),
                    ident(to),
                    ident(from)
                )),
        );
    }
}
