//! PostgreSQL's tokens, as its own scanner finds them with `standard_conforming_strings` on.

use super::scan::{continues_word, doubled, number, run, starts_word};
use super::{TokenKind, Unterminated};

/// The token at `start` and where it ends. `escapes`: a string here continues one with backslash escapes.
pub(super) fn token(bytes: &[u8], start: usize, escapes: bool) -> (TokenKind, usize) {
    let at = |n: usize| bytes.get(start + n).copied().unwrap_or(0);
    match bytes[start] {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
            (TokenKind::Whitespace, run(bytes, start, |b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)))
        }
        b'-' if at(1) == b'-' => (TokenKind::LineComment, run(bytes, start, |b| b != b'\n' && b != b'\r')),
        b'/' if at(1) == b'*' => closed(block_comment(bytes, start), TokenKind::BlockComment, bytes),
        b'\'' if escapes => closed(escape_string(bytes, start + 1), TokenKind::String, bytes),
        b'\'' => closed(doubled(bytes, start + 1, b'\''), TokenKind::String, bytes),
        b'"' => closed(doubled(bytes, start + 1, b'"'), TokenKind::QuotedIdentifier, bytes),
        b'E' | b'e' if at(1) == b'\'' => closed(escape_string(bytes, start + 2), TokenKind::String, bytes),
        b'B' | b'b' | b'X' | b'x' | b'N' | b'n' if at(1) == b'\'' => {
            closed(doubled(bytes, start + 2, b'\''), TokenKind::String, bytes)
        }
        b'U' | b'u' if at(1) == b'&' && at(2) == b'\'' => {
            closed(doubled(bytes, start + 3, b'\''), TokenKind::String, bytes)
        }
        b'U' | b'u' if at(1) == b'&' && at(2) == b'"' => {
            closed(doubled(bytes, start + 3, b'"'), TokenKind::QuotedIdentifier, bytes)
        }
        b if starts_word(b) => (TokenKind::Word, run(bytes, start, continues_word)),
        b if b.is_ascii_digit() => (TokenKind::Number, number(bytes, start)),
        b'.' if at(1).is_ascii_digit() => (TokenKind::Number, number(bytes, start)),
        b'.' if at(1) == b'.' => (TokenKind::Operator, start + 2),
        b'.' => (TokenKind::Dot, start + 1),
        b'$' => dollar(bytes, start),
        b'(' => (TokenKind::LeftParen, start + 1),
        b')' => (TokenKind::RightParen, start + 1),
        b'[' => (TokenKind::LeftBracket, start + 1),
        b']' => (TokenKind::RightBracket, start + 1),
        b',' => (TokenKind::Comma, start + 1),
        b';' => (TokenKind::Semicolon, start + 1),
        b'\\' => (TokenKind::Backslash, start + 1),
        b':' => (TokenKind::Operator, start + 1 + usize::from(matches!(at(1), b':' | b'='))),
        b if is_operator(b) => (TokenKind::Operator, operator(bytes, start)),
        _ => (TokenKind::Unknown, start + 1),
    }
}

fn closed(end: Option<usize>, kind: TokenKind, bytes: &[u8]) -> (TokenKind, usize) {
    end.map_or_else(
        || {
            let what = match kind {
                TokenKind::BlockComment => Unterminated::BlockComment,
                TokenKind::QuotedIdentifier => Unterminated::QuotedIdentifier,
                TokenKind::DollarString => Unterminated::DollarString,
                _ => Unterminated::String,
            };
            (TokenKind::Unterminated(what), bytes.len())
        },
        |end| (kind, end),
    )
}

fn block_comment(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0;
    let mut at = start;
    loop {
        match bytes.get(at..at + 2)? {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" if depth == 1 => return Some(at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
}

fn escape_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => at += 2,
            b'\'' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// `$1`, `$tag$…$tag$`, or a lone `$`. A tag is a word without `$` and does not start with a digit.
fn dollar(bytes: &[u8], start: usize) -> (TokenKind, usize) {
    if bytes.get(start + 1).is_some_and(u8::is_ascii_digit) {
        return (TokenKind::Parameter, run(bytes, start + 1, |b| b.is_ascii_digit()));
    }
    let tag_end = run(bytes, start + 1, |b| b != b'$' && continues_word(b));
    if bytes.get(tag_end) != Some(&b'$') {
        return (TokenKind::Unknown, start + 1);
    }
    let tag = &bytes[start..=tag_end];
    let mut at = tag_end + 1;
    let end = loop {
        let Some(found) = bytes[at..].iter().position(|&b| b == b'$') else {
            break None;
        };
        at += found;
        if bytes[at..].starts_with(tag) {
            break Some(at + tag.len());
        }
        at += 1;
    };
    closed(end, TokenKind::DollarString, bytes)
}

fn is_operator(b: u8) -> bool {
    b"~!@#^&|`?+-*/%<>=".contains(&b)
}

/// The longest run of operator characters that starts no comment; a trailing `+` or `-` belongs to the next
/// token unless the operator holds one of `~!@#%^&|`?`.
fn operator(bytes: &[u8], start: usize) -> usize {
    let mut end = run(bytes, start, is_operator);
    if let Some(comment) = (start + 1..end).find(|&at| matches!(bytes.get(at..at + 2), Some(b"--" | b"/*"))) {
        end = comment;
    }
    if !bytes[start..end].iter().any(|b| b"~!@#^&|`?%".contains(b)) {
        while end > start + 1 && b"+-".contains(&bytes[end - 1]) {
            end -= 1;
        }
    }
    end
}
