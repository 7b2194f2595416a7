//! The steps a run will take, and the types of its outcome. Emits steps and never executes them.

pub mod check;
pub mod difference;
pub mod effect;
pub mod event;
pub mod history;
pub mod loss;
pub mod outcome;
pub mod problem;
pub mod rehearsal;
pub mod sealed;
pub mod status;
pub mod step;

pub use difference::{Difference, Proof, RowsProof};
pub use effect::{EffectDifference, Expected};
pub use event::{Event, LockHolder, Observer};
pub use history::{Applied, History, HistoryEvent, HistoryEventKind, Unfinished};
pub use loss::{Loss, LossKind, phrase};
pub use outcome::{CheckResult, Effects, HookResult, MigrationRun, OrderProven, RunLog, StatementRun, Verdict};
pub use problem::{ExitClass, Problem};
pub use rehearsal::{Again, Back, BrokenObject, Gone, Held, Rehearsal, Rehearsed, RowsTried, Tried, TryFailure};
pub use sealed::{Sealed, SealedDatabase, SealedMigration, SealedRefusal};
pub use status::{State, Status, StatusRow};
pub use step::{Direction, Plan, PlannedMigration, Step, StepMode};
