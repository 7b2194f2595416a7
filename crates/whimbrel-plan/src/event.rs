//! What happens during a run, as it happens; the terminal shows it, libraries only emit it.

use std::time::Duration;

use whimbrel_source::Version;

/// A session in somebody's way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockHolder {
    /// Process id on the server, or of the SQLite process.
    pub pid: i32,
    /// Database user.
    pub user: Option<String>,
    /// `application_name`
    pub application: Option<String>,
    /// Address of its client.
    pub client: Option<String>,
    /// What it runs, shortened.
    pub query: Option<String>,
    /// How long it has been in its transaction or session.
    pub since: Option<Duration>,
}

/// Something that happened. Fields are named for what they hold.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Another run holds the run lock; waiting for it.
    WaitingForRun(Option<LockHolder>),
    /// The history is not where it should be: role may not create a schema. Carries the message.
    HistoryFallback(String),
    /// The history's own schema was upgraded.
    HistoryUpgraded { from: i32, to: i32 },
    /// `migrations` of them are tried on a shadow database; the target is not touched meanwhile.
    Rehearsing { migrations: usize },
    /// A migration begins; `index` counts from 0.
    Started { index: usize, total: usize, version: Version, name: String },
    /// An interrupted migration is continued after `done` steps.
    Resuming { version: Version, done: usize, total: usize },
    /// A statement waits for locks of others.
    Blocked { by: Vec<LockHolder>, attempt: u32 },
    /// `lock_timeout` passed; trying again after `pause`.
    Retrying { attempt: u32, of: u32, pause: Duration },
    /// An invalid index left by a cancelled build is dropped and built again.
    RebuildingIndex(String),
    /// The server said something.
    Notice(String),
    /// A migration is committed.
    Finished { version: Version, duration: Duration },
}

/// Receives events. Called from the run, so it must be quick.
pub trait Observer: Send {
    /// One event.
    fn event(&mut self, event: Event);
}

/// Ignores everything.
impl Observer for () {
    fn event(&mut self, _: Event) {}
}
