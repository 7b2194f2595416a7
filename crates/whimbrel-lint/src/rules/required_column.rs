//! # Give a new NOT NULL column a default
//!
//! A column that is NOT NULL and has no default cannot be added to a table that has rows: PostgreSQL refuses it. Where the
//! table has none, every INSERT of the running application fails from COMMIT on, because it does not know the column.
//!
//! Nothing is found where the table is new in this run.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE users ADD COLUMN locale text NOT NULL;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE users ADD COLUMN locale text NOT NULL DEFAULT 'en';
//! ```

use whimbrel_catalog::ident;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("required-column", Severity::Error, Check::Statement(check)).for_sqlite_too();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    if cx.is_new(line, table) {
        return;
    }
    for (action, span) in &alter.actions {
        let Action::AddColumn(column) = action else { continue };
        let has_value = column.default.is_some() || column.is_serial() || column.identity || column.generated.is_some();
        if !column.not_null || has_value {
            continue;
        }
        let refused = match cx.rows(table) {
            Some(0) => String::new(),
            Some(rows) => format!("{table} has {rows} rows and there is no value for them, so this is refused. "),
            None => format!("If {table} has rows, this is refused: there is no value for them. "),
        };
        found.add(
            Draft::new(line, format!("give {table}.{} a default, or let it be null at first", column.name))
                .at(line, *span)
                .why(format!("{refused}An application that does not know the column cannot insert rows any more."))
                .instead(format!(
                    "ALTER TABLE {} ADD COLUMN {} {} NOT NULL DEFAULT …;",
                    sql(table),
                    ident(&column.name),
                    column.data_type
                )),
        );
    }
}
