//! The SQL of one or more files.

use std::path::Path;

use whimbrel_source::lex::{Cursor, TokenKind};
use whimbrel_source::{Engine, Kind, SourceError, SourceFile, Span, Statement};

/// The statements of one or more files, in the order of the files.
#[derive(Debug, Clone)]
pub struct Script {
    engine: Engine,
    files: Vec<SourceFile>,
    statements: Vec<Statement>,
    /// Of each statement, an index into `files`.
    file_of: Vec<usize>,
}

impl Script {
    /// Splits the files. None, and files with nothing but comments, make an empty script.
    ///
    /// # Errors
    /// A file that is empty, that does not begin as SQL does, or that cannot be split.
    pub fn read(files: Vec<SourceFile>, engine: Engine) -> Result<Self, SourceError> {
        let mut script = Self { engine, files, statements: Vec::new(), file_of: Vec::new() };
        for (index, file) in script.files.iter().enumerate() {
            begins_as_sql(file, engine)?;
            let statements = Statement::split(file, file.span(), engine).map_err(for_a_schema)?;
            script.file_of.extend(statements.iter().map(|_| index));
            script.statements.extend(statements);
        }
        Ok(script)
    }

    /// The dialect it was split for.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Every statement.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Every file.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file a statement is in. Panics where there is no such statement.
    pub fn file(&self, statement: usize) -> &SourceFile {
        &self.files[self.file_of[statement]]
    }

    /// The first line of a statement. Panics where there is no such statement.
    pub(super) fn first_line(&self, statement: usize) -> (SourceFile, Span) {
        let file = self.file(statement);
        let span = self.statements[statement].span;
        let end = file.line(span.start).end.min(span.end);
        (file.clone(), Span { start: span.start, end })
    }

    /// `schema.sql:12`
    pub(super) fn place(&self, statement: usize) -> String {
        let file = self.file(statement);
        format!("{}:{}", file.path.display(), file.place(self.statements[statement].span.start).line)
    }

    /// What a statement is called when it is spoken of: `CREATE TABLE chats`.
    pub(super) fn subject(&self, statement: usize) -> String {
        let statement = &self.statements[statement];
        let verb = statement.verb();
        let mut words = Cursor::new(&statement.sql, self.engine);
        let on = match &statement.kind {
            Kind::AlterTable { table, .. } => Some(table.to_string()),
            Kind::CreateIndex { name: None, table, .. } => Some(format!("ON {table}")),
            Kind::CopyIn if words.eat("COPY") => words.object_name().map(|(name, _)| name.to_string()),
            Kind::Insert if words.eat("INSERT INTO") => words.object_name().map(|(name, _)| format!("INTO {name}")),
            _ => statement.created(self.engine).map(|created| created.name.to_string()),
        };
        on.map_or_else(|| verb.clone(), |on| format!("{verb} {on}"))
    }
}

/// The splitter's advice is for migrations.
fn for_a_schema(error: SourceError) -> SourceError {
    let instead = match error.remedy.as_deref() {
        Some(remedy) if remedy.contains("migration of its own") => "put the SQL of that file here, or name it as well",
        Some(remedy) if remedy.contains("of a migration") => "remove the line: all of it is loaded into one database",
        _ => return error,
    };
    error.remedy(instead)
}

/// What begins with something else than a word or a parenthesis is JSON, XML, CSV, … The splitter would only say
/// which quote in it is never closed.
fn begins_as_sql(file: &SourceFile, engine: Engine) -> Result<(), SourceError> {
    let path = file.path.display();
    if file.text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
        return Err(SourceError::new(format!("`{path}` is empty"))
            .remedy("write the schema into it; for one without any object, name `empty:` instead of a file"));
    }
    let Some(first) = Cursor::new(&file.text, engine).find(|token| token.kind != TokenKind::Semicolon) else {
        return Ok(());
    };
    use TokenKind::{Backslash, Dot, LeftParen, Unterminated, Word};
    match first.kind {
        // The splitter says which command of a shell that is.
        Word | LeftParen | Backslash | Dot | Unterminated(_) => Ok(()),
        _ => {
            let begin: String = first.text.chars().take(12).collect();
            Err(SourceError::new(format!("`{path}` is not SQL"))
                .at(file, first.span, format!("no statement begins with `{begin}`"))
                .remedy("name a file of SQL statements, such as `pg_dump --schema-only` writes"))
        }
    }
}

/// What a file begins with that is not text, and what to do with it instead.
const MAGIC: [(&[u8], &str, &str); 8] = [
    (b"PGDMP", "is an archive of pg_dump, not SQL", "write it as SQL first: pg_restore --schema-only -f schema.sql "),
    (b"SQLite format 3\0", "is a SQLite database, not SQL", "name it as a database: sqlite:"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it first: gunzip "),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd", "unpack it first: unzstd "),
    (b"PK\x03\x04", "is a zip archive, not SQL", "unpack it first: unzip "),
    (b"\x89PNG", "is a picture, not SQL", ""),
    (b"\xff\xd8\xff", "is a picture, not SQL", ""),
    (b"%PDF", "is a PDF document, not SQL", ""),
];

/// A file of SQL from its bytes; `shown` is how its path is written in messages.
///
/// # Errors
/// Where it is not UTF-8 text, with what it is where that can be told.
pub fn decode(shown: &Path, bytes: Vec<u8>) -> Result<SourceFile, SourceError> {
    let path = shown.display();
    if let Some((_, what, remedy)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        let error = SourceError::new(format!("`{path}` {what}"));
        return Err(match *remedy {
            "" => error.remedy("name a file of SQL statements"),
            remedy => error.remedy(format!("{remedy}{path}")),
        });
    }
    let at_byte = |at: usize, bytes: &[u8]| {
        let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("byte {at} (line {line}) is 0x{:02x}", bytes[at])
    };
    let what = match &bytes[..] {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16, not UTF-8".to_owned(),
        bytes if bytes.contains(&0) => {
            let at = bytes.iter().position(|&byte| byte == 0).unwrap_or_default();
            format!("is not text: {}", at_byte(at, bytes))
        }
        _ => match String::from_utf8(bytes) {
            Ok(text) => return Ok(SourceFile::new(shown, text)),
            Err(error) => {
                format!("is not UTF-8: {}", at_byte(error.utf8_error().valid_up_to(), error.as_bytes()))
            }
        },
    };
    Err(SourceError::new(format!("`{path}` {what}")).remedy("save the file as UTF-8"))
}
