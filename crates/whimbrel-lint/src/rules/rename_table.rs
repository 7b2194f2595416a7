//! # Do not rename a table that a running application uses
//!
//! Every query that names the old table fails from COMMIT on. A view under the old name, made in the same transaction,
//! keeps it working: such a view can be read and written like the table.
//!
//! Nothing is found where the table is new in this run, or where a view takes the old name in the same migration.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users RENAME TO accounts;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE users RENAME TO accounts;
//! CREATE VIEW users AS SELECT * FROM accounts;
//! ```

use whimbrel_catalog::ident;
use whimbrel_source::{Created, ObjectName};

use crate::context::{Context, Line, same, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("rename-table", Severity::Error, Check::Statement(check)).for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (action, span) in &alter.actions {
        let Action::RenameTable(to) = action else { continue };
        let takes = |created: &Created| {
            (created.what == "VIEW" || created.what == "TABLE") && same(&created.name, table)
        };
        let name_is_taken = cx.creating(&table.name).any(|(number, created)| number > line.number && takes(created));
        if cx.is_new(line, table) || name_is_taken {
            continue;
        }
        let new = ObjectName { schema: table.schema.clone(), name: to.clone() };
        found.add(
            Draft::new(line, format!("do not rename {table} while an application uses it"))
                .at(line, *span)
                .why(format!(
                    "Queries that name {table} fail once this is committed, and those that name {to} fail until then."
                ))
                .instead(format!(
                    "ALTER TABLE {} RENAME TO {};\nCREATE VIEW {} AS SELECT * FROM {};",
                    sql(table),
                    ident(to),
                    sql(table),
                    sql(&new)
                )),
        );
    }
}
