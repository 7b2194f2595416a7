//! `verify`: the `verify` sections of what is applied, read-only.

use whimbrel_plan::{Problem, Verdict};

use crate::Session;

/// What to check.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// Run the `test` sections too, each in a transaction that is rolled back.
    pub tests: bool,
}

impl Session<'_> {
    /// Checks every applied migration. A check that does not hold is in the verdict, not an error.
    pub async fn verify(&mut self, options: &VerifyOptions) -> Result<Verdict, Problem> {
        let _ = options;
        todo!()
    }
}
