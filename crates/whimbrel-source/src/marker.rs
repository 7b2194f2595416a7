//! Recognising `-- migrate:` lines.

use crate::Span;

const KINDS: [&str; 6] = ["up", "down", "verify", "test", "fixture", "requires"];

/// Whether the line comment at `span` is a marker: alone on its line and of a marker's form.
pub(crate) fn is_marker(text: &str, span: Span) -> bool {
    stands_alone(text, span.start) && kind_word(&text[span.start..span.end]).is_some()
}

fn stands_alone(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\t']);
    before.is_empty() || before == "\u{feff}" || before.ends_with('\n') || before.ends_with('\r')
}

/// What a comment names after `migrate:`, misspelt or not, such as `up`; `None` for an ordinary comment.
///
/// Where `migrate:` and the word are not as they should be (a blank between, capitals), it counts only when
/// the word is a known one: `-- Migrate: users first` is prose, `-- Migrate: Up` a slip.
pub(crate) fn kind_word(comment: &str) -> Option<&str> {
    let body = comment.trim_start().strip_prefix("--")?.trim_start();
    let (head, rest) = body.split_at_checked("migrate:".len())?;
    if !head.eq_ignore_ascii_case("migrate:") {
        return None;
    }
    let word = rest.split_ascii_whitespace().next().unwrap_or("");
    let exact = head == "migrate:" && rest.starts_with(word) && !word.is_empty();
    (exact || KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(word))).then_some(word)
}

/// Whether `comment`, whose word is `word`, is spelt as a marker must be.
pub(crate) fn is_spelt_well(comment: &str, word: &str) -> bool {
    let body = comment.trim_start_matches('-').trim_start();
    KINDS.contains(&word) && body.strip_prefix("migrate:").is_some_and(|rest| rest.starts_with(word))
}

/// The marker kind nearest to a misspelt one.
pub(crate) fn nearest_kind(word: &str) -> Option<&'static str> {
    crate::nearest::nearest(&word.to_ascii_lowercase(), &KINDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dbmate_spellings_are_markers_and_prose_is_not() {
        for line in ["-- migrate:up", "--migrate:up", "--  migrate:up transaction:false", "--\tmigrate:up"] {
            assert_eq!(kind_word(line), Some("up"), "{line}");
        }
        assert_eq!(kind_word("-- migrate:uo"), Some("uo"));
        assert_eq!(kind_word("-- Migrate: Up"), Some("Up"));
        for line in
            ["-- Migrate: users first", "-- migrate: the users", "-- migrating:up", "-- migrate:", "- migrate:up"]
        {
            assert_eq!(kind_word(line), None, "{line}");
        }
    }
}
