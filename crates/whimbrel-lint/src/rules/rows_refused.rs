//! # Make it run over the rows that may be there
//!
//! Found from the rehearsal: the statement runs on empty tables and fails over rows. They are made up, as types and
//! constraints allow them, so the target may have none like them; but nothing in the schema keeps them away. Where you know
//! which rows there are, write them down as a fixture, which is tried instead; or allow it with the reason.
//!
//! ## Bad
//!
//! ```sql
//! -- seen: refuses rows: null value in column "initial" of relation "users" violates not-null constraint
//! UPDATE users SET initial = left(name, 1) WHERE id < 1000;
//! ```
//!
//! ## Good
//!
//! ```sql
//! UPDATE users SET initial = coalesce(left(name, 1), '?') WHERE id < 1000;
//! ```

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("rows-refused", Severity::Error, Check::Migration(check)).of_rehearsal(|it| it.rows.is_some());

fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(rows) = cx.unit.tried.as_ref().and_then(|tried| tried.rows.as_ref()) else { return };
    let Some((statement, error)) = &rows.refused else { return };
    let Some(line) = cx.lines.get(*statement) else { return };
    let instead = match rows.fixture {
        true => "-- first put right what is there: UPDATE …, or DELETE FROM …",
        false => {
            "-- first put right what is there: UPDATE …, or DELETE FROM …\n\
             -- or write down which rows there are, and they are tried instead:\n-- migrate:fixture\nINSERT INTO …;"
        }
    };
    found.add(
        Draft::new(line, format!("make this run over rows: {error}"))
            .why(format!("It runs on empty tables and fails over rows: tried over {}.", rows.words()))
            .instead(instead)
            .from(Basis::Rehearsal),
    );
}
