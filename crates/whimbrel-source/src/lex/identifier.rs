//! Names: from the spelling in the file to the name itself.

use super::{Token, TokenKind};

/// `None` for tokens that cannot name anything. A string can: SQLite takes `'t'` for a name.
pub(super) fn name_of(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word => Some(token.text.to_ascii_lowercase()),
        TokenKind::QuotedIdentifier | TokenKind::String => {
            let text = token.text;
            match text.as_bytes()[0] {
                b'[' => Some(text[1..text.len() - 1].to_owned()),
                quote @ (b'"' | b'`' | b'\'') => Some(undouble(&text[1..text.len() - 1], quote as char)),
                b'U' | b'u' if text[1..].starts_with("&\"") => unescape(&undouble(&text[3..text.len() - 1], '"'), '\\'),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The name of a `U&"…"` whose escape character `UESCAPE` changed.
pub(super) fn unicode_name(token: &Token<'_>, escape: char) -> Option<String> {
    unescape(&undouble(&token.text[3..token.text.len() - 1], '"'), escape)
}

/// Whether it is a `U&"…"`, after which `UESCAPE` may follow.
pub(super) fn is_unicode(token: &Token<'_>) -> bool {
    token.kind == TokenKind::QuotedIdentifier && token.text.starts_with(['U', 'u'])
}

fn undouble(text: &str, quote: char) -> String {
    text.replace(&format!("{quote}{quote}"), &quote.to_string())
}

/// `\0441` and `\+01F600`, as in `U&"…"`; `None` where an escape is not a character.
fn unescape(text: &str, escape: char) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(escape) {
        name.push_str(&rest[..at]);
        rest = &rest[at + escape.len_utf8()..];
        if let Some(after) = rest.strip_prefix(escape) {
            name.push(escape);
            rest = after;
            continue;
        }
        let (digits, length) = rest.strip_prefix('+').map_or((rest, 4), |long| (long, 6));
        let code = u32::from_str_radix(digits.get(..length)?, 16).ok()?;
        name.push(char::from_u32(code)?);
        rest = &digits[length..];
    }
    name.push_str(rest);
    Some(name)
}
