//! Percent-encoding.

use super::AddressError;

/// Decodes `%XX`; `part` names the part of the URL in the error.
pub(super) fn decode(text: &str, part: &str) -> Result<String, AddressError> {
    let remedy = "a `%` that stands for itself is written %25";
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first != b'%' {
            bytes.push(first);
            rest = after;
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|&byte| (byte as char).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else {
            let message = format!("a `%` in the {part} of the database URL is not followed by two hexadecimal digits");
            return Err(AddressError::new(message).remedy(remedy));
        };
        // Two hexadecimal digits are at most 255.
        bytes.push((high * 16 + low) as u8);
        rest = &after[2..];
    }
    if bytes.contains(&0) {
        return Err(AddressError::new(format!("the {part} of the database URL holds a zero byte")));
    }
    String::from_utf8(bytes).map_err(|_| {
        AddressError::new(format!("the {part} of the database URL is not UTF-8 after percent-decoding")).remedy(remedy)
    })
}
