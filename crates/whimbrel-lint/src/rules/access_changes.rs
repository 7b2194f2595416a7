//! # Change who sees and owns what only when every application follows
//!
//! `FORCE ROW LEVEL SECURITY` hides rows from the table's owner, who saw all of them; a policy that is altered shows other
//! rows to those whom it is for; and a new owner takes from the old one all rights that only the owner had. What is no
//! longer visible is not an error to the application: it is as if the rows were not there.
//!
//! Nothing is found where the table is new in this run.
//!
//! ## Bad
//!
//! ```sql
//! ALTER POLICY own_notes ON notes USING (true);
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- whimbrel:allow access-changes because the notes are public from release 12 on
//! ALTER POLICY own_notes ON notes USING (true);
//! ```

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, ObjectName};

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("access-changes", Severity::Warning, Check::Statement(check));

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    if let Some((policy, table)) = altered_policy(&line.statement.sql) {
        if !cx.is_new(line, &table) {
            found.add(
                Draft::new(line, format!("alter policy {policy} only when every application follows"))
                    .why(format!("Those whom the policy is for see other rows of {table} from now on, or may write others.")),
            );
        }
        return;
    }
    let Act::AlterTable(alter) = &line.act else { return };
    let table = &alter.table;
    for (_, span) in &alter.actions {
        let mut words = Cursor::within(&line.statement.sql, *span, Engine::Postgres);
        let forces = words.follows("FORCE ROW LEVEL SECURITY")
            && line.table_before(table).is_none_or(|table| table.row_security && !table.force_row_security);
        let (message, why) = if cx.is_new(line, table) {
            continue;
        } else if forces {
            (
                format!("force the policies of {table} on its owner only when the owner needs no more"),
                "The owner saw every row, and sees from now on what the policies let through.".to_owned(),
            )
        } else if words.eat("OWNER TO") {
            (
                format!("give {table} to another owner only when the old one needs it no more"),
                "The old owner loses what only the owner may do, and what nobody granted it: reading and writing, too."
                    .to_owned(),
            )
        } else {
            continue;
        };
        found.add(Draft::new(line, message).at(line, *span).why(why));
    }
}

/// The policy whose condition or roles a statement changes, and its table.
fn altered_policy(sql: &str) -> Option<(String, ObjectName)> {
    let mut words = Cursor::new(sql, Engine::Postgres);
    if !words.eat("ALTER POLICY") {
        return None;
    }
    let policy = words.name()?.0;
    let table = words.eat("ON").then(|| words.object_name()).flatten()?.0;
    (!words.is("RENAME")).then_some((policy, table))
}
