//! Every construct in a file of its own, with what is read from it in the snapshot beside it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use whimbrel_source::{Engine, Migration, SectionKind, SourceError, SourceFile, Span, Statement};

#[test]
fn statements_of_postgres() {
    for_each("postgres", |file| render_split(file, Engine::Postgres));
}

#[test]
fn statements_of_sqlite() {
    for_each("sqlite", |file| render_split(file, Engine::Sqlite));
}

#[test]
fn migrations() {
    for_each("migrations", |file| match Migration::parse(file.clone()) {
        Ok(migration) => render_migration(&migration),
        Err(error) => render_error(&error),
    });
}

fn for_each(folder: &str, render: impl Fn(&SourceFile) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_name().unwrap();
        let file = SourceFile::new(name, fs::read_to_string(&path).unwrap());
        let rendered = render(&file);
        insta::with_settings!({
            snapshot_path => &folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), rendered);
        });
    }
}

fn render_split(file: &SourceFile, engine: Engine) -> String {
    match Statement::split(file, file.span(), engine) {
        Ok(statements) => {
            statements.iter().map(|statement| render_statement(file, statement)).collect::<Vec<_>>().join("\n")
        }
        Err(error) => render_error(&error),
    }
}

fn render_statement(file: &SourceFile, statement: &Statement) -> String {
    assert_eq!(file.slice(statement.span), statement.sql);
    let place = file.place(statement.span.start);
    let mut text = format!("{}:{} {}\n", place.line, place.column, statement.verb());
    if let Some(comment) = &statement.comment {
        writeln!(text, "  comment: {comment:?}").unwrap();
    }
    writeln!(text, "  kind: {:?}", statement.kind).unwrap();
    if let Some(reason) = statement.refused_in_transaction() {
        writeln!(text, "  alone: {reason}").unwrap();
    }
    writeln!(text, "  sql: {:?}", statement.sql).unwrap();
    if let Some(rows) = statement.copy_data {
        writeln!(text, "  rows: {:?}", file.slice(rows)).unwrap();
    }
    text
}

fn render_migration(migration: &Migration) -> String {
    let mut text = String::new();
    writeln!(text, "version {} name {:?}", migration.version, migration.name).unwrap();
    if let Some(description) = &migration.description {
        writeln!(text, "description: {description:?}").unwrap();
    }
    for requirement in &migration.requires {
        let written = migration.file.slice(requirement.span);
        writeln!(text, "requires {written:?}: {:?}", requirement.need).unwrap();
    }
    for section in &migration.sections {
        let engine = section.engine.map(|engine| format!(" for {engine}")).unwrap_or_default();
        let mode = if section.transaction { "" } else { " outside a transaction" };
        writeln!(text, "{}{engine}{mode}: {:?}", section.kind, migration.body(section)).unwrap();
    }
    for engine in Engine::ALL {
        for kind in SectionKind::ALL {
            match migration.statements(kind, engine) {
                Ok(statements) => {
                    for statement in statements {
                        writeln!(text, "{engine} {kind}: {:?} {:?}", statement.comment, statement.sql).unwrap();
                    }
                }
                Err(error) => writeln!(text, "{engine} {kind}: {}", render_error(&error)).unwrap(),
            }
        }
        writeln!(text, "{engine} checksum: {:.12}", migration.checksum(engine).0).unwrap();
    }
    text
}

fn render_error(error: &SourceError) -> String {
    let mut text = format!("error: {error}\n");
    if let Some((file, span)) = &error.at {
        let place = file.place(span.start);
        let line = file.slice(file.line(span.start));
        let marks = "^".repeat(underlined(file, *span));
        let indent = " ".repeat(place.column as usize - 1);
        writeln!(text, "{}:{}:{}", file.path.display(), place.line, place.column).unwrap();
        writeln!(text, "  {}", line.trim_start_matches('\u{feff}').replace('\t', " ")).unwrap();
        writeln!(text, "  {indent}{marks} {}", error.label.as_deref().unwrap_or_default()).unwrap();
    }
    if let Some(remedy) = &error.remedy {
        writeln!(text, "remedy: {remedy}").unwrap();
    }
    text
}

/// Characters of the span on its first line, at least one.
fn underlined(file: &SourceFile, span: Span) -> usize {
    let end = span.end.min(file.line(span.start).end);
    file.slice(Span { start: span.start, end: end.max(span.start) }).chars().count().max(1)
}
