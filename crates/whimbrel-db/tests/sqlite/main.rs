//! SQLite on real files.

mod alter;
mod foreign_keys;
mod lock;
mod open;
mod property;
mod support;
mod translated;
