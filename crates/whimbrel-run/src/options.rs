//! How to run.

use std::time::Duration;

use crate::Interrupt;

/// How a run goes about it, and what it writes about itself into the history.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The schema of the history on PostgreSQL.
    pub history_schema: String,
    /// For each attempt to get a lock in the database; zero leaves the server's own.
    pub lock_timeout: Duration,
    /// How often a migration is tried when it does not get its locks; at least 1.
    pub lock_attempts: u32,
    /// For how long to wait for another run to end.
    pub lock_wait: Duration,
    /// For each statement; `None` leaves the server's own.
    pub statement_timeout: Option<Duration>,
    /// Who runs this: operating-system user and host, such as `mira@web-1`. The database user is added.
    pub actor: String,
    /// Whimbrel's version, or the embedding application's.
    pub tool: String,
    /// The git commit of the project, if any.
    pub revision: Option<String>,
    /// To be stopped by.
    pub interrupt: Interrupt,
    /// What the run must make of the schema; `None` where that is not known. PostgreSQL only.
    pub expected: Option<std::sync::Arc<whimbrel_plan::Expected>>,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            history_schema: "whimbrel".to_owned(),
            lock_timeout: Duration::from_secs(2),
            lock_attempts: 30,
            lock_wait: Duration::from_secs(10),
            statement_timeout: None,
            actor: String::new(),
            tool: concat!("whimbrel ", env!("CARGO_PKG_VERSION")).to_owned(),
            revision: None,
            interrupt: Interrupt::default(),
            expected: None,
        }
    }
}
