//! # Use a new enum value in the next migration, not in this one
//!
//! PostgreSQL lets `ALTER TYPE … ADD VALUE` run in a transaction, but refuses to use the value before COMMIT: "unsafe use of
//! new value". Put what uses it in the next migration. A type that is created in the same transaction is no problem.
//!
//! Nothing is found where a rehearsal has run the statement without an error.
//!
//! ## Bad
//!
//! ```sql
//! ALTER TYPE order_state ADD VALUE 'shipped';
//! ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'shipped';
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TYPE order_state ADD VALUE 'shipped';
//! ```

use std::collections::HashSet;

use whimbrel_source::Engine;
use whimbrel_source::lex::{Lexer, TokenKind};

use crate::context::{Context, key};
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::read::{Act, EnumValue};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("enum-value-in-same-transaction", Severity::Error, Check::Migration(check)).with_facts();

fn check(cx: &Context<'_>, found: &mut Found) {
    let mut fresh: Vec<(usize, usize, EnumValue)> = Vec::new();
    let mut made = HashSet::new();
    for line in &cx.lines {
        if let Act::CreateEnum(name) = &line.act {
            made.insert((line.transaction, key(name)));
        }
        fresh.retain(|(transaction, ..)| Some(*transaction) == line.transaction);
        if let Act::AddEnumValue(value) = &line.act {
            if let Some(transaction) = line.transaction.filter(|_| !made.contains(&(line.transaction, key(&value.name)))) {
                fresh.push((transaction, line.number, value.clone()));
            }
            continue;
        }
        if fresh.is_empty() || line.observed.trace.is_some() {
            continue;
        }
        for token in Lexer::new(&line.statement.sql, Engine::Postgres).filter(|token| token.kind == TokenKind::String) {
            let Some((_, number, value)) = fresh.iter().find(|(_, _, value)| value.value == token.text) else { continue };
            let at = cx.unit.migration.file.place(cx.lines[*number].statement.span.start).line;
            found.add(
                Draft::new(line, format!("move this to the next migration: {} is new in this transaction", value.value))
                    .at(line, token.span)
                    .why(format!(
                        "Line {at} adds the value to {}, and PostgreSQL refuses to use it before COMMIT (55P04, unsafe \
                         use of new value).",
                        value.name
                    )),
            );
            break;
        }
    }
}
