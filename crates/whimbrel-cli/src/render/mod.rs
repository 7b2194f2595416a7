//! Results and problems as text for people. Everything can be read without colour.

pub mod changes;
pub mod columns;
pub mod difference;
pub mod findings;
pub mod known;
pub mod migration;
pub mod migration_file;
pub mod plan;
pub mod problem;
pub mod rehearsal;
mod snippet;
pub mod style;
pub mod time;
pub mod wrap;
