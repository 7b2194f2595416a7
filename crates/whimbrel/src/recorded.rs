//! `baseline` and `repair`: they change the history and nothing else.

use whimbrel_plan::{Observer, Problem};
use whimbrel_source::Version;

use crate::Session;

/// Which migrations were recorded as applied without being run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaselineOutcome {
    /// In order.
    pub recorded: Vec<(Version, String)>,
}

/// What to repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Accept the file as it is now, for an applied migration that was edited.
    Accept(Version),
    /// Take the record of an applied migration away; it counts as pending, or as gone where its file is.
    Forget(Version),
    /// A step of an unfinished migration that is in doubt was done.
    StepDone(Version),
    /// A step of an unfinished migration that is in doubt was not done; it runs again.
    StepUndone(Version),
}

/// What was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairOutcome {
    /// Which migration.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// What was done, for a person.
    pub what: String,
}

impl Session<'_> {
    /// Records the pending migrations up to `to` (all of them where `None`) as applied without running them.
    pub async fn baseline(
        &mut self,
        to: Option<&Version>,
        observer: &mut dyn Observer,
    ) -> Result<BaselineOutcome, Problem> {
        let _ = (to, observer);
        todo!()
    }

    /// Repairs the history.
    pub async fn repair(&mut self, repair: &Repair, observer: &mut dyn Observer) -> Result<RepairOutcome, Problem> {
        let _ = (repair, observer);
        todo!()
    }
}
