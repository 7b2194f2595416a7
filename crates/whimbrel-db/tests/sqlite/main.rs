//! SQLite on real files.

mod alter_columns;
mod alter_tables;
mod foreign_keys;
mod lock;
mod open;
mod property;
mod support;
mod translated;
