//! What the server says besides its answers.

use super::mask::mask;

/// A NOTICE, WARNING, … of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `NOTICE`, `WARNING`, `INFO`, `LOG` or `DEBUG`, in the server's language.
    pub severity: String,
    /// SQLSTATE.
    pub code: String,
    /// Its text, secrets masked.
    pub message: String,
    /// More of it.
    pub detail: Option<String>,
    /// The server's advice.
    pub hint: Option<String>,
    /// Where in PL/pgSQL.
    pub context: Option<String>,
}

impl Notice {
    pub(crate) fn new(said: &tokio_postgres::error::DbError, secrets: &[String]) -> Self {
        let masked = |text: Option<&str>| text.map(|t| mask(t, secrets));
        Self {
            severity: said.severity().to_owned(),
            code: said.code().code().to_owned(),
            message: mask(said.message(), secrets),
            detail: masked(said.detail()),
            hint: masked(said.hint()),
            context: masked(said.where_()),
        }
    }
}
