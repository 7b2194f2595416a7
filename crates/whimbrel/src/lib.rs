//! Whimbrel as a library: everything the command line does, for embedding in an application. Knows neither
//! the environment nor a terminal: what it needs is handed in, what happens comes back as values and events.
//!
//! Open a [`Session`] on a [`Project`] and a database, then call [`Session::status`], [`Session::apply`],
//! [`Session::verify`], [`Session::preview_revert`] and [`Session::revert`].

mod apply;
mod fingerprint;
mod judging;
mod linting;
mod not_caught;
mod order;
mod planning;
mod prepare;
mod problems;
mod project;
mod recorded;
pub mod rehearse;
mod revert;
pub mod schema;
mod sealed;
mod session;
mod status;
mod verify;

pub use apply::{ApplyOptions, ApplyOutcome};
pub use judging::Refused;
pub use planning::{Estimates, PlanOptions, Planned, ShadowFrom};
pub use project::{Project, RunSettings};
pub use recorded::{BaselineOutcome, Repair, RepairOutcome};
pub use revert::{Preview, RevertTo};
pub use session::Session;
pub use verify::VerifyOptions;

pub use whimbrel_catalog as catalog;
pub use whimbrel_db::address;
pub use whimbrel_db::postgres::facts::{OpenTransaction, ServerFacts, TableFacts};
pub use whimbrel_db::shadow::Machine;
pub use whimbrel_db::{Address, ConnectOptions};
pub use whimbrel_inspect::requirements::{Require, VariableRule};
pub use whimbrel_plan as plan;
pub use whimbrel_run::Interrupt;
pub use whimbrel_source as source;
