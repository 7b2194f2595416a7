//! Changing a definition's text while what surrounds the change keeps its comments and its lines.

use whimbrel_source::Span;
use whimbrel_source::lex::{Lexer, TokenKind};

use super::definition::Definition;
use crate::sqlite::syntax::cursor_within;
use whimbrel_source::Engine;

/// Replacements of parts of one text, none overlapping another.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Span, String)>);

impl Edits {
    pub fn replace(&mut self, span: Span, with: impl Into<String>) {
        self.0.push((span, with.into()));
    }

    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(Span { start: at, end: at }, text);
    }

    /// Removes a part of a line, with the blank space before it.
    pub fn remove(&mut self, text: &str, span: Span) {
        let start = text[..span.start].trim_end().len();
        self.replace(Span { start, end: span.end }, "");
    }

    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let mut result = String::with_capacity(text.len());
        let mut done = 0;
        for (span, with) in self.0 {
            // A part of something that is removed already.
            if span.start < done {
                continue;
            }
            result.push_str(&text[done..span.start]);
            result.push_str(&with);
            done = span.end;
        }
        result.push_str(&text[done..]);
        result
    }
}

/// Columns, then constraints of the table: what the commas separate.
fn items(definition: &Definition) -> Vec<Span> {
    definition.columns.iter().map(|c| c.span).chain(definition.constraints.iter().map(|c| c.span)).collect()
}

/// Removes whole items.
pub(super) fn remove_items(definition: &Definition, removed: &[Span], edits: &mut Edits) {
    let text = &definition.text;
    let items = items(definition);
    let last_kept = items.iter().rposition(|item| !removed.contains(item));
    for (index, item) in items.iter().enumerate().filter(|(_, item)| removed.contains(item)) {
        let comma = comma_after(text, item.end);
        let own_lines = with_its_line(text, Span { start: item.start, end: comma.unwrap_or(item.end) });
        // The comma that nothing follows any more.
        let before = last_kept.filter(|last| last + 1 == index).and_then(|last| comma_after(text, items[last].end));
        match before {
            Some(end) if own_lines.start == item.start => {
                edits.replace(Span { start: end - 1, end: own_lines.end }, "");
                continue;
            }
            Some(end) => edits.replace(Span { start: end - 1, end }, ""),
            None => {}
        }
        edits.replace(own_lines, "");
    }
}

/// Adds a column after the last one.
pub(super) fn add_column(definition: &Definition, column: &str, edits: &mut Edits) {
    let after = definition.columns.last().map_or(definition.name_span, |last| last.span);
    add_item(definition, after, column, edits);
}

/// Adds a constraint of the table, after everything else.
pub(super) fn add_constraint(definition: &Definition, constraint: &str, edits: &mut Edits) {
    let after = items(definition).last().copied().unwrap_or(definition.name_span);
    add_item(definition, after, constraint, edits);
}

fn add_item(definition: &Definition, after: Span, item: &str, edits: &mut Edits) {
    let text = &definition.text;
    let Some(indent) = indent_of(text, after.start) else {
        edits.insert(after.end, format!(", {item}"));
        return;
    };
    // On a line of its own, below the comment that may end the line before.
    match comma_after(text, after.end) {
        Some(comma) => edits.insert(end_of_comment(text, comma), format!("\n{indent}{item},")),
        None => {
            let end = end_of_comment(text, after.end);
            if end == after.end {
                edits.insert(end, format!(",\n{indent}{item}"));
            } else {
                edits.insert(after.end, ",");
                edits.insert(end, format!("\n{indent}{item}"));
            }
        }
    }
}

/// Just after the comma that comes next, where that is the next thing.
fn comma_after(text: &str, at: usize) -> Option<usize> {
    let mut rest = cursor_within(text, Span { start: at, end: text.len() });
    rest.eat_kind(TokenKind::Comma).map(|token| token.span.end)
}

/// The blank space before `at`, where nothing else stands before it on its line.
fn indent_of(text: &str, at: usize) -> Option<&str> {
    let line = text[..at].rfind('\n')? + 1;
    let indent = &text[line..at];
    indent.chars().all(char::is_whitespace).then_some(indent)
}

/// The end of the comment that follows on the same line, or `at` where there is none.
fn end_of_comment(text: &str, at: usize) -> usize {
    for token in Lexer::within(text, Span { start: at, end: text.len() }, Engine::Sqlite) {
        match token.kind {
            TokenKind::Whitespace if !token.text.contains('\n') => {}
            TokenKind::LineComment => return token.span.end,
            _ => return at,
        }
    }
    at
}

/// All of its lines, where it begins one and nothing but a comment follows it; else it with the blanks after it.
fn with_its_line(text: &str, span: Span) -> Span {
    let blanks = text[span.end..].len() - text[span.end..].trim_start_matches(' ').len();
    let on_the_line = Span { start: span.start, end: span.end + blanks };
    let Some(indent) = indent_of(text, span.start) else { return on_the_line };
    let end = end_of_comment(text, span.end);
    let rest = &text[end..];
    let line_end = rest.find('\n').filter(|&newline| rest[..newline].trim().is_empty());
    match line_end {
        // The newline before goes, the one after stays.
        Some(newline) => Span { start: span.start - indent.len() - 1, end: end + newline },
        None => on_the_line,
    }
}
