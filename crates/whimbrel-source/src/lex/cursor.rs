//! Reading a statement token by token, blank space and comments left out.

use super::{Lexer, Token, TokenKind, identifier};
use crate::{Engine, ObjectName, Span};

/// A place between two tokens of a text. `Copy`, so that trying something and going back is an assignment.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    lexer: Lexer<'a>,
}

impl<'a> Cursor<'a> {
    /// At the start of `text`.
    pub fn new(text: &'a str, engine: Engine) -> Self {
        Self { lexer: Lexer::new(text, engine) }
    }

    /// At the start of a part of `text`, and no further than its end.
    pub fn within(text: &'a str, span: Span, engine: Engine) -> Self {
        Self { lexer: Lexer::within(text, span, engine) }
    }

    /// The next token, which stays the next one.
    pub fn peek(&self) -> Option<Token<'a>> {
        let mut ahead = *self;
        ahead.next()
    }

    /// Whether the next token is this unquoted word, in any case.
    pub fn is(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    /// Whether the next token is of this kind.
    pub fn is_kind(&self, kind: TokenKind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    /// Whether these words come next: `"IF NOT EXISTS"`.
    pub fn follows(&self, words: &str) -> bool {
        let mut ahead = *self;
        ahead.eat(words)
    }

    /// Steps over these words, in any case, if all of them come next: `"IF NOT EXISTS"`.
    pub fn eat(&mut self, words: &str) -> bool {
        let mut ahead = *self;
        let all = words.split(' ').all(|word| ahead.next().is_some_and(|token| token.is_word(word)));
        if all {
            *self = ahead;
        }
        all
    }

    /// Steps over the next token if it is of this kind.
    pub fn eat_kind(&mut self, kind: TokenKind) -> Option<Token<'a>> {
        let mut ahead = *self;
        let token = ahead.next().filter(|token| token.kind == kind)?;
        *self = ahead;
        Some(token)
    }

    /// Steps over a name of up to three parts and gives it with its place; the first of three, the
    /// database, is dropped.
    pub fn object_name(&mut self) -> Option<(ObjectName, Span)> {
        let mut ahead = *self;
        let (first, mut span) = ahead.part()?;
        let mut parts = vec![first];
        while parts.len() < 3 && ahead.eat_kind(TokenKind::Dot).is_some() {
            let (part, at) = ahead.part()?;
            parts.push(part);
            span.end = at.end;
        }
        *self = ahead;
        let name = parts.pop()?;
        Some((ObjectName { schema: parts.pop(), name }, span))
    }

    /// Steps over one name without dots, such as a column's.
    pub fn name(&mut self) -> Option<(String, Span)> {
        let mut ahead = *self;
        let part = ahead.part()?;
        *self = ahead;
        Some(part)
    }

    fn part(&mut self) -> Option<(String, Span)> {
        let token = self.next()?;
        let mut span = token.span;
        if identifier::is_unicode(&token) {
            let mut ahead = *self;
            if ahead.eat("UESCAPE") {
                let escape = ahead.eat_kind(TokenKind::String)?;
                *self = ahead;
                span.end = escape.span.end;
                let escape = escape.text.trim_matches('\'').chars().next()?;
                return Some((identifier::unicode_name(&token, escape)?, span));
            }
        }
        Some((token.identifier()?, span))
    }

    /// Steps over a balanced `( … )` and gives its place, both parentheses included. `None`, and no step,
    /// where none starts here or it is never closed.
    pub fn group(&mut self) -> Option<Span> {
        let mut ahead = *self;
        let open = ahead.eat_kind(TokenKind::LeftParen)?;
        let mut depth = 1;
        while depth > 0 {
            let token = ahead.next()?;
            match token.kind {
                TokenKind::LeftParen => depth += 1,
                TokenKind::RightParen => depth -= 1,
                _ => {}
            }
        }
        *self = ahead;
        Some(Span { start: open.span.start, end: self.offset() })
    }

    /// Just after the last token stepped over.
    pub fn offset(&self) -> usize {
        self.lexer.offset()
    }
}

impl<'a> Iterator for Cursor<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.lexer.find(|token| !token.is_trivia())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_quotes_and_their_case() {
        let name = |sql, engine| Cursor::new(sql, engine).object_name().map(|(name, _)| (name.schema, name.name));
        let own = |schema: Option<&str>, name: &str| Some((schema.map(str::to_owned), name.to_owned()));
        assert_eq!(name("App . \"Us\"\"ers\" (", Engine::Postgres), own(Some("app"), "Us\"ers"));
        assert_eq!(name("db.app.users", Engine::Postgres), own(Some("app"), "users"));
        assert_eq!(name("U&\"d\\0061t\\+000061\"", Engine::Postgres), own(None, "data"));
        assert_eq!(name("U&\"d!0061ta\" UESCAPE '!'", Engine::Postgres), own(None, "data"));
        assert_eq!(name("main.[My Table]", Engine::Sqlite), own(Some("main"), "My Table"));
        assert_eq!(name("`a``b`", Engine::Sqlite), own(None, "a`b"));
        assert_eq!(name("'t'", Engine::Sqlite), own(None, "t"));
        assert_eq!(name("(a)", Engine::Postgres), None);
    }

    #[test]
    fn words_are_eaten_all_or_none() {
        let mut cursor = Cursor::new("if /* x */ not -- y\n exists t", Engine::Postgres);
        assert!(!cursor.eat("IF EXISTS"));
        assert!(cursor.eat("IF NOT EXISTS"));
        assert_eq!(cursor.object_name().map(|(_, span)| span.start), Some(28));
    }

    #[test]
    fn groups_are_balanced() {
        let mut cursor = Cursor::new("(a, (')'), b) c", Engine::Postgres);
        assert_eq!(cursor.group(), Some(Span { start: 0, end: 13 }));
        assert_eq!(cursor.group(), None);
        assert!(cursor.is("c"));
    }
}
