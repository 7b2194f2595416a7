//! Where something stands in a file.

use std::path::PathBuf;
use std::sync::Arc;

/// A file's path, as the user would write it, and its whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the project where possible, so that messages stay short.
    pub path: PathBuf,
    /// Decoded UTF-8, byte-order mark included, so that spans are offsets into the file as it is.
    pub text: Arc<str>,
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
