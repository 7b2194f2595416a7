//! # Do not put rules in the place of what applications do
//!
//! `CREATE RULE … DO INSTEAD` on a table rewrites every INSERT, UPDATE or DELETE of it before it is planned: the application
//! is told that all went well, with no row. A trigger, or a constraint, says no where no is meant.
//!
//! Nothing is found where the table is new in this run, or known to be a view.
//!
//! ## Bad
//!
//! ```sql
//! CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING;
//! ```
//!
//! ## Good
//!
//! ```sql
//! REVOKE DELETE ON orders FROM application;
//! ```

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, ObjectName};

use crate::context::{self, Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("rule-instead", Severity::Warning, Check::Statement(check));

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Some((event, table)) = replaced(&line.statement.sql) else { return };
    let is_view = line.observed.before.is_some_and(|catalog| context::table(catalog, &table).is_none());
    if is_view || cx.is_new(line, &table) || cx.creating(&table.name).any(|(number, _)| number < line.number) {
        return;
    }
    found.add(
        Draft::new(line, format!("do not put a rule in the place of {event} on {table}"))
            .why(format!("A {event} that the application sends does something else from now on, and does not say so.")),
    );
}

/// What a rule stands in for, and on which table.
fn replaced(sql: &str) -> Option<(String, ObjectName)> {
    let mut words = Cursor::new(sql, Engine::Postgres);
    if !words.eat("CREATE") {
        return None;
    }
    words.eat("OR REPLACE");
    if !words.eat("RULE") {
        return None;
    }
    words.name()?;
    if !words.eat("AS ON") {
        return None;
    }
    let event = words.next()?.text.to_ascii_uppercase();
    let table = words.eat("TO").then(|| words.object_name()).flatten()?.0;
    while !words.eat("DO") {
        words.next()?;
    }
    (event != "SELECT" && words.is("INSTEAD")).then_some((event, table))
}
