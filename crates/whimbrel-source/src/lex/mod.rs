//! The lexer for both dialects. It allocates nothing, never fails, and every byte of the text belongs to
//! exactly one token, so the texts of all tokens joined give the input back.

mod cursor;
mod identifier;
mod postgres;
mod scan;
mod sqlite;

pub use cursor::Cursor;

use crate::{Engine, Span};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks and line ends; a byte-order mark at the very start of the text.
    Whitespace,
    /// `-- …`, without its line end.
    LineComment,
    /// `/* … */`; nested ones inside it in PostgreSQL.
    BlockComment,
    /// A keyword or an unquoted identifier.
    Word,
    /// `"…"` and `U&"…"`; in SQLite also `[…]` and `` `…` ``.
    QuotedIdentifier,
    /// `'…'` with any prefix its dialect knows: `E`, `U&`, `B`, `X`, `N`.
    String,
    /// `$tag$ … $tag$`
    DollarString,
    /// `1`, `.5`, `1e-3`, `0xFF`, `1_000`
    Number,
    /// `$1`; in SQLite also `?`, `?1`, `:name`, `@name`, `$name`
    Parameter,
    /// One whole operator, such as `->>` or `::`.
    Operator,
    /// `(`
    LeftParen,
    /// `)`
    RightParen,
    /// `[` where it is not a quote
    LeftBracket,
    /// `]`
    RightBracket,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `;`
    Semicolon,
    /// `\`, which starts a psql command.
    Backslash,
    /// A character no SQL has a use for.
    Unknown,
    /// A quote or comment without an end; it reaches to the end of the text.
    Unterminated(Unterminated),
}

/// What was opened and never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unterminated {
    /// `'…`
    String,
    /// `"…`, and SQLite's other ways to quote a name
    QuotedIdentifier,
    /// `$tag$ …`
    DollarString,
    /// `/* …`
    BlockComment,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is, in the text the lexer was given.
    pub span: Span,
    /// The text itself, quotes included.
    pub text: &'a str,
}

impl Token<'_> {
    /// Blank space and comments.
    pub fn is_trivia(&self) -> bool {
        matches!(self.kind, TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment)
    }

    /// Whether it is this unquoted word, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// As a name: quotes removed, unquoted text folded to lower case. `None` where it cannot be one.
    pub fn identifier(&self) -> Option<String> {
        identifier::name_of(self)
    }
}

/// Tokens of a text, trivia included.
#[derive(Debug, Clone, Copy)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    engine: Engine,
    escape: Escape,
}

/// PostgreSQL joins literals that only a line end separates; the second of `E'a'⏎'b\'c'` has backslash
/// escapes although no `E` stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    No,
    AfterString,
    AfterLineEnd,
}

impl<'a> Lexer<'a> {
    /// The tokens of `text` by the rules of `engine`.
    pub fn new(text: &'a str, engine: Engine) -> Self {
        Self { text, at: 0, engine, escape: Escape::No }
    }

    /// The tokens of a part of `text`; their spans are places in the whole of it. Panics unless `span` lies
    /// in `text` on character boundaries.
    pub fn within(text: &'a str, span: Span, engine: Engine) -> Self {
        assert!(text.is_char_boundary(span.start) && span.start <= span.end, "a span of this text");
        Self { text: &text[..span.end], at: span.start, engine, escape: Escape::No }
    }

    /// Where the next token starts.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Goes on at `position`, for text that is not SQL and was read by other means. Panics unless it is a
    /// character boundary of the text.
    pub fn jump(&mut self, position: usize) {
        assert!(self.text.is_char_boundary(position), "a place in this text");
        self.at = position;
        self.escape = Escape::No;
    }

    fn remember(&mut self, kind: TokenKind, text: &str) {
        let line_end = || text.bytes().any(|b| b == b'\n' || b == b'\r');
        self.escape = match (kind, self.escape) {
            (TokenKind::String, Escape::AfterLineEnd) => Escape::AfterString,
            (TokenKind::String, _) if text.starts_with(['E', 'e']) => Escape::AfterString,
            (TokenKind::Whitespace, Escape::AfterString) if line_end() => Escape::AfterLineEnd,
            (TokenKind::Whitespace | TokenKind::LineComment, state) => state,
            _ => Escape::No,
        };
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let (kind, end) = match self.engine {
            _ if start == 0 && self.text.starts_with('\u{feff}') => (TokenKind::Whitespace, '\u{feff}'.len_utf8()),
            Engine::Postgres => postgres::token(bytes, start, self.escape == Escape::AfterLineEnd),
            Engine::Sqlite => sqlite::token(bytes, start),
        };
        let text = &self.text[start..end];
        if self.engine == Engine::Postgres {
            self.remember(kind, text);
        }
        self.at = end;
        Some(Token { kind, span: Span { start, end }, text })
    }
}
