//! What the server says while a statement runs: to the user, and, at DEBUG1, of what it is doing. It says that in English
//! where `lc_messages` is C, which a shadow database has.

use crate::postgres::Notice;

/// The rows that a foreign key asks for are checked by a query of the server's own.
const VALIDATING: &str = "validating foreign key constraint ";
/// ALTER TABLE writes the rows anew, even where there are none.
const REWRITING: &str = "rewriting table ";

/// What was said, sorted.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// `NOTICE: table "x" does not exist, skipping`
    pub(super) notices: Vec<String>,
    /// Names of foreign keys that rows were held against.
    pub(super) foreign_keys: Vec<String>,
    /// Names of tables that were rewritten, without their schemas.
    pub(super) rewriting: Vec<String>,
}

impl Said {
    pub(super) fn new(said: Vec<Notice>) -> Self {
        let mut sorted = Self::default();
        for notice in said {
            if !notice.severity.starts_with("DEBUG") {
                sorted.notices.push(format!("{}: {}", notice.severity, notice.message));
            } else if let Some(name) = quoted(&notice.message, VALIDATING) {
                sorted.foreign_keys.push(name);
            } else if let Some(name) = quoted(&notice.message, REWRITING) {
                sorted.rewriting.push(name);
            }
        }
        sorted
    }
}

/// The name in double quotes behind `words`. Quotes in a name are not doubled there.
fn quoted(message: &str, words: &str) -> Option<String> {
    let name = message.strip_prefix(words)?.strip_prefix('"')?.strip_suffix('"')?;
    Some(name.to_owned())
}
