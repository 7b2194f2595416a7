//! What a database or the way to it answers instead of a result.

/// A statement failed. Both engines fill what they have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DbError {
    /// SQLSTATE, or SQLite's extended result code such as `SQLITE_CONSTRAINT_FOREIGNKEY`.
    pub code: String,
    /// The database's own message, secrets masked.
    pub message: String,
    /// More of it.
    pub detail: Option<String>,
    /// The database's own advice.
    pub hint: Option<String>,
    /// Where in PL/pgSQL or in COPY data.
    pub context: Option<String>,
    /// Character offset from 0 into the text that was sent.
    pub position: Option<usize>,
    /// Which object.
    pub schema: Option<String>,
    #[allow(missing_docs)]
    pub table: Option<String>,
    #[allow(missing_docs)]
    pub column: Option<String>,
    #[allow(missing_docs)]
    pub constraint: Option<String>,
    /// Statements of the text that was sent that had completed before.
    pub completed: usize,
    /// True where the connection is gone, so that what was sent may or may not have happened.
    pub disconnected: bool,
}

/// Connecting failed: why, and what to do. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConnectError {
    /// Stable: `connection.refused`, `connection.password`, `connection.tls_required`, …
    pub code: &'static str,
    /// `failed to connect to postgres://app@db:5432/shop`
    pub message: String,
    /// The server's or system's own words.
    pub said: Option<String>,
    /// The likely cause.
    pub cause: Option<String>,
    /// What to do; sentences or commands.
    pub remedies: Vec<String>,
}
