//! What both dialects scan alike. Every function takes the place of the first byte and returns the one past
//! the last, or `None` where the text ends before the closing quote.

/// While `belongs` holds.
pub(super) fn run(bytes: &[u8], start: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes[start..].iter().position(|&b| !belongs(b)).map_or(bytes.len(), |n| start + n)
}

/// After the closing `quote` of what was opened just before `start`; a doubled quote stands for itself.
pub(super) fn doubled(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start;
    loop {
        at += bytes.get(at..)?.iter().position(|&b| b == quote)? + 1;
        if bytes.get(at) != Some(&quote) {
            return Some(at);
        }
        at += 1;
    }
}

/// A letter, an underscore, or part of any character beyond ASCII.
pub(super) fn starts_word(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b >= 0x80
}

/// What may follow in a word, `$` included: both dialects agree.
pub(super) fn continues_word(b: u8) -> bool {
    starts_word(b) || b.is_ascii_digit() || b == b'$'
}

/// A number: digits with underscores, fraction, exponent, or a prefix such as `0x`.
pub(super) fn number(bytes: &[u8], start: usize) -> usize {
    let digit = |b: u8| b.is_ascii_digit() || b == b'_';
    let prefixed = bytes[start] == b'0' && bytes.get(start + 1).is_some_and(|b| b"xXoObB".contains(b));
    if prefixed {
        return run(bytes, start + 2, |b| b.is_ascii_hexdigit() || b == b'_');
    }
    let mut end = run(bytes, start, digit);
    // `1..9` is a range, not a fraction.
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1) != Some(&b'.') {
        end = run(bytes, end + 1, digit);
    }
    if bytes.get(end).is_some_and(|b| b"eE".contains(b)) {
        let sign = usize::from(bytes.get(end + 1).is_some_and(|b| b"+-".contains(b)));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = run(bytes, end + 1 + sign, digit);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_they_should() {
        let length = |text: &str| number(text.as_bytes(), 0);
        assert_eq!(length("12 "), 2);
        assert_eq!(length("1.5e-3,"), 6);
        assert_eq!(length("1..9"), 1);
        assert_eq!(length("0xE-1"), 3);
        assert_eq!(length("1e"), 1);
        assert_eq!(length(".5"), 2);
        assert_eq!(length("1_000"), 5);
    }

    #[test]
    fn a_doubled_quote_does_not_close() {
        assert_eq!(doubled(b"it''s' x", 0, b'\''), Some(6));
        assert_eq!(doubled(b"it''", 0, b'\''), None);
    }
}
