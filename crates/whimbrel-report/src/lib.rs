//! Results as JSON: versioned data-transfer types whose field names are stable. Values in, values out.
//!
//! Every command prints one [`Envelope`]. Fields may be added within a version; they are never renamed or removed.

mod change;
mod check;
mod difference;
mod envelope;
mod finding;
mod plan;
mod problem;
mod rehearsal;
mod run;
mod sealed;
mod status;

pub use change::ChangeJson;
pub use check::CheckJson;
pub use difference::{
    DifferenceJson, HazardJson, PossibleRenameJson, RenameJson, RowsJson, SeenJson, StatementJson, WithoutRowsJson,
};
pub use envelope::{Envelope, TargetJson, VERSION};
pub use finding::{FindingJson, Located, github, markdown, sarif};
pub use plan::{PlanJson, StepJson};
pub use problem::ProblemJson;
pub use rehearsal::{BrokenJson, LockJson, RehearsedJson, RowsTriedJson, TriedJson, TryFailureJson, WrittenJson};
pub use run::{EffectsJson, HookJson, LossJson, MigrationRunJson, OrderJson};
pub use sealed::{SealedDatabaseJson, SealedJson, SealedMigrationJson, SealedRefusalJson, sealed};
pub use status::{AppliedJson, StatusJson, StatusRowJson};

use std::time::Duration;

/// Whole milliseconds.
fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
