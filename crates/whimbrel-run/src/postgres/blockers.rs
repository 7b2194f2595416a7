//! Who is in the way: asked from a second session while the first one waits.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use whimbrel_db::Postgres;
use whimbrel_plan::LockHolder;

use crate::lock::lock_holder;

const BLOCKERS: &str = include_str!("blockers.sql");

/// Looks until it is dropped.
pub(super) struct Lookout {
    found: watch::Receiver<Vec<LockHolder>>,
    task: JoinHandle<()>,
}

impl Lookout {
    /// Looks for those who block `session`, as often as `pause` says.
    pub(super) fn start(session: &Postgres, pause: Duration) -> Self {
        let (tell, found) = watch::channel(Vec::new());
        let (pid, canceller) = (session.pid(), session.canceller());
        let task = tokio::spawn(async move {
            // Naming who is in the way is a courtesy: a server that admits no second session does not keep the run
            // from waiting, and the run's own error says that it waited in vain.
            let Ok(second) = canceller.another_session("whimbrel (looking for blockers)").await else { return };
            let sql = BLOCKERS.replace("{pid}", &pid.to_string());
            while let Ok(replies) = second.run(&sql).await {
                let rows = replies.iter().flat_map(|reply| &reply.rows);
                let holders: Vec<LockHolder> = rows.map(|row| lock_holder(row)).collect();
                if !holders.is_empty() && tell.send(holders).is_err() {
                    break;
                }
                tokio::time::sleep(pause).await;
            }
        });
        Self { found, task }
    }

    /// Forgets what it has found until now.
    pub(super) fn look_anew(&mut self) {
        self.found.mark_unchanged();
    }

    /// Those found next; never where it finds nobody or cannot look.
    pub(super) async fn next(&mut self) -> Vec<LockHolder> {
        match self.found.changed().await {
            Ok(()) => self.found.borrow_and_update().clone(),
            Err(_) => std::future::pending().await,
        }
    }
}

impl Drop for Lookout {
    fn drop(&mut self) {
        self.task.abort();
    }
}
