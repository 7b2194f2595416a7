//! # Do not add a column whose value differs by row
//!
//! A column with a constant default, or with `now()`, is added at once: PostgreSQL keeps the one value beside the table.
//! Where the value differs by row (`gen_random_uuid()`, a serial or identity column, a generated column that is STORED),
//! the whole table is written anew under an ACCESS EXCLUSIVE lock.
//!
//! A default that calls a function whose text shows nothing is a warning, unless a rehearsal has seen what it does.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
//! ALTER TABLE orders ADD COLUMN token uuid;
//! ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
//! ```

use whimbrel_catalog::{LockMode, ident};
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, sql};
use crate::draft::{Draft, Found};
use crate::expression::{Volatility, volatility};
use crate::finding::Severity;
use crate::read::{Act, Action, Column, Stored};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("volatile-default", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    for (action, span) in &alter.actions {
        if let Action::AddColumn(column) = action
            && let Some(draft) = judge(cx, line, &alter.table, column)
        {
            found.add(draft.at(line, *span));
        }
    }
}

/// Says what adding the column does to the rows that are there.
fn judge(cx: &Context<'_>, line: &Line<'_>, table: &ObjectName, column: &Column) -> Option<Draft> {
    let (value, worst) = match (&column.default, column.generated) {
        (_, Some(Stored::Virtual)) => return None,
        (_, Some(Stored::Stored)) => ("what it is generated from".to_owned(), Volatility::Each),
        (Some(default), None) => (default.clone(), volatility(default)),
        (None, None) if column.is_serial() || column.identity => ("the next number".to_owned(), Volatility::Each),
        (None, None) => return None,
    };
    let harmless = match line.rewrote(table) {
        Some(rewrote) => !rewrote,
        None => worst == Volatility::Same,
    };
    if harmless || cx.is_calm(line, table) {
        return None;
    }
    let (name, on) = (&column.name, sql(table));
    let instead = match &column.default {
        Some(default) => format!(
            "ALTER TABLE {on} ADD COLUMN {0} {1};\nALTER TABLE {on} ALTER COLUMN {0} SET DEFAULT {default};\n\
             -- then fill the rows that were there, in batches, outside of this migration",
            ident(name),
            column.data_type,
        ),
        None => format!(
            "-- add the column without a value, fill it in batches and by a trigger for new rows, then make it what it\n\
             -- is to be\nALTER TABLE {on} ADD COLUMN {} {};",
            ident(name),
            crate::data_type::canonical(&column.data_type),
        ),
    };
    let mut draft = Draft::new(line, format!("add {table}.{name} without a value of its own for each row"))
        .why(format!(
            "Each row gets another value ({value}), so all of {table}{} is written anew, with its indexes.",
            cx.rows_words(table)
        ))
        .lock(line.lock_words(table, LockMode::AccessExclusive))
        .instead(instead)
        .from(line.basis());
    if line.observed.trace.is_none() && worst == Volatility::Unknown {
        draft = draft.unsure();
        draft.why = format!(
            "The default calls a function ({value}) that may give each row another value: then all of {table}{} is \
             written anew. A rehearsal tells.",
            cx.rows_words(table)
        );
    }
    Some(draft)
}
