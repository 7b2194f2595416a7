//! One migration file, read: its description, what it requires, and its sections.

use std::fmt;

use crate::{Checksum, Requirement, SourceError, SourceFile, Span, Statement, Version, section};

/// The database a section or statement is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// PostgreSQL, embedded or on a server.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Postgres, Self::Sqlite];

    /// As written after `engine:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        })
    }
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Moves the schema forward.
    Up,
    /// Read-only checks, safe on production.
    Verify,
    /// Writing checks, always rolled back.
    Test,
    /// Takes `up` back.
    Down,
    /// Rows that a rehearsal puts into the shadow database before `up`.
    Fixture,
}

impl SectionKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Up, Self::Verify, Self::Test, Self::Down, Self::Fixture];

    /// As written after `-- migrate:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Verify => "verify",
            Self::Test => "test",
            Self::Down => "down",
            Self::Fixture => "fixture",
        }
    }
}

impl fmt::Display for SectionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A `-- migrate:KIND` line and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What the section is for.
    pub kind: SectionKind,
    /// `engine:…`, or `None` where the section serves both.
    pub engine: Option<Engine>,
    /// False for `transaction:false`.
    pub transaction: bool,
    /// The marker, from its `--` to the end of its line.
    pub header: Span,
    /// From the line after the marker to the next marker or the end of the file.
    pub body: Span,
}

/// A migration file.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The digits the file name starts with.
    pub version: Version,
    /// The rest of the file name, without `.sql`; empty for `1.sql`.
    pub name: String,
    /// The first paragraph of the leading comment, its lines joined by spaces.
    pub description: Option<String>,
    /// The file.
    pub file: SourceFile,
    /// `-- migrate:requires …`
    pub requires: Vec<Requirement>,
    /// In the order of the file.
    pub sections: Vec<Section>,
    /// The file beside it with rows for its rehearsal, `<digits>_<name>.fixture.sql`; there is no `fixture` section then.
    /// SQL of PostgreSQL and nothing else. Only [`discover`](crate::discover) looks for it.
    pub fixture: Option<SourceFile>,
}

impl Migration {
    /// Reads one file's text. `file.path`'s name must be `<digits>_<name>.sql`.
    ///
    /// # Errors
    /// A file name without a version, and everything about its text that can be wrong before a database is
    /// asked; the first such problem.
    pub fn parse(file: SourceFile) -> Result<Self, SourceError> {
        let file_name = file.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (version, name) = split_file_name(file_name).ok_or_else(|| no_version(&file))?;
        let section::Parsed { description, requires, sections } = section::parse(&file)?;
        Ok(Self { version, name, description, file, requires, sections, fixture: None })
    }

    /// The section of `kind` that serves `engine`: one marked for it, else one without an engine.
    pub fn section(&self, kind: SectionKind, engine: Engine) -> Option<&Section> {
        let of_kind = || self.sections.iter().filter(move |s| s.kind == kind);
        of_kind().find(|s| s.engine == Some(engine)).or_else(|| of_kind().find(|s| s.engine.is_none()))
    }

    /// The text of a section's body.
    pub fn body(&self, section: &Section) -> &str {
        self.file.slice(section.body)
    }

    /// The statements of the section of `kind` for `engine`; empty where there is no such section.
    ///
    /// # Errors
    /// Those of [`Statement::split`]; only for a section without an engine, where `engine` reads a quote
    /// differently than the engine it was written for.
    pub fn statements(&self, kind: SectionKind, engine: Engine) -> Result<Vec<Statement>, SourceError> {
        self.section(kind, engine).map_or(Ok(vec![]), |section| Statement::split(&self.file, section.body, engine))
    }

    /// Of what `up` means for `engine`: its tokens and whether it runs in a transaction. Comments, blank
    /// space, line ends and a byte-order mark do not change it; everything else does.
    pub fn checksum(&self, engine: Engine) -> Checksum {
        Checksum::of(&self.file, self.section(SectionKind::Up, engine), engine)
    }
}

/// `20251224093000_create_chats.sql` in two; `None` without leading digits or `.sql`.
pub(crate) fn split_file_name(file_name: &str) -> Option<(Version, String)> {
    let stem = file_name.strip_suffix(".sql")?;
    let digits = stem.find(|c: char| !c.is_ascii_digit()).unwrap_or(stem.len());
    let (version, name) = stem.split_at(digits);
    Some((Version::new(version)?, name.strip_prefix(['_', '-']).unwrap_or(name).to_owned()))
}

pub(crate) fn no_version(file: &SourceFile) -> SourceError {
    if file.path.extension().is_some_and(|extension| extension != "sql") {
        return SourceError::new(format!("`{}` does not end in `.sql`", file.path.display()))
            .remedy("rename it, the ending in lower case");
    }
    SourceError::new(format!("`{}` has no version in its name", file.path.display()))
        .remedy("name it `<digits>_<name>.sql`, such as `20260131120000_create_users.sql`, or move it elsewhere")
}
