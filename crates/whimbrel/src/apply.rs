//! `apply`: lock, history, requirements, plan, run, proof.

use whimbrel_plan::{Applied, Observer, Plan, Problem, RunLog, Verdict};
use whimbrel_run::Interrupt;
use whimbrel_source::Version;

use crate::Session;

/// What to apply and what to put up with.
#[derive(Debug, Clone, Default)]
pub struct ApplyOptions {
    /// The last version to apply; `None` applies all.
    pub to: Option<Version>,
    /// Apply pending files that are older than the newest applied one.
    pub allow_out_of_order: bool,
    /// Go on although applied files have been edited.
    pub allow_edited: bool,
    /// Go on although files of applied migrations are missing.
    pub allow_missing: bool,
    /// Run the `test` sections on the target too, each in a transaction that is rolled back.
    pub tests: bool,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct ApplyOutcome {
    /// What ran and what it changed; no migrations where there was nothing to do.
    pub log: RunLog,
    /// The `test` sections, where asked for.
    pub tests: Verdict,
    /// How many migrations are applied now.
    pub applied: usize,
    /// How many are pending still, because of `to`.
    pub pending: usize,
    /// The newest applied one.
    pub newest: Option<Applied>,
}

impl Session<'_> {
    /// What `apply` would run, with everything checked that can be checked without writing.
    pub async fn plan_apply(&mut self, options: &ApplyOptions) -> Result<Plan, Problem> {
        let _ = options;
        todo!()
    }

    /// Applies what is pending. Each migration's `verify` section holds before it is committed.
    pub async fn apply(
        &mut self,
        options: &ApplyOptions,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<ApplyOutcome, Problem> {
        let _ = (options, observer, interrupt);
        todo!()
    }
}
