//! `ALTER TABLE` in PostgreSQL's syntax. What SQLite can do is passed on to it; for the rest the definition's
//! text is edited and the table rebuilt from it with its rows.
//!
//! `parse` reads the statement, `definition` the `CREATE TABLE`, `edit` makes the new text, `rebuild` executes.

mod action;
mod cast;
mod check;
mod convert;
mod copy;
pub(in crate::sqlite) mod definition;
mod edit;
mod layout;
pub(in crate::sqlite) mod names;
mod parse;
mod rebuild;
mod refuse;
mod shape;

pub(super) use refuse::referenced;
