//! One SQL statement with its place in the file, and what kind of statement it is.

use crate::{Engine, SourceError, SourceFile, Span};

/// A statement, as the user wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text to send: without the closing semicolon, without leading comments.
    pub sql: String,
    /// Of `sql` in the file.
    pub span: Span,
    /// The comment directly above, without its marks; names a check of a `verify` section.
    pub comment: Option<String>,
    /// Where `COPY … FROM STDIN` is followed by data: the data in the file, without the closing `\.` line.
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

/// What a statement does, found from its first tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `BEGIN`, `START TRANSACTION`
    Begin,
    /// `COMMIT`, `END`
    Commit,
    /// `ROLLBACK`, `ABORT` (not `ROLLBACK TO`)
    Rollback,
    /// `SET` or `RESET` of a setting for the session (not `SET LOCAL`)
    SetSession,
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
    /// `MERGE`
    Merge,
    /// `COPY … FROM STDIN`
    CopyIn,
    /// `SELECT`, `VALUES`, `TABLE`, `WITH … SELECT`
    Query,
    /// `CREATE TABLE`
    CreateTable {
        /// The table.
        name: ObjectName,
        /// `IF NOT EXISTS`
        if_not_exists: bool,
    },
    /// `CREATE [UNIQUE] INDEX`
    CreateIndex {
        /// `None` where PostgreSQL is left to choose one.
        name: Option<ObjectName>,
        /// The table it is on.
        table: ObjectName,
        /// `CONCURRENTLY`
        concurrently: bool,
        /// `IF NOT EXISTS`
        if_not_exists: bool,
    },
    /// `DROP INDEX`
    DropIndex {
        /// Every index it names.
        names: Vec<ObjectName>,
        /// `CONCURRENTLY`
        concurrently: bool,
    },
    /// `REINDEX … CONCURRENTLY`
    ReindexConcurrently,
    /// `ALTER TABLE`
    AlterTable {
        /// The table.
        table: ObjectName,
        /// `DETACH PARTITION … CONCURRENTLY`
        detach_concurrently: bool,
    },
    /// Any other statement: its leading keywords in upper case, such as `CREATE VIEW`.
    Other(String),
}

impl Statement {
    /// Splits `span` of `file` by the rules of `engine`.
    pub fn split(file: &SourceFile, span: Span, engine: Engine) -> Result<Vec<Self>, SourceError> {
        let _ = (file, span, engine);
        todo!()
    }

    /// Why PostgreSQL refuses it inside a transaction block, or `None` where it may run in one.
    pub fn refused_in_transaction(&self) -> Option<&'static str> {
        todo!()
    }
}
