//! # Do not change a column's type in place
//!
//! Most changes of a type write the whole table and its indexes anew under an ACCESS EXCLUSIVE lock. The safe way takes
//! more than one migration: add a column of the new type, let the application write both, copy the rows in batches, then
//! switch over.
//!
//! Some changes only touch the catalog: a longer or unlimited `varchar`, `varchar` to `text`, a `numeric` with more digits
//! and the same scale. The text does not say what the type was, so without a schema or a rehearsal this is a warning, and
//! only advice where the new type is `text` or `varchar` without a length, because nearly always a `varchar` becomes that.
//! With a schema or a rehearsal it is found exactly: what does not rewrite is not flagged.
//!
//! ## Bad
//!
//! ```sql
//! -- known: orders has 4000000 rows
//! -- seen: rewrites orders
//! -- seen: locks orders ACCESS EXCLUSIVE
//! ALTER TABLE orders ALTER COLUMN id TYPE bigint;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: orders has 4000000 rows
//! -- known: CREATE TABLE orders (id integer, reference varchar(20))
//! ALTER TABLE orders ALTER COLUMN reference TYPE varchar(40);
//! ```

use whimbrel_catalog::{LockMode, ident};

use crate::context::{Context, Line, sql};
use crate::data_type;
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("change-column-type", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    if cx.is_calm(line, table) {
        return;
    }
    for (action, span) in &alter.actions {
        let Action::SetType { column, data_type, using } = action else { continue };
        let old = line.table_before(table).and_then(|table| table.column(column)).map(|column| &column.data_type);
        let widens = old.is_some_and(|old| !using && data_type::widens(old, data_type));
        let scanned = line.scanned(table);
        let harmless = scanned.map_or(widens, |scanned| !scanned);
        if harmless {
            continue;
        }
        let what = if scanned.is_none() || line.rewrote(table) == Some(true) { "written anew" } else { "read" };
        let from = old.map(|old| format!(" from {old}")).unwrap_or_default();
        let mut draft =
            Draft::new(line, format!("do not change the type of {table}.{column}{from} to {data_type} in place"))
                .at(line, *span)
                .why(format!(
                    "All of {table}{} is {what} before anybody can use the table again.",
                    cx.rows_words(table)
                ))
                .lock(line.lock_words(table, LockMode::AccessExclusive))
                .instead(format!(
                    "ALTER TABLE {on} ADD COLUMN {new} {data_type};\n\
                     -- then, each in a migration or release of its own: write both columns, copy the old rows in\n\
                     -- batches, read the new column, drop the old one",
                    on = sql(table),
                    new = ident(&format!("{column}_new")),
                ))
                .from(if scanned.is_some() { Basis::Trace } else if old.is_some() { Basis::Catalog } else { Basis::Text });
        if scanned.is_none() && old.is_none() {
            // what becomes text was nearly always a varchar, which is text with a limit
            let likely_string = !using && data_type::takes_any_string(data_type);
            draft = if likely_string { draft.severity(Severity::Advice) } else { draft.unsure() };
            draft.why = format!(
                "Unless the new type only lifts a limit of the old one, all of {table}{} is written anew before anybody \
                 can use the table again. A rehearsal tells which.",
                cx.rows_words(table)
            );
        }
        found.add(draft);
    }
}
