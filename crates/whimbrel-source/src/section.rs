//! Reading the `-- migrate:` lines of a file and what lies between them.

use crate::lex::Lexer;
use crate::split::{Pieces, comment_lines};
use crate::{Engine, Requirement, Section, SectionKind, SourceError, SourceFile, Span, marker, nearest, requirement};

/// What a migration file holds.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub description: Option<String>,
    pub requires: Vec<Requirement>,
    pub sections: Vec<Section>,
}

/// Reads all of `file`, and finds everything about it that can be wrong before a database is asked.
pub(crate) fn parse(file: &SourceFile) -> Result<Parsed, SourceError> {
    let mut head = Pieces::to_marker(file, 0, Engine::Postgres);
    let stray = head.next().transpose()?;
    for piece in head.by_ref() {
        piece?;
    }
    let Some(first) = head.marker() else { return Err(no_marker(file, stray.map(|piece| piece.sql))) };
    if let Some(piece) = stray {
        return Err(SourceError::new("SQL before the first `-- migrate:` line")
            .at(file, first_line(file, piece.sql), "belongs to no section")
            .remedy("move it below `-- migrate:up`"));
    }
    let mut parsed = Parsed { description: description(&file.text, first.start), requires: vec![], sections: vec![] };
    let mut next = Some(first);
    while let Some(header) = next {
        next = parsed.read(file, header)?;
    }
    if !parsed.sections.iter().any(|section| section.kind == SectionKind::Up) {
        return Err(SourceError::new("the migration has no `up` section")
            .at(file, first, "the first of its sections")
            .remedy("add a line `-- migrate:up` and below it the SQL that moves the schema forward"));
    }
    Ok(parsed)
}

impl Parsed {
    /// Takes in what the marker at `header` begins; gives the next marker.
    fn read(&mut self, file: &SourceFile, header: Span) -> Result<Option<Span>, SourceError> {
        let comment = file.slice(header);
        let word = marker::kind_word(comment).unwrap_or_default();
        if !marker::is_spelt_well(comment, word) {
            return Err(unknown_marker(file, header, word));
        }
        let word_start = header.start + comment.find(word).unwrap_or(0);
        let rest = Span { start: word_start + word.len(), end: header.end };
        let start = after_line_end(&file.text, header.end);
        let Some(kind) = SectionKind::ALL.into_iter().find(|kind| kind.as_str() == word) else {
            requirement::read(file, rest, &mut self.requires)?;
            return nothing_to_marker(file, start);
        };
        let mut section =
            Section { kind, engine: None, transaction: true, header, body: Span { start, end: file.text.len() } };
        read_options(file, rest, &mut section)?;
        if let Some(twin) = self.sections.iter().find(|s| s.kind == kind && s.engine == section.engine) {
            return Err(SourceError::new(format!("a second `{word}` section"))
                .at(file, header, format!("the first is on line {}", file.place(twin.header.start).line))
                .remedy("join the two, or put this one in a migration of its own"));
        }
        let next = section_end(file, start, section.engine)?;
        section.body.end = next.map_or(file.text.len(), |marker| line_start(&file.text, marker.start));
        self.sections.push(section);
        Ok(next)
    }
}

/// Where a section ends. One for both engines is read as PostgreSQL reads it; only where that ends inside
/// a quote or comment, as SQLite does.
fn section_end(file: &SourceFile, start: usize, engine: Option<Engine>) -> Result<Option<Span>, SourceError> {
    let mut pieces = Pieces::to_marker(file, start, engine.unwrap_or(Engine::Postgres));
    let Some(error) = pieces.find_map(Result::err) else { return Ok(pieces.marker()) };
    if engine.is_none() && pieces.is_unterminated() {
        let mut pieces = Pieces::to_marker(file, start, Engine::Sqlite);
        if !pieces.any(|piece| piece.is_err()) {
            return Ok(pieces.marker());
        }
    }
    Err(error)
}

fn nothing_to_marker(file: &SourceFile, start: usize) -> Result<Option<Span>, SourceError> {
    let mut pieces = Pieces::to_marker(file, start, Engine::Postgres);
    match pieces.next().transpose()? {
        None => Ok(pieces.marker()),
        Some(piece) => Err(SourceError::new("SQL below a `-- migrate:requires` line")
            .at(file, first_line(file, piece.sql), "belongs to no section")
            .remedy("move the `-- migrate:requires` line above `-- migrate:up`")),
    }
}

fn no_marker(file: &SourceFile, sql: Option<Span>) -> SourceError {
    let error = SourceError::new("the file has no `-- migrate:up` line");
    match sql {
        Some(sql) => error
            .at(file, first_line(file, sql), "which section does this belong to?")
            .remedy("write `-- migrate:up` on a line of its own above it"),
        None => error
            .at(file, Span { start: 0, end: 0 }, "nothing to apply")
            .remedy("write `-- migrate:up` on a line of its own, and the SQL below it"),
    }
}

fn unknown_marker(file: &SourceFile, header: Span, word: &str) -> SourceError {
    let remedy = match marker::nearest_kind(word) {
        Some(kind) => format!("write `-- migrate:{kind}`"),
        None => "write one of `-- migrate:up`, `verify`, `test`, `down`, `fixture`, `requires`".to_owned(),
    };
    let message = format!("`{}` is not a section", file.slice(header).trim_end());
    SourceError::new(message).at(file, header, "not understood").remedy(remedy)
}

fn read_options(file: &SourceFile, rest: Span, section: &mut Section) -> Result<(), SourceError> {
    const KNOWN: [&str; 2] = ["transaction", "engine"];
    let (mut transaction, mut engine) = (None, None);
    let mut at = rest.start;
    for option in file.slice(rest).split_ascii_whitespace() {
        at += file.text[at..rest.end].find(option).unwrap_or(0);
        let span = Span { start: at, end: at + option.len() };
        at = span.end;
        let wrong = |message: String, label: &str, remedy: String| {
            Err(SourceError::new(message).at(file, span, label).remedy(remedy))
        };
        let (key, value) = option.split_once(':').unwrap_or((option, ""));
        let seen = match key {
            "transaction" if matches!(section.kind, SectionKind::Verify | SectionKind::Test | SectionKind::Fixture) => {
                let remedy = format!("remove `{option}`");
                return wrong(
                    format!("`{}` sections have no `transaction` option", section.kind),
                    "always rolled back",
                    remedy,
                );
            }
            "transaction" => match value {
                "true" | "false" => transaction.replace(value == "true").is_some(),
                _ => {
                    let message = format!("`transaction:{value}` is neither true nor false");
                    return wrong(message, "not understood", "write `transaction:false` or leave it out".to_owned());
                }
            },
            "engine" => match Engine::ALL.into_iter().find(|engine| engine.as_str() == value) {
                Some(value) => engine.replace(value).is_some(),
                None => {
                    let remedy = match nearest::nearest(value, &Engine::ALL.map(Engine::as_str)) {
                        Some(name) => format!("write `engine:{name}`"),
                        None => "write `engine:postgres` or `engine:sqlite`".to_owned(),
                    };
                    return wrong(format!("`{value}` is not an engine"), "not understood", remedy);
                }
            },
            _ => {
                let remedy = match nearest::nearest(key, &KNOWN) {
                    Some("engine") => "write `engine:postgres` or `engine:sqlite`",
                    Some(_) => "write `transaction:false`",
                    None => "the options are `transaction:false`, `engine:postgres` and `engine:sqlite`",
                };
                return wrong(format!("`{option}` is not an option of a section"), "not understood", remedy.to_owned());
            }
        };
        if seen {
            return wrong(format!("the option `{key}` is given twice"), "the second", "remove one of them".to_owned());
        }
    }
    section.transaction = transaction.unwrap_or(true);
    section.engine = engine;
    Ok(())
}

/// The first paragraph of the comments before `end`.
fn description(text: &str, end: usize) -> Option<String> {
    let mut words: Vec<&str> = vec![];
    for token in Lexer::within(text, Span { start: 0, end }, Engine::Postgres) {
        let says_nothing = match token.kind {
            crate::lex::TokenKind::Whitespace => token.text.bytes().filter(|&b| b == b'\n').count() > 1,
            _ => {
                let before = words.len();
                words.extend(comment_lines(token));
                words.len() == before
            }
        };
        if says_nothing && !words.is_empty() {
            break;
        }
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// Of `span`, no more than its first line: enough to point at.
fn first_line(file: &SourceFile, span: Span) -> Span {
    Span { start: span.start, end: span.end.min(file.line(span.start).end) }
}

fn after_line_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + ["\r\n", "\n", "\r"].iter().find(|end| rest.starts_with(**end)).map_or(0, |end| end.len())
}

/// Before the blanks in front of a marker.
fn line_start(text: &str, marker: usize) -> usize {
    text[..marker].trim_end_matches([' ', '\t']).len()
}
