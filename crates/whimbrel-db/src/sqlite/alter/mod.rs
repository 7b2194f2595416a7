//! `ALTER TABLE` in PostgreSQL's syntax. What SQLite can do is passed on to it; for the rest the definition's
//! text is edited and the table rebuilt from it with its rows.
//!
//! What PostgreSQL means is kept, or refused with the reason:
//! - A type change keeps every value or fails with the count and an example. A cast of the whole column in USING
//!   counts as no USING, because SQLite's CAST answers 0 where PostgreSQL's fails. A cast to a type that SQLite
//!   does not have is refused: `CAST('2025-01-01' AS timestamp)` is 2025.
//! - `INTEGER PRIMARY KEY` stays that under `TYPE BIGINT`: it has 64 bits, and under another name would stop
//!   numbering its rows.
//! - A collation stays where the type changes and COLLATE is not given: it decides what is unique.
//! - NOT VALID leaves the rows there unchecked, VALIDATE CONSTRAINT checks them. SQLite keeps no note of which
//!   constraints are not valid yet.
//! - Unnamed constraints answer to PostgreSQL's default names, such as `chats_user_id_fkey`.
//! - What a dropped column or key takes with it, and what asks for CASCADE, is as in PostgreSQL.
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
