//! Where something stands in a file.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A file's path, as the user would write it, and its whole text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the project where possible, so that messages stay short.
    pub path: PathBuf,
    /// Decoded UTF-8, byte-order mark included, so that spans are offsets into the file as it is.
    pub text: Arc<str>,
    /// Where each line starts, found when first asked for and shared by all clones.
    line_starts: Arc<OnceLock<Vec<usize>>>,
}

/// Byte offsets into a [`SourceFile`]'s text; `end` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

impl Span {
    /// How many bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

impl SourceFile {
    /// A file of this path and text.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), line_starts: Arc::default() }
    }

    /// All of it.
    pub fn span(&self) -> Span {
        Span { start: 0, end: self.text.len() }
    }

    /// The text of a part of it. Panics unless `span` lies in the file on character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The line and column of a byte; past the end counts as the end. A byte-order mark counts as nothing.
    /// The first call reads the file once, each further one takes logarithmic time.
    pub fn place(&self, offset: usize) -> Place {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_number(offset);
        let before = &self.text[self.line_starts()[line]..offset];
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place { line: number(line + 1), column: number(column) }
    }

    /// The whole line a byte is on, without its line end.
    pub fn line(&self, offset: usize) -> Span {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_number(offset);
        let start = self.line_starts()[line];
        let end = self.line_starts().get(line + 1).copied().unwrap_or(self.text.len());
        let text = &self.text[start..end];
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        Span { start, end: start + text.len() }
    }

    /// From 0.
    fn line_number(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset) - 1
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts
            .get_or_init(|| std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for SourceFile {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_lines_end_before_their_end() {
        let file = SourceFile::new("a.sql", "\u{feff}é, b\r\nsecond\n");
        assert_eq!(file.place(3), Place { line: 1, column: 1 });
        assert_eq!(file.place(5), Place { line: 1, column: 2 });
        assert_eq!(file.place(4), Place { line: 1, column: 1 }, "inside é");
        assert_eq!(file.place(10), Place { line: 2, column: 1 });
        assert_eq!(file.slice(file.line(12)), "second");
        assert_eq!(file.slice(file.line(0)), "\u{feff}é, b");
        assert_eq!(file.place(999), Place { line: 3, column: 1 });
    }
}
