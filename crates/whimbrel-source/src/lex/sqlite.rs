//! SQLite's tokens, as its own tokenizer finds them.

use super::scan::{continues_word, doubled, number, run, starts_word};
use super::{TokenKind, Unterminated};

/// The token at `start` and where it ends.
pub(super) fn token(bytes: &[u8], start: usize) -> (TokenKind, usize) {
    let at = |n: usize| bytes.get(start + n).copied().unwrap_or(0);
    let string = |from| closed(doubled(bytes, from, b'\''), TokenKind::String, Unterminated::String, bytes);
    let name = |end| closed(end, TokenKind::QuotedIdentifier, Unterminated::QuotedIdentifier, bytes);
    match bytes[start] {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {
            (TokenKind::Whitespace, run(bytes, start, |b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)))
        }
        b'-' if at(1) == b'-' => (TokenKind::LineComment, line_comment(bytes, start)),
        b'/' if at(1) == b'*' => {
            closed(block_comment(bytes, start), TokenKind::BlockComment, Unterminated::BlockComment, bytes)
        }
        b'\'' => string(start + 1),
        b'X' | b'x' if at(1) == b'\'' => string(start + 2),
        quote @ (b'"' | b'`') => name(doubled(bytes, start + 1, quote)),
        b'[' => name(bytes[start..].iter().position(|&b| b == b']').map(|n| start + n + 1)),
        b if starts_word(b) => (TokenKind::Word, run(bytes, start, continues_word)),
        b if b.is_ascii_digit() => (TokenKind::Number, number(bytes, start)),
        b'.' if at(1).is_ascii_digit() => (TokenKind::Number, number(bytes, start)),
        b'.' => (TokenKind::Dot, start + 1),
        b'?' => (TokenKind::Parameter, run(bytes, start + 1, |b| b.is_ascii_digit())),
        b'$' | b'@' | b':' | b'#' if continues_word(at(1)) => {
            (TokenKind::Parameter, run(bytes, start + 1, continues_word))
        }
        b'(' => (TokenKind::LeftParen, start + 1),
        b')' => (TokenKind::RightParen, start + 1),
        b']' => (TokenKind::RightBracket, start + 1),
        b',' => (TokenKind::Comma, start + 1),
        b';' => (TokenKind::Semicolon, start + 1),
        b'\\' => (TokenKind::Backslash, start + 1),
        b'-' if at(1) == b'>' => (TokenKind::Operator, start + 2 + usize::from(at(2) == b'>')),
        b'<' if matches!(at(1), b'=' | b'>' | b'<') => (TokenKind::Operator, start + 2),
        b'>' if matches!(at(1), b'=' | b'>') => (TokenKind::Operator, start + 2),
        b'=' | b'!' if at(1) == b'=' => (TokenKind::Operator, start + 2),
        b'|' if at(1) == b'|' => (TokenKind::Operator, start + 2),
        b'+' | b'-' | b'*' | b'/' | b'%' | b'=' | b'<' | b'>' | b'&' | b'|' | b'~' => (TokenKind::Operator, start + 1),
        _ => (TokenKind::Unknown, start + 1),
    }
}

fn closed(end: Option<usize>, kind: TokenKind, open: Unterminated, bytes: &[u8]) -> (TokenKind, usize) {
    end.map_or((TokenKind::Unterminated(open), bytes.len()), |end| (kind, end))
}

/// Ends before the line feed, and before the carriage return of a CRLF.
fn line_comment(bytes: &[u8], start: usize) -> usize {
    let end = run(bytes, start, |b| b != b'\n');
    if end < bytes.len() && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

fn block_comment(bytes: &[u8], start: usize) -> Option<usize> {
    bytes[start + 2..].windows(2).position(|pair| pair == b"*/").map(|n| start + 2 + n + 2)
}
