//! Who is in the way: asked from a second session while the first one waits.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use whimbrel_db::Postgres;
use whimbrel_plan::LockHolder;

use crate::lock::lock_holder;

const BLOCKERS: &str = include_str!("blockers.sql");
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// Looks until it is dropped.
pub(super) struct Lookout {
    found: mpsc::Receiver<Vec<LockHolder>>,
    task: JoinHandle<()>,
}

impl Lookout {
    /// Begins to look for those who block `session`.
    pub(super) fn start(session: &Postgres) -> Self {
        let (tell, found) = mpsc::channel(1);
        let (pid, canceller) = (session.pid(), session.canceller());
        let task = tokio::spawn(async move {
            // Naming who is in the way is a courtesy: a server that admits no second session does not keep the run
            // from waiting, and the run's own error says that it waited in vain.
            let Ok(second) = canceller.another_session("whimbrel (looking for blockers)").await else { return };
            let sql = BLOCKERS.replace("{pid}", &pid.to_string());
            while let Ok(replies) = second.run(&sql).await {
                let rows = replies.iter().flat_map(|reply| &reply.rows);
                let holders: Vec<LockHolder> = rows.map(|row| lock_holder(row)).collect();
                if tell.send(holders).await.is_err() {
                    break;
                }
                tokio::time::sleep(PAUSE).await;
            }
        });
        Self { found, task }
    }

    /// The next look's result; never where it cannot look.
    pub(super) async fn next(&mut self) -> Vec<LockHolder> {
        match self.found.recv().await {
            Some(holders) => holders,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Lookout {
    fn drop(&mut self) {
        self.task.abort();
    }
}
