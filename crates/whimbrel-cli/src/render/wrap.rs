//! Lines that are too long for the terminal, broken between words.

use unicode_width::UnicodeWidthStr;

/// `text` with every line that is wider than `width` broken at blanks, the rest of it indented two further. A word
/// that is wider stays whole. `None` where the output goes elsewhere than to a terminal: then nothing is broken.
pub fn wrap(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    text.split_inclusive('\n')
        .map(|line| if shown(line.trim_end()) > width { broken(line, width) } else { line.to_owned() })
        .collect()
}

fn broken(line: &str, width: usize) -> String {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    let mut out = " ".repeat(indent);
    let mut column = indent;
    for (index, word) in text.trim_end().split(' ').enumerate() {
        let wide = shown(word);
        if index > 0 && column + 1 + wide > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent + 2));
            column = indent + 2;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += wide;
    }
    out.push('\n');
    out
}

/// How wide it is on a terminal: colours take no room.
fn shown(text: &str) -> usize {
    anstream::adapter::strip_str(text).to_string().width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        let text = "short\n  a line that is long\n\nunbreakable\n";
        assert_eq!(wrap(text, Some(10)), "short\n  a line\n    that\n    is\n    long\n\nunbreakable\n");
        assert_eq!(wrap(text, None), text);
    }

    #[test]
    fn colours_take_no_room() {
        let text = "\u{1b}[1mbold\u{1b}[0m word\n";
        assert_eq!(wrap(text, Some(9)), text);
        assert_eq!(wrap(text, Some(8)), "\u{1b}[1mbold\u{1b}[0m\n  word\n");
    }
}
