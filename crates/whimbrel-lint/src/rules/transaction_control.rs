//! # Leave transactions to Whimbrel
//!
//! A migration's statements, its verification and its record in the history are one transaction, so BEGIN, COMMIT and
//! ROLLBACK have no place in it. What PostgreSQL refuses in a transaction is recognised and run as a step of its own.
//!
//! With `transaction:false` transactions may be placed by hand. Then each BEGIN needs its COMMIT, and what cannot run in a
//! transaction has to stand outside of them.
//!
//! ## Bad
//!
//! ```sql
//! BEGIN;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up transaction:false
//! BEGIN;
//! ALTER TABLE orders ADD COLUMN note text;
//! COMMIT;
//! CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);
//!
//! -- migrate:down
//! ALTER TABLE orders DROP COLUMN note;
//! ```

use whimbrel_source::Kind;

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("transaction-control", Severity::Error, Check::Migration(check)).for_sqlite_too();

fn check(cx: &Context<'_>, found: &mut Found) {
    let by_hand = cx.section().is_some_and(|section| !section.transaction);
    let mut open: Option<&Line<'_>> = None;
    for line in &cx.lines {
        let verb = line.statement.verb();
        let wrong = match line.statement.kind {
            Kind::Begin | Kind::Commit | Kind::Rollback if !by_hand => Some((
                format!("delete {verb}: the migration runs in a transaction of its own"),
                "It would begin or end that transaction, and what follows would no longer be undone together.".to_owned(),
            )),
            Kind::Begin if open.is_some() => Some((
                "write COMMIT before this BEGIN".to_owned(),
                "A transaction is open already, and PostgreSQL knows only one.".to_owned(),
            )),
            Kind::Commit if open.is_none() => Some((
                format!("delete {verb}: no transaction is open here"),
                "It ends nothing.".to_owned(),
            )),
            Kind::Rollback => Some((
                format!("delete {verb}, together with what it undoes"),
                "A migration cannot roll itself back: what it undoes would be recorded as applied.".to_owned(),
            )),
            _ => line.statement.refused_in_transaction().filter(|_| open.is_some()).map(|why| {
                ("write COMMIT before this statement".to_owned(), format!("{why}, and one is open here."))
            }),
        };
        if let Some((message, why)) = wrong {
            found.add(Draft::new(line, message).why(why));
        }
        match line.statement.kind {
            Kind::Begin if by_hand => open = Some(line),
            Kind::Commit | Kind::Rollback => open = None,
            _ => {}
        }
    }
    if let Some(line) = open {
        found.add(
            Draft::new(line, "write the COMMIT of this BEGIN")
                .why("The transaction is never ended, so nothing of it would be kept."),
        );
    }
}
