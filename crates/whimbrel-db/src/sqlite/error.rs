//! SQLite's errors as [`DbError`].

use rusqlite::ffi;

use crate::DbError;

/// An error with a code and a message, everything else unset.
pub(super) fn failure(code: &str, message: impl Into<String>) -> DbError {
    DbError {
        code: code.to_owned(),
        message: message.into(),
        detail: None,
        hint: None,
        context: None,
        position: None,
        schema: None,
        table: None,
        column: None,
        constraint: None,
        completed: 0,
        disconnected: false,
    }
}

/// What SQLite said, with what its message tells about the object and, for the common causes, advice.
pub(super) fn from_sqlite(error: rusqlite::Error) -> DbError {
    let (code, message, position) = match &error {
        rusqlite::Error::SqlInputError { error, msg, sql, offset } => {
            let before = usize::try_from(*offset).ok().and_then(|offset| sql.get(..offset));
            (code_name(error.extended_code), msg.clone(), before.map(|text| text.chars().count()))
        }
        rusqlite::Error::SqliteFailure(error, message) => {
            (code_name(error.extended_code), message.clone().unwrap_or_else(|| error.to_string()), None)
        }
        other => ("SQLITE_MISUSE".to_owned(), other.to_string(), None),
    };
    let mut failure = failure(&code, message);
    failure.position = position;
    name_object(&mut failure);
    failure.hint = advice(&failure);
    failure
}

/// Reads the table, column or constraint out of SQLite's message, which is the only place it names them.
fn name_object(failure: &mut DbError) {
    let Some((kind, rest)) = failure.message.split_once(" constraint failed: ") else { return };
    let rest = rest.to_owned();
    match kind {
        "NOT NULL" | "UNIQUE" => {
            let first = rest.split(", ").next().unwrap_or(&rest);
            if let Some((table, column)) = first.split_once('.') {
                failure.table = Some(table.to_owned());
                // A unique constraint over several columns has no one column.
                failure.column = (!rest.contains(", ")).then(|| column.to_owned());
            }
        }
        "CHECK" => failure.constraint = Some(rest),
        _ => {}
    }
}

fn advice(failure: &DbError) -> Option<String> {
    let code = failure.code.as_str();
    let text = if code.starts_with("SQLITE_BUSY") || code.starts_with("SQLITE_LOCKED") {
        "another program is using this database and did not finish in time: a write waits for every other write, and \
         its end, unless in WAL mode, for every read; let it end, or stop it, and run this again"
    } else if code.starts_with("SQLITE_READONLY") {
        "the database was opened for reading only, or its file or folder may not be written"
    } else if code == "SQLITE_CONSTRAINT_FOREIGNKEY" {
        "SQLite does not say which row: PRAGMA foreign_key_check lists rows without their parent; a row that is \
         deleted may still be referenced"
    } else if failure.message.contains("within a transaction") {
        "put it in a section that runs outside one: -- migrate:up transaction:false"
    } else if failure.message.starts_with("no such table: public.") || failure.message.contains("unknown database") {
        "SQLite has no schemas: leave the name before the dot out, or write a section of its own: -- migrate:up \
         engine:sqlite"
    } else if code == "SQLITE_FULL" {
        "the disk is full: free some space and run this again"
    } else if code == "SQLITE_ERROR" && is_foreign_syntax(&failure.message) {
        "where this is PostgreSQL's SQL, write SQLite's in a section of its own: -- migrate:up engine:sqlite"
    } else {
        return None;
    };
    Some(text.to_owned())
}

fn is_foreign_syntax(message: &str) -> bool {
    ["syntax error", "unrecognized token", "no such function", "unknown function", "no such module", "near \""]
        .iter()
        .any(|part| message.contains(part))
}

/// `SQLITE_CONSTRAINT_FOREIGNKEY` for 787, and so on; the number where it has no name here.
fn code_name(extended: i32) -> String {
    match NAMES.iter().find(|(code, _)| *code == extended) {
        Some((_, name)) => (*name).to_owned(),
        None => match NAMES.iter().find(|(code, _)| *code == extended & 0xff) {
            Some((_, name)) => format!("{name} ({extended})"),
            None => format!("SQLITE_{extended}"),
        },
    }
}

macro_rules! names {
    ($($name:ident)*) => { &[$((ffi::$name, stringify!($name))),*] };
}

const NAMES: &[(i32, &str)] = names! {
    SQLITE_ERROR SQLITE_INTERNAL SQLITE_PERM SQLITE_ABORT SQLITE_BUSY SQLITE_LOCKED SQLITE_NOMEM SQLITE_READONLY
    SQLITE_INTERRUPT SQLITE_IOERR SQLITE_CORRUPT SQLITE_NOTFOUND SQLITE_FULL SQLITE_CANTOPEN SQLITE_PROTOCOL
    SQLITE_SCHEMA SQLITE_TOOBIG SQLITE_CONSTRAINT SQLITE_MISMATCH SQLITE_MISUSE SQLITE_NOLFS SQLITE_AUTH
    SQLITE_FORMAT SQLITE_RANGE SQLITE_NOTADB
    SQLITE_ERROR_MISSING_COLLSEQ SQLITE_ERROR_RETRY SQLITE_ERROR_SNAPSHOT
    SQLITE_BUSY_RECOVERY SQLITE_BUSY_SNAPSHOT SQLITE_BUSY_TIMEOUT SQLITE_LOCKED_SHAREDCACHE SQLITE_LOCKED_VTAB
    SQLITE_READONLY_RECOVERY SQLITE_READONLY_CANTLOCK SQLITE_READONLY_ROLLBACK SQLITE_READONLY_DBMOVED
    SQLITE_READONLY_CANTINIT SQLITE_READONLY_DIRECTORY SQLITE_ABORT_ROLLBACK
    SQLITE_IOERR_READ SQLITE_IOERR_SHORT_READ SQLITE_IOERR_WRITE SQLITE_IOERR_FSYNC SQLITE_IOERR_DIR_FSYNC
    SQLITE_IOERR_TRUNCATE SQLITE_IOERR_FSTAT SQLITE_IOERR_UNLOCK SQLITE_IOERR_RDLOCK SQLITE_IOERR_DELETE
    SQLITE_IOERR_ACCESS SQLITE_IOERR_LOCK SQLITE_IOERR_CLOSE SQLITE_IOERR_SHMOPEN SQLITE_IOERR_SHMSIZE
    SQLITE_IOERR_SHMLOCK SQLITE_IOERR_SHMMAP SQLITE_IOERR_MMAP SQLITE_IOERR_CORRUPTFS
    SQLITE_CANTOPEN_NOTEMPDIR SQLITE_CANTOPEN_ISDIR SQLITE_CANTOPEN_FULLPATH SQLITE_CANTOPEN_DIRTYWAL
    SQLITE_CANTOPEN_SYMLINK SQLITE_CORRUPT_VTAB SQLITE_CORRUPT_SEQUENCE SQLITE_CORRUPT_INDEX
    SQLITE_CONSTRAINT_CHECK SQLITE_CONSTRAINT_COMMITHOOK SQLITE_CONSTRAINT_FOREIGNKEY SQLITE_CONSTRAINT_FUNCTION
    SQLITE_CONSTRAINT_NOTNULL SQLITE_CONSTRAINT_PRIMARYKEY SQLITE_CONSTRAINT_TRIGGER SQLITE_CONSTRAINT_UNIQUE
    SQLITE_CONSTRAINT_VTAB SQLITE_CONSTRAINT_ROWID SQLITE_CONSTRAINT_PINNED SQLITE_CONSTRAINT_DATATYPE
};
