//! A place in a file: the lines around it with their numbers, the place underlined, a label under it.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use whimbrel_source::{SourceFile, Span};

use super::style::{BAD, DIM, paint};
use crate::secrets::Secrets;

/// Lines of a place that are shown at most.
const MOST: usize = 8;
/// Of one line, in columns: generated SQL has lines of megabytes.
const WIDEST: usize = 160;

/// `path:line:column`
pub fn place(file: &SourceFile, span: Span) -> String {
    let at = file.place(span.start);
    format!("{}:{}:{}", file.path.display(), at.line, at.column)
}

/// The lines of `span` with one before, the place underlined, `label` under it. Ends with a line break.
pub fn snippet(file: &SourceFile, span: Span, label: Option<&str>, secrets: &Secrets) -> String {
    masked_snippet(file, &secrets.mask_in_place(&file.text), span, label, secrets)
}

/// As [`snippet`], of a file whose text was masked already: for many places in one.
pub fn masked_snippet(file: &SourceFile, text: &str, span: Span, label: Option<&str>, secrets: &Secrets) -> String {
    let start = text.floor_char_boundary(span.start);
    let label = label.filter(|label| !label.is_empty());
    let end = text.floor_char_boundary(span.end).max(start);
    // Blank space at the end of a place belongs to nobody.
    let end = start + text[start..end].trim_end().len();
    let first = file.place(start).line as usize;
    let last = file.place(end).line as usize;
    let from = first.saturating_sub(1).max(1);
    let gutter = last.min(first + MOST - 1).to_string().len();
    let mut shown = String::new();
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        let begins = offset;
        offset += line.len();
        if number < from {
            continue;
        }
        if number > last || number >= first + MOST {
            break;
        }
        let line = line.trim_end_matches(['\n', '\r']);
        let mark_from = start.clamp(begins, begins + line.len()) - begins;
        let mark_to = end.clamp(begins, begins + line.len()) - begins;
        let marked = number >= first && (mark_to > mark_from || first == last);
        if number < first && line.trim().is_empty() {
            continue;
        }
        let (before, inside, after) = cut(line, mark_from, mark_to);
        let [before, inside, after] = [before, inside, after].map(|part| visible(&part));
        shown.push_str(&format!("{} {before}{inside}{after}\n", paint(DIM, format!("{number:>gutter$} │"))));
        if marked {
            // Leading blank space is not underlined.
            let blank = inside.width() - inside.trim_start().width();
            let under = "─".repeat((inside.width() - blank).max(1));
            let pad = " ".repeat(before.width() + blank);
            shown.push_str(&format!("{} {pad}{}", paint(DIM, format!("{:>gutter$} │", "")), paint(BAD, under)));
            if number == last
                && let Some(label) = label
            {
                shown.push_str(&format!(" {}", paint(BAD, secrets.mask(label))));
            }
            shown.push('\n');
        }
    }
    if last >= first + MOST {
        shown.push_str(&format!(
            "{} {}\n",
            paint(DIM, format!("{:>gutter$} │", "⋮")),
            paint(DIM, format!("to line {last}"))
        ));
        if let Some(label) = label {
            shown.push_str(&format!(
                "{} {}\n",
                paint(DIM, format!("{:>gutter$} │", "")),
                paint(BAD, secrets.mask(label))
            ));
        }
    }
    shown
}

/// Shortens a very long line around what is marked.
fn cut(line: &str, from: usize, to: usize) -> (String, String, String) {
    let (before, inside, after) = (&line[..from], &line[from..to], &line[to..]);
    let inside = head(inside, WIDEST);
    let before = tail(before, WIDEST.saturating_sub(inside.chars().count()).max(20));
    let after = head(after, WIDEST.saturating_sub(inside.chars().count() + before.chars().count()).max(20));
    (before, inside, after)
}

fn head(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn tail(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    format!("…{}", text.chars().skip(length - most).collect::<String>())
}

/// Tabs as four columns; what has no width or would move the cursor is dropped.
fn visible(text: &str) -> String {
    let text = text.replace('\t', "    ");
    text.chars().filter(|c| *c != '\u{feff}' && c.width().is_some_and(|width| width > 0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, part: &str, label: Option<&str>) -> String {
        let secrets = Secrets::default();
        secrets.add("hunter2");
        let start = text.find(part).unwrap();
        let file = SourceFile::new("migrations/1_a.sql", text);
        let span = Span { start, end: start + part.len() };
        let shown = format!("{}\n{}", place(&file, span), snippet(&file, span, label, &secrets));
        anstream::adapter::strip_str(&shown).to_string()
    }

    #[test]
    fn one_line() {
        insta::assert_snapshot!(check(
            "-- a\nSELECT 1;\nDROP TABEL users;\nSELECT 2;\n",
            "TABEL",
            Some("unknown word")
        ));
    }

    #[test]
    fn several_lines_are_underlined_each() {
        insta::assert_snapshot!(check(
            "\nCREATE TABLE a (\n\tid int,\n\tb größe\n);\nSELECT 2;\n",
            "CREATE TABLE a (\n\tid int,\n\tb größe\n)",
            Some("here")
        ));
    }

    #[test]
    fn a_long_place_is_cut_and_says_how_far_it_goes() {
        let text = format!("CREATE TABLE a (\n{}z int);\n", "  x int,\n".repeat(30));
        insta::assert_snapshot!(check(&text, text.trim_end(), Some("here")));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{} HERE {}", "a ".repeat(200), "b ".repeat(200));
        insta::assert_snapshot!(check(&text, "HERE", Some("this")));
    }

    #[test]
    fn a_byte_order_mark_and_line_endings_do_not_move_the_place() {
        insta::assert_snapshot!(check("\u{feff}SELECT x;\r\n", "x", None));
        insta::assert_snapshot!(check("SELECT\r\n  wrong;\r\n", "wrong", Some("at the end")));
    }

    #[test]
    fn secrets_are_masked_in_the_lines() {
        insta::assert_snapshot!(check(
            "url = \"postgres://app:hunter2@db/shop\"",
            "\"postgres://app:hunter2@db/shop\"",
            Some("bad")
        ));
        insta::assert_snapshot!(check("url = \"postgres://app:other@db/shop\"", "other@db", None));
    }
}
