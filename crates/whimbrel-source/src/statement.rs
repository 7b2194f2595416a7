//! One SQL statement with its place in the file.

use crate::kind::{self, Kind};
use crate::split::{Pieces, comment_text};
use crate::{Created, Engine, SourceError, SourceFile, Span, created, refused};

/// A statement, as the user wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text to send: from its first token to its last, without the closing semicolon.
    pub sql: String,
    /// Of `sql` in the file.
    pub span: Span,
    /// The comment directly above, without its marks; names a check of a `verify` section.
    pub comment: Option<String>,
    /// For `COPY … FROM STDIN`, and only for it: the rows in the file, without the closing `\.` line; empty
    /// where no row follows.
    pub copy_data: Option<Span>,
    /// What it does, as far as Whimbrel must know.
    pub kind: Kind,
}

/// A name as written, each part with quotes removed and unquoted parts folded to lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectName {
    /// `None` where the statement does not say.
    pub schema: Option<String>,
    /// The last part.
    pub name: String,
}

impl std::fmt::Display for ObjectName {
    /// `app.users`, for messages; not quoted, so not for SQL.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl Statement {
    /// Splits `span` of `file` by the rules of `engine`. Panics unless `span` lies in the file on character
    /// boundaries.
    ///
    /// # Errors
    /// A quote, comment, parenthesis or body that is never closed; a command of a database shell; rows of a
    /// COPY that have no end.
    pub fn split(file: &SourceFile, span: Span, engine: Engine) -> Result<Vec<Self>, SourceError> {
        Pieces::of(file, span, engine)
            .map(|piece| {
                let piece = piece?;
                let sql = file.slice(piece.sql).to_owned();
                let kind = Kind::of(&sql, engine);
                let comment = piece.above.and_then(|above| comment_text(&file.text, above, engine));
                Ok(Self { sql, span: piece.sql, comment, copy_data: piece.copy_data, kind })
            })
            .collect()
    }

    /// What it is called when shown: `CREATE TABLE`, `INSERT`, …; in upper case.
    pub fn verb(&self) -> String {
        kind::verb(&self.sql, &self.kind)
    }

    /// What it creates, for a `CREATE` of something with a name. `engine` is the one it was split for.
    pub fn created(&self, engine: Engine) -> Option<Created> {
        created::of(&self.sql, engine)
    }

    /// Why PostgreSQL refuses it inside a transaction block, or `None` where it may run in one.
    pub fn refused_in_transaction(&self) -> Option<&'static str> {
        refused::in_transaction(&self.sql)
    }
}
