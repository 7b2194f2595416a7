//! What kind of statement it is, found from its first tokens.

use crate::lex::{Cursor, TokenKind};
use crate::{Engine, ObjectName, Span, verb};

/// What a statement does. Spans are places in the statement's own `sql`, so that a name can be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `BEGIN`, `START TRANSACTION`
    Begin,
    /// `COMMIT`, `END`, `PREPARE TRANSACTION`
    Commit,
    /// `ROLLBACK`, `ABORT` (not `ROLLBACK TO`)
    Rollback,
    /// `SET` or `RESET` of a setting for the session (not `SET LOCAL`)
    SetSession,
    /// `INSERT`, also below a `WITH`, as all of these
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
        /// Of the name, with its schema.
        name_span: Span,
        /// `IF NOT EXISTS`
        if_not_exists: bool,
        /// `TEMPORARY`
        temporary: bool,
    },
    /// `CREATE [UNIQUE] INDEX`
    CreateIndex {
        /// `None` where PostgreSQL is left to choose one.
        name: Option<ObjectName>,
        /// Of the name, with its schema.
        name_span: Option<Span>,
        /// The table it is on.
        table: ObjectName,
        /// Of the table's name, with its schema.
        table_span: Span,
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
        /// `IF EXISTS`
        if_exists: bool,
    },
    /// `DROP TABLE`
    DropTable {
        /// Every table it names.
        names: Vec<ObjectName>,
        /// `IF EXISTS`
        if_exists: bool,
    },
    /// `REINDEX … CONCURRENTLY`
    ReindexConcurrently,
    /// `ALTER TABLE`
    AlterTable {
        /// The table.
        table: ObjectName,
        /// Of the table's name, with its schema.
        table_span: Span,
        /// `IF EXISTS`
        if_exists: bool,
        /// `DETACH PARTITION … CONCURRENTLY`
        detach_concurrently: bool,
    },
    /// Any other statement: its leading keywords in upper case, such as `CREATE VIEW`.
    Other(String),
}

impl Kind {
    /// The kind of one statement, which begins at its first token and has no closing semicolon.
    pub fn of(sql: &str, engine: Engine) -> Self {
        let cursor = Cursor::new(sql, engine);
        known(cursor).unwrap_or_else(|| Self::Other(verb::of(cursor)))
    }
}

/// What the statement is called when shown.
pub(crate) fn verb(sql: &str, kind: &Kind) -> String {
    let known = match kind {
        Kind::Insert => "INSERT",
        Kind::Update => "UPDATE",
        Kind::Delete => "DELETE",
        Kind::Merge => "MERGE",
        Kind::CopyIn => "COPY",
        Kind::CreateTable { .. } => "CREATE TABLE",
        Kind::CreateIndex { .. } => "CREATE INDEX",
        Kind::DropIndex { .. } => "DROP INDEX",
        Kind::DropTable { .. } => "DROP TABLE",
        Kind::AlterTable { .. } => "ALTER TABLE",
        Kind::ReindexConcurrently => "REINDEX",
        Kind::Query if !sql.starts_with(|c: char| "vVtT".contains(c)) => "SELECT",
        Kind::Other(words) => words,
        _ => return verb::of(Cursor::new(sql, Engine::Postgres)),
    };
    known.to_owned()
}

fn known(mut cursor: Cursor<'_>) -> Option<Kind> {
    if cursor.is_kind(TokenKind::LeftParen) {
        return Some(Kind::Query);
    }
    let first = cursor.next().filter(|token| token.kind == TokenKind::Word)?;
    let mut word = [0; 10];
    let word = word.get_mut(..first.text.len())?;
    word.copy_from_slice(first.text.as_bytes());
    word.make_ascii_uppercase();
    match &*word {
        b"BEGIN" => Some(Kind::Begin),
        b"START" if cursor.is("TRANSACTION") => Some(Kind::Begin),
        b"PREPARE" if cursor.is("TRANSACTION") => Some(Kind::Commit),
        b"COMMIT" | b"END" if !cursor.is("PREPARED") => Some(Kind::Commit),
        b"ABORT" => Some(Kind::Rollback),
        b"ROLLBACK" => {
            let _ = cursor.eat("WORK") || cursor.eat("TRANSACTION");
            (!cursor.is("TO") && !cursor.is("PREPARED")).then_some(Kind::Rollback)
        }
        b"SET" => {
            let inside = ["LOCAL", "TRANSACTION", "CONSTRAINTS"].iter().any(|scope| cursor.is(scope));
            (!inside).then_some(Kind::SetSession)
        }
        b"RESET" => Some(Kind::SetSession),
        b"INSERT" | b"REPLACE" => Some(Kind::Insert),
        b"UPDATE" => Some(Kind::Update),
        b"DELETE" => Some(Kind::Delete),
        b"MERGE" => Some(Kind::Merge),
        b"SELECT" | b"VALUES" | b"TABLE" => Some(Kind::Query),
        b"WITH" => with(cursor),
        b"COPY" => {
            cursor.eat("BINARY");
            cursor.object_name()?;
            cursor.group();
            cursor.eat("FROM STDIN").then_some(Kind::CopyIn)
        }
        b"CREATE" => create(cursor),
        b"DROP" => drop(cursor),
        b"ALTER" => alter(cursor),
        b"REINDEX" => reindexes_concurrently(cursor).then_some(Kind::ReindexConcurrently),
        _ => None,
    }
}

/// Behind `WITH`: the verb below the common table expressions, whose bodies and names are passed over.
fn with(mut cursor: Cursor<'_>) -> Option<Kind> {
    loop {
        if cursor.is_kind(TokenKind::LeftParen) && cursor.group().is_some() {
            continue;
        }
        let token = cursor.next()?;
        let is = |word| token.is_word(word);
        if is("SELECT") || (is("VALUES") && cursor.is_kind(TokenKind::LeftParen)) {
            return Some(Kind::Query);
        } else if (is("INSERT") || is("REPLACE")) && (cursor.is("INTO") || cursor.is("OR")) {
            return Some(Kind::Insert);
        } else if is("DELETE") && cursor.is("FROM") {
            return Some(Kind::Delete);
        } else if is("MERGE") && cursor.is("INTO") {
            return Some(Kind::Merge);
        } else if is("UPDATE") && !cursor.is("AS") && !cursor.is_kind(TokenKind::LeftParen) {
            return Some(Kind::Update);
        } else if is("TABLE") {
            return Some(Kind::Query);
        }
    }
}

fn create(mut cursor: Cursor<'_>) -> Option<Kind> {
    let _ = cursor.eat("GLOBAL") || cursor.eat("LOCAL");
    let temporary = cursor.eat("TEMPORARY") || cursor.eat("TEMP");
    let _ = cursor.eat("UNLOGGED") || cursor.eat("UNIQUE");
    if cursor.eat("TABLE") {
        let if_not_exists = cursor.eat("IF NOT EXISTS");
        let (name, name_span) = cursor.object_name()?;
        return Some(Kind::CreateTable { name, name_span, if_not_exists, temporary });
    }
    if !cursor.eat("INDEX") {
        return None;
    }
    let concurrently = cursor.eat("CONCURRENTLY");
    let if_not_exists = cursor.eat("IF NOT EXISTS");
    let (name, name_span) = if cursor.is("ON") { None } else { Some(cursor.object_name()?) }.unzip();
    if !cursor.eat("ON") {
        return None;
    }
    cursor.eat("ONLY");
    let (table, table_span) = cursor.object_name()?;
    Some(Kind::CreateIndex { name, name_span, table, table_span, concurrently, if_not_exists })
}

fn drop(mut cursor: Cursor<'_>) -> Option<Kind> {
    let table = cursor.eat("TABLE");
    if !table && !cursor.eat("INDEX") {
        return None;
    }
    let concurrently = !table && cursor.eat("CONCURRENTLY");
    let if_exists = cursor.eat("IF EXISTS");
    let mut names = vec![cursor.object_name()?.0];
    while cursor.eat_kind(TokenKind::Comma).is_some() {
        names.push(cursor.object_name()?.0);
    }
    Some(if table { Kind::DropTable { names, if_exists } } else { Kind::DropIndex { names, concurrently, if_exists } })
}

fn alter(mut cursor: Cursor<'_>) -> Option<Kind> {
    if !cursor.eat("TABLE") || cursor.is("ALL") {
        return None;
    }
    let if_exists = cursor.eat("IF EXISTS");
    cursor.eat("ONLY");
    let (table, table_span) = cursor.object_name()?;
    let detach_concurrently =
        cursor.eat("DETACH PARTITION") && cursor.object_name().is_some() && cursor.is("CONCURRENTLY");
    Some(Kind::AlterTable { table, table_span, if_exists, detach_concurrently })
}

/// Behind `REINDEX`: `(CONCURRENTLY) TABLE t`, `TABLE CONCURRENTLY t`.
pub(crate) fn reindexes_concurrently(mut cursor: Cursor<'_>) -> bool {
    if cursor.is_kind(TokenKind::LeftParen) {
        let mut options = cursor;
        if cursor.group().is_none() {
            return false;
        }
        while options.offset() < cursor.offset() && options.next().is_some() {
            if options.eat("CONCURRENTLY") {
                let off = ["FALSE", "OFF"].iter().any(|word| options.is(word));
                return !off && options.peek().is_none_or(|token| token.text != "0");
            }
        }
    }
    cursor.next().is_some() && cursor.is("CONCURRENTLY")
}
