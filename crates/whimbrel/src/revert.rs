//! `revert`: what would be lost, and the way back.

use whimbrel_catalog::Change;
use whimbrel_plan::{Loss, Observer, Plan, Problem, RunLog};
use whimbrel_run::Interrupt;
use whimbrel_source::Version;

use crate::Session;

/// How far back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevertTo {
    /// The newest N.
    Last(usize),
    /// Everything newer than this version, which stays applied.
    Version(Version),
    /// Everything.
    All,
}

/// What a revert would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Newest first.
    pub plan: Plan,
    /// What holds data and would be gone.
    pub losses: Vec<Loss>,
    /// The catalog's changes, as tried in a transaction that was rolled back.
    pub changes: Vec<Change>,
    /// What must be typed, such as `DELETE CHATS TABLE`; `None` where nothing that can hold data would go.
    pub phrase: Option<String>,
}

impl Session<'_> {
    /// Tries the `down` sections in a transaction that is rolled back, and counts what they would destroy.
    pub async fn preview_revert(&mut self, to: &RevertTo) -> Result<Preview, Problem> {
        let _ = to;
        todo!()
    }

    /// Does what `preview` says. `confirmation` must be its phrase, where it has one. Refuses where the target
    /// has changed since the preview.
    pub async fn revert(
        &mut self,
        preview: &Preview,
        confirmation: Option<&str>,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<RunLog, Problem> {
        let _ = (preview, confirmation, observer, interrupt);
        todo!()
    }
}
