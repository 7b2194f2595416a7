//! Secrets out of text that a server may have echoed them into.

/// Shown instead of a secret.
pub(crate) const MASK: &str = "*****";

/// `text` with every secret replaced. A secret of fewer than four characters only where it stands as a word of
/// its own, or every message would become unreadable.
pub(crate) fn mask(text: &str, secrets: &[String]) -> String {
    let mut out = text.to_owned();
    // The longest first: one secret may be part of another.
    let mut ordered: Vec<&String> = secrets.iter().filter(|s| !s.is_empty()).collect();
    ordered.sort_by_key(|s| std::cmp::Reverse(s.len()));
    for secret in ordered {
        out = if secret.chars().count() < 4 { mask_word(&out, secret) } else { out.replace(secret.as_str(), MASK) };
    }
    out
}

fn mask_word(text: &str, secret: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, after) = (&rest[..at], &rest[at + secret.len()..]);
        let inside_word =
            before.chars().next_back().or_else(|| out.chars().next_back()).is_some_and(char::is_alphanumeric)
                || after.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if inside_word { secret } else { MASK });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_whole_words_of_short_secrets_and_all_of_long_ones() {
        let secrets = ["ab".to_owned(), "sea-otter".to_owned()];
        assert_eq!(mask("a table ab, (ab) xsea-otterx", &secrets), "a table *****, (*****) x*****x");
    }
}
