//! One masker for everything that leaves the process: human text, JSON, what hooks print, panics.

use std::sync::{Arc, RwLock};

use serde_json::Value;

/// What stands where a secret was.
pub const MASK: &str = "***";

/// What stands for a password in examples and in the messages of databases (`password authentication failed`).
/// It is masked inside addresses only, and in capitals not even there.
const PLACEHOLDER: &str = "PASSWORD";

/// Passwords shorter than this are masked only where they stand as a word of their own: replacing `ab` inside
/// other words would make every message unreadable and give the password away.
const SHORT: usize = 6;

/// Everything that must never be shown. Clones share the same list.
#[derive(Clone, Default)]
pub struct Secrets {
    known: Arc<RwLock<Known>>,
}

#[derive(Default)]
struct Known {
    /// Longest first, so that a secret that contains another is masked whole.
    secrets: Vec<String>,
    /// Texts that are shown anyway, such as the masked address.
    visible: Vec<String>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// From now on `secret` is masked.
    pub fn add(&self, secret: impl Into<String>) {
        let secret = secret.into();
        // Shorter than three, a mask would hit every other word; such a password is masked in URLs only.
        if secret.chars().count() < 3 {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let known = &mut *known;
        // SQL and JSON write some characters differently.
        for form in [secret.replace('\'', "''"), secret] {
            if !known.secrets.contains(&form) {
                known.secrets.push(form);
            }
        }
        known.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// Takes the password out of anything that looks like a URL or a `key=value` string, also one that does not
    /// parse, in the form it is written and percent-decoded.
    pub fn add_address(&self, text: &str) {
        for range in password_ranges(text) {
            let written = &text[range];
            self.add(written);
            if let Some(decoded) = percent_decoded(written) {
                self.add(decoded);
            }
        }
    }

    /// A text that is shown anyway: a password equal to a word of it (user `app`, password `app`) is masked
    /// inside URLs only, since masking it elsewhere would point at it.
    pub fn add_visible(&self, text: &str) {
        let mut known = self.known.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.visible.extend(words(text).map(str::to_owned));
    }

    /// `text` without any secret.
    pub fn mask(&self, text: &str) -> String {
        self.mask_by(text, |_| MASK.to_owned())
    }

    /// `text` without any secret, every byte of one an asterisk, so that offsets into it stay what they were.
    pub fn mask_in_place(&self, text: &str) -> String {
        self.mask_by(text, |secret| "*".repeat(secret.len()))
    }

    fn mask_by(&self, text: &str, mask: impl Fn(&str) -> String) -> String {
        let mut masked = text.to_owned();
        for range in password_ranges(text).into_iter().rev() {
            let stands_there = mask(&text[range.clone()]);
            masked.replace_range(range, &stands_there);
        }
        let known = self.known.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        for secret in &known.secrets {
            if secret.eq_ignore_ascii_case(PLACEHOLDER)
                || known.visible.contains(secret)
                || !masked.contains(secret.as_str())
            {
                continue;
            }
            masked = replace(&masked, secret, &mask(secret));
        }
        masked
    }

    /// Every string in `value` without any secret.
    pub fn mask_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.mask(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask_json(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.mask_json(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn replace(text: &str, secret: &str, mask: &str) -> String {
    if secret.len() >= SHORT {
        return text.replace(secret, mask);
    }
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for (start, _) in text.match_indices(secret) {
        let end = start + secret.len();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if joins(text[..start].chars().next_back()) || joins(text[end..].chars().next()) {
            continue;
        }
        masked.push_str(&text[done..start]);
        masked.push_str(mask);
        done = end;
    }
    masked.push_str(&text[done..]);
    masked
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).filter(|word| !word.is_empty())
}

/// Where passwords stand: `scheme://user:HERE@…` and `password=HERE`, in the order of the text, not overlapping.
fn password_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    for (scheme, _) in text.match_indices("://") {
        let start = scheme + 3;
        let end = text[start..]
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>'))
            .map_or(text.len(), |offset| start + offset);
        let authority = &text[start..end];
        // A password may hold `/`, `?` or `@` where somebody forgot to encode it: the last `@` ends it.
        let Some(at) = authority.rfind('@') else { continue };
        let Some(colon) = authority[..at].find(':') else { continue };
        let password = &authority[colon + 1..at];
        if !matches!(password, "" | MASK | PLACEHOLDER) {
            ranges.push(start + colon + 1..start + at);
        }
    }
    let lower = text.to_ascii_lowercase();
    for key in ["password", "passwd", "pwd"] {
        for (found, _) in lower.match_indices(key) {
            let after = found + key.len();
            let spaces = lower[after..].len() - lower[after..].trim_start_matches(' ').len();
            let Some(rest) = lower[after + spaces..].strip_prefix('=') else { continue };
            let mut start = lower.len() - rest.len();
            start += rest.len() - rest.trim_start_matches(' ').len();
            let value = &text[start..];
            let (start, value, ends): (usize, &str, &[char]) = match value.chars().next() {
                Some('\'') => (start + 1, &value[1..], &['\'']),
                Some('"') => (start + 1, &value[1..], &['"']),
                _ => (start, value, &['&', ' ', '\n', '\r', '\t', '"', '\'', '`', ',', ';', ')', '#']),
            };
            let end = value.find(ends).unwrap_or(value.len());
            if !matches!(&value[..end], "" | MASK | PLACEHOLDER) {
                ranges.push(start..start + end);
            }
        }
    }
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<std::ops::Range<usize>> = Vec::new();
    for range in ranges {
        if kept.last().is_none_or(|last| last.end <= range.start) {
            kept.push(range);
        }
    }
    kept
}

fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = (*first == b'%')
            .then(|| after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()))
            .flatten();
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// True where a variable's name says that its value is a secret.
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["PASSWORD", "PASSWD", "SECRET", "CREDENTIAL", "PRIVATE"].iter().any(|word| name.contains(word))
        || ["TOKEN", "KEY", "_PASS", "_PWD", "_DSN"].iter().any(|word| name.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(secret: &str, text: &str) -> String {
        let secrets = Secrets::default();
        secrets.add(secret);
        secrets.mask(text)
    }

    #[test]
    fn a_secret_is_masked_wherever_it_stands() {
        assert_eq!(masked("sea-otter", "got sea-otter, sent xsea-otterx"), "got ***, sent x***x");
        assert_eq!(masked("o'tter-sea", "PASSWORD 'o''tter-sea'"), "PASSWORD '***'");
    }

    #[test]
    fn a_short_secret_is_masked_as_a_word_only() {
        assert_eq!(masked("app", "app apply wrapper (app)"), "*** apply wrapper (***)");
    }

    #[test]
    fn passwords_in_urls_are_masked_without_being_known() {
        let secrets = Secrets::default();
        for (text, expected) in [
            ("at postgres://app:hunter2@db/shop now", "at postgres://app:***@db/shop now"),
            ("postgres://app:p@ss/w?rd@db:99999/shop", "postgres://app:***@db:99999/shop"),
            (
                "postgres://db/shop?user=a&password=hunter2&sslmode=require",
                "postgres://db/shop?user=a&password=***&sslmode=require",
            ),
            ("host=db password='hunter 2' user=x", "host=db password='***' user=x"),
            ("https://example.org/a:b", "https://example.org/a:b"),
            ("postgres://app:***@db/shop", "postgres://app:***@db/shop"),
            ("postgres://USER:PASSWORD@HOST/DATABASE", "postgres://USER:PASSWORD@HOST/DATABASE"),
            ("postgres://user:password@host/database", "postgres://user:***@host/database"),
        ] {
            assert_eq!(secrets.mask(text), expected);
        }
    }

    #[test]
    fn the_password_of_an_address_is_masked_decoded_too() {
        let secrets = Secrets::default();
        secrets.add_address("postgres://app:sea%20otter%21@db/shop");
        assert_eq!(secrets.mask("tried sea otter! and sea%20otter%21"), "tried *** and ***");
    }

    #[test]
    fn a_password_equal_to_the_user_name_keeps_messages_readable() {
        let secrets = Secrets::default();
        secrets.add_address("postgres://postgres:postgres@localhost/shop");
        secrets.add_visible("postgres://postgres@localhost/shop");
        assert_eq!(
            secrets.mask("role postgres at postgres://postgres:postgres@localhost"),
            "role postgres at postgres://postgres:***@localhost"
        );
    }

    #[test]
    fn json_is_masked_in_its_strings_not_in_its_names() {
        let secrets = Secrets::default();
        secrets.add("message");
        let mut value = serde_json::json!({"message": ["a message", {"deep": "message"}], "n": 1});
        secrets.mask_json(&mut value);
        assert_eq!(value, serde_json::json!({"message": ["a ***", {"deep": "***"}], "n": 1}));
    }

    #[test]
    fn names_of_secrets() {
        assert!(["PGPASSWORD", "OAUTH_ENCRYPTION_KEY", "API_TOKEN", "client_secret"].into_iter().all(is_secret_name));
        assert!(!["PGHOST", "KEYBOARD", "TOKEN_MINUTES", "PATH"].into_iter().any(is_secret_name));
    }
}
