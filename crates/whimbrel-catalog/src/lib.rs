//! The schema of a database as a value, and the differences between two of them. Pure.

mod change;

pub use change::{Action, Change, Fact, ObjectId, ObjectKind};
