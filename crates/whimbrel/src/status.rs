//! `status`: reads, never writes.

use whimbrel_plan::{Problem, Status};

use crate::Session;

impl Session<'_> {
    /// How every migration stands.
    pub async fn status(&mut self) -> Result<Status, Problem> {
        let files = self.project.read()?;
        let history = self.history().await?;
        Ok(whimbrel_inspect::status::status(&files, self.engine(), &history))
    }
}
