//! One migration file, read: its description, what it requires, and its sections.

use crate::{Checksum, Requirement, SourceError, SourceFile, Span, Statement, Version};

/// The database a section or statement is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// PostgreSQL, embedded or on a server.
    Postgres,
    /// SQLite.
    Sqlite,
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
    /// The marker line.
    pub header: Span,
    /// From the line after the marker to the next marker or the end of the file.
    pub body: Span,
}

/// A migration file.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The digits the file name starts with.
    pub version: Version,
    /// The rest of the file name, without `.sql`.
    pub name: String,
    /// The leading comment, as one paragraph.
    pub description: Option<String>,
    /// The file.
    pub file: SourceFile,
    /// `-- migrate:requires …`
    pub requires: Vec<Requirement>,
    /// In the order of the file.
    pub sections: Vec<Section>,
}

impl Migration {
    /// Reads one file's text. `file.path`'s name must be `<digits>_<name>.sql`.
    pub fn parse(file: SourceFile) -> Result<Self, SourceError> {
        let _ = file;
        todo!()
    }

    /// The section of `kind` that serves `engine`: one marked for it, else one without an engine.
    pub fn section(&self, kind: SectionKind, engine: Engine) -> Option<&Section> {
        let of_kind = || self.sections.iter().filter(move |s| s.kind == kind);
        of_kind()
            .find(|s| s.engine == Some(engine))
            .or_else(|| of_kind().find(|s| s.engine.is_none()))
    }

    /// The text of a section's body.
    pub fn body(&self, section: &Section) -> &str {
        &self.file.text[section.body.start..section.body.end]
    }

    /// The statements of the section of `kind` for `engine`; empty where there is no such section.
    pub fn statements(
        &self,
        kind: SectionKind,
        engine: Engine,
    ) -> Result<Vec<Statement>, SourceError> {
        let _ = (kind, engine);
        todo!()
    }

    /// Of what `up` means for `engine`: its tokens and its options, without comments and blank space.
    pub fn checksum(&self, engine: Engine) -> Checksum {
        let _ = engine;
        todo!()
    }
}
