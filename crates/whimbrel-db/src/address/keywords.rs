//! libpq's keyword strings: `host=db dbname='my shop'`.

use super::{AddressError, parameters};

/// True where the text begins with `word =`.
pub(super) fn looks_like(text: &str) -> bool {
    text.split_once('=').is_some_and(|(word, _)| {
        let word = word.trim_end();
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// The parameters it sets. A backslash takes the next character as it is, inside quotes and outside.
pub(super) fn parse(text: &str) -> Result<Vec<(&'static str, String)>, AddressError> {
    let mut given = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once('=') else {
            return Err(AddressError::new("a word of the connection string is not followed by `=`")
                .remedy("write NAME=VALUE, and a value with spaces in quotation marks: dbname='two words'"));
        };
        let name = name.trim_end();
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(AddressError::new("a value of the connection string holds a space and no quotation marks")
                .remedy("write it in quotation marks: dbname='two words'"));
        }
        let (value, after) = value(after.trim_start())?;
        if let Some(known) = parameters::from_keyword(name)? {
            given.push((known, value));
        }
        rest = after.trim_start();
    }
    Ok(given)
}

fn value(text: &str) -> Result<(String, &str), AddressError> {
    let quoted = text.starts_with('\'');
    let mut out = String::new();
    let mut chars = text.char_indices();
    if quoted {
        chars.next();
    }
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|(_, escaped)| escaped)),
            '\'' if quoted => return Ok((out, &text[at + 1..])),
            c if !quoted && c.is_whitespace() => return Ok((out, &text[at..])),
            c => out.push(c),
        }
    }
    if quoted {
        return Err(AddressError::new("a quotation mark in the connection string is not closed")
            .remedy(r"inside a value, write ' as \' and \ as \\"));
    }
    Ok((out, ""))
}
