//! `IF NOT EXISTS` over something that exists.

use whimbrel_db::postgres::Notice;
use whimbrel_plan::PlannedMigration;

use super::Run;
use crate::error::Failure;

impl Run<'_> {
    /// Before COMMIT: compares what was skipped because it exists with what was asked for. Gives the notices.
    pub(super) async fn compare_existing(
        &mut self,
        migration: &PlannedMigration,
        notices: Vec<Notice>,
    ) -> Result<Vec<String>, Failure> {
        let _ = migration;
        Ok(self.said(notices))
    }
}
