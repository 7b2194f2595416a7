//! `.env` files: `NAME=value`, `export`, comments, quotes, `${NAME}`. A mistake is reported by its line number
//! and never by the line, which may hold a secret.

use super::expand::{ExpandError, expand, is_name};

/// One variable of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its value, quotes and escapes resolved.
    pub value: String,
    /// The line it starts on, from 1.
    pub line: usize,
}

/// What is wrong with a file, without anything of its text but names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotenvError {
    /// From 1.
    pub line: usize,
    /// Lowercase, no full stop.
    pub message: String,
}

/// Reads a file's text. `outer` tells the variables that are set already, for `${NAME}`; they win over those of
/// the file there, as everywhere.
pub fn parse(text: &str, outer: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Entry>, DotenvError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let line_number = index + 1;
        let error = |message: &str| DotenvError { line: line_number, message: message.to_owned() };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = match line.strip_prefix("export") {
            Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
            _ => line,
        };
        let (name, written) = line.split_once('=').ok_or_else(|| error("it has no `=`; write `NAME=value`"))?;
        let name = name.trim_end();
        if !is_name(name) {
            return Err(error("what stands before `=` is not a name (letters, digits and `_`)"));
        }
        let written = written.trim_start();
        let known = |wanted: &str| {
            outer(wanted)
                .or_else(|| entries.iter().rev().find(|entry| entry.name == wanted).map(|entry| entry.value.clone()))
        };
        let value = match written.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                // A quoted value may go on over several lines.
                let mut whole = written[1..].to_owned();
                let end = loop {
                    if let Some(end) = closing(&whole, quote) {
                        break end;
                    }
                    let (_, next) = lines.next().ok_or_else(|| error("its quote is never closed"))?;
                    whole.push('\n');
                    whole.push_str(next);
                };
                let after = whole[end + 1..].trim();
                if !after.is_empty() && !after.starts_with('#') {
                    return Err(error("something follows the closing quote"));
                }
                let inside = &whole[..end];
                if quote == '\'' { Ok(inside.to_owned()) } else { double_quoted(inside, &known) }
            }
            _ => expand(without_comment(written), &known),
        };
        let value = value.map_err(|reason| match reason {
            ExpandError::Missing(missing) => error(&format!("`{name}` uses ${{{missing}}}, which is not set")),
            ExpandError::Malformed => error(&format!("`{name}` has a `${{` that is not followed by a name and `}}`")),
        })?;
        entries.push(Entry { name: name.to_owned(), value, line: line_number });
    }
    Ok(entries)
}

/// Where the closing quote stands in what follows the opening one.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (index, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            return Some(index);
        }
    }
    None
}

/// Resolves escapes and `${NAME}`; an escaped `$` stays a `$`.
fn double_quoted(text: &str, known: &dyn Fn(&str) -> Option<String>) -> Result<String, ExpandError> {
    let mut value = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        value.push_str(&expand(&plain, known)?);
        plain.clear();
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some(c @ ('"' | '\\' | '$' | '\'')) => value.push(c),
            // Not an escape: a Windows path or a regular expression stays as it is.
            Some(other) => {
                value.push('\\');
                value.push(other);
            }
            None => value.push('\\'),
        }
    }
    value.push_str(&expand(&plain, known)?);
    Ok(value)
}

/// A `#` begins a comment at the start or after blank space; inside a word it belongs to the value.
fn without_comment(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(index, c)| *c == '#' && text[..*index].chars().next_back().is_none_or(char::is_whitespace))
        .map_or(text.len(), |(index, _)| index);
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, value and line of each; or the line and what is wrong with it.
    type Read = Result<Vec<(String, String, usize)>, (usize, String)>;

    fn check(text: &str) -> Read {
        parse(text, &|name| (name == "OUTER").then(|| "outside".to_owned()))
            .map(|entries| entries.into_iter().map(|entry| (entry.name, entry.value, entry.line)).collect())
            .map_err(|error| (error.line, error.message))
    }

    fn one(text: &str) -> String {
        check(text).unwrap().pop().unwrap().1
    }

    #[test]
    fn the_forms_of_a_value() {
        for (text, expected) in [
            ("A=one", "one"),
            ("  A = one  ", "one"),
            ("export A=one", "one"),
            ("export\tA=one", "one"),
            ("exported=one", "one"),
            ("A=", ""),
            ("A=one # comment", "one"),
            ("A= # comment", ""),
            ("A=one#two", "one#two"),
            ("A=a=b==", "a=b=="),
            ("A='one # ${NOT} \\n'", "one # ${NOT} \\n"),
            ("A=\"one\\ttwo \\\"x\\\" \\$5 C:\\dir\" # comment", "one\ttwo \"x\" $5 C:\\dir"),
            ("A=pa$$w$rd", "pa$$w$rd"),
            ("A=x${OUTER}", "xoutside"),
            ("B=1\nA=${B}2", "12"),
            ("OUTER=inner\nA=${OUTER}", "outside"),
            ("A=\"${OUTER} \\${OUTER}\"", "outside ${OUTER}"),
            ("A=${NOTHING:-default}", "default"),
            ("\u{feff}A=bom", "bom"),
            ("A=crlf\r\n", "crlf"),
            ("A='-----BEGIN\nKEY-----'", "-----BEGIN\nKEY-----"),
            ("A=\"it's\"", "it's"),
        ] {
            assert_eq!(one(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_through_comments_and_long_values() {
        let entries = check("# first\n\nA='x\ny'\nB=2\n").unwrap();
        assert_eq!(entries, [("A".into(), "x\ny".into(), 3), ("B".into(), "2".into(), 5)]);
    }

    #[test]
    fn mistakes_name_the_line_and_never_show_it() {
        for (text, line) in [
            ("A=1\nhunter2", 2),
            ("1A=hunter2", 1),
            ("my key=hunter2", 1),
            ("A='hunter2", 1),
            ("A='hunter2' hunter2", 1),
            ("\n\nA=${hunter2", 3),
        ] {
            let (at, message) = check(text).unwrap_err();
            assert_eq!(at, line, "{text:?}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        let (_, message) = check("A=${NOTHING}").unwrap_err();
        assert_eq!(message, "`A` uses ${NOTHING}, which is not set");
    }
}
