//! Runs plans against a target: the only writer. Takes the run lock, executes steps, verifies before COMMIT, and
//! keeps the history and the journal. Prints nothing and reads no environment: what happens comes back as values
//! and [`whimbrel_plan::Event`]s.
//!
//! The order of a run: [`lock::acquire`], [`history::read`], make the plan, [`run`], [`RunLock::release`].

pub mod error;
mod existing;
pub mod history;
mod interrupt;
mod journal;
pub mod lock;
mod options;
mod postgres;
mod problem;
pub mod record;
mod run;
mod sql;
mod sqlite;
pub mod trial;

pub use error::{Failure, RunError, Standing, Which};
pub use interrupt::Interrupt;
pub use lock::RunLock;
pub use options::RunOptions;
pub use problem::stays;
pub use run::run;
