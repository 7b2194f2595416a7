//! # Keep the values that are there
//!
//! Found from the rehearsal: rows were there before `up`, and some of them, or some of their values, are gone after it; or
//! `up` kept them and `down` does not bring them back. Text made a number, a number made shorter, a column dropped, rows
//! deleted. Where that is what the migration is for, allow it with the reason.
//!
//! ## Bad
//!
//! ```sql
//! -- migrate:up
//! -- seen: up loses values of scores.points
//! UPDATE scores SET points = round(points) WHERE id < 100;
//!
//! -- migrate:down
//! SELECT 1;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE scores ADD COLUMN whole integer;
//!
//! -- migrate:down
//! ALTER TABLE scores DROP COLUMN whole;
//! ```

use whimbrel_source::lex::{Lexer, TokenKind};
use whimbrel_source::{Engine, Statement};

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};
use crate::tried::{Gone, Rows};

pub(crate) const RULE: Rule =
    Rule::new("loses-values", Severity::Warning, Check::Migration(check)).of_rehearsal(|it| it.rows.is_some());

const INSTEAD: &str = "-- first write what is there to where it stays: a column or a table of its own";

fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(rows) = cx.unit.tried.as_ref().and_then(|tried| tried.rows.as_ref()) else { return };
    let engine = cx.run.engine;
    for (place, gone) in by_place(&rows.lost_by_up, cx.unit.statements, engine) {
        let Some(line) = cx.lines.get(place.unwrap_or_default()) else { continue };
        let draft = Draft::new(line, format!("keep what `up` loses: {gone}"));
        found.add(draft.why(why(rows, "`up`")).instead(INSTEAD).from(Basis::Rehearsal));
    }
    let down = cx.down_statements();
    for (place, gone) in by_place(&rows.lost_by_down, &down, engine) {
        let draft = Draft::of_down(cx, format!("keep what `down` loses: {gone}"));
        let draft = match place.and_then(|place| down.get(place)) {
            Some(statement) => draft.over(statement.span),
            None => draft,
        };
        found.add(draft.why(why(rows, "`up` and `down`")).instead(INSTEAD));
    }
}

fn why(rows: &Rows, after: &str) -> String {
    format!("They were there before, and are gone after {after}: tried over {}.", rows.words())
}

/// What is gone, with the statement that is likely to have done it.
fn by_place(lost: &[Gone], statements: &[Statement], engine: Engine) -> Vec<(Option<usize>, String)> {
    let mut places: Vec<(Option<usize>, Vec<&str>)> = Vec::new();
    for gone in lost {
        let place = naming(gone, statements, engine);
        match places.iter_mut().find(|(other, _)| *other == place) {
            Some((_, all)) => all.push(&gone.what),
            None => places.push((place, vec![&gone.what])),
        }
    }
    places.into_iter().map(|(place, all)| (place, all.join(", "))).collect()
}

/// The last statement that names the table and the column, else the last that names the table; the only one, where there
/// are no others.
fn naming(gone: &Gone, statements: &[Statement], engine: Engine) -> Option<usize> {
    let names = |statement: &Statement, name: &str| {
        Lexer::new(&statement.sql, engine).any(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier)
                && token.identifier().is_some_and(|identifier| identifier == name)
        })
    };
    let of_table = |statement: &Statement| names(statement, &gone.table);
    let of_column = |it: &Statement| of_table(it) && gone.column.as_ref().is_none_or(|column| names(it, column));
    let only = (statements.len() == 1).then_some(0);
    statements.iter().rposition(of_column).or_else(|| statements.iter().rposition(of_table)).or(only)
}
