//! Options of foreign-data wrappers, servers and user mappings, some of which are secrets.

use std::collections::BTreeMap;
use std::fmt;

use crate::describe::list;
use crate::name::{ident, literal};

/// `OPTIONS (…)`, by name.
pub type ForeignOptions = BTreeMap<String, ForeignOption>;

/// The value of one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForeignOption {
    /// As it is.
    Plain(String),
    /// Known by a digest alone.
    Secret(Secret),
}

/// A secret that was never read: what is known is whether it is the same as another.
///
/// A value that still has to be filled in, as Whimbrel writes it, is equal to every other: what is wanted is known to
/// whoever fills it in.
#[derive(Clone)]
pub struct Secret {
    /// Of the value, under a key that lives as long as the process; `None` where it still has to be filled in.
    digest: Option<String>,
}

impl Secret {
    /// From a digest that cannot be turned back.
    pub fn from_digest(digest: impl Into<String>) -> Self {
        Self { digest: Some(digest.into()) }
    }

    /// One that still has to be filled in.
    pub fn to_fill_in() -> Self {
        Self { digest: None }
    }

    /// What is written in place of the secret of the option of that name.
    pub fn placeholder(option: &str) -> String {
        format!("<{option}>")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        match (&self.digest, &other.digest) {
            (Some(digest), Some(other)) => digest == other,
            _ => true,
        }
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// `name 'value'`, a secret's with its placeholder.
fn item(name: &str, value: &ForeignOption) -> String {
    let value = match value {
        ForeignOption::Plain(value) => literal(value),
        ForeignOption::Secret(_) => literal(&Secret::placeholder(name)),
    };
    format!("{} {value}", ident(name))
}

fn is_secret(value: &ForeignOption) -> bool {
    matches!(value, ForeignOption::Secret(_))
}

/// One item a line where a remark has to stand behind one, else all in one line.
fn clause(items: &[(String, bool)]) -> String {
    if !items.iter().any(|(_, secret)| *secret) {
        let items: Vec<_> = items.iter().map(|(item, _)| item.as_str()).collect();
        return format!("OPTIONS ({})", items.join(", "));
    }
    let mut sql = "OPTIONS (".to_owned();
    for (i, (item, secret)) in items.iter().enumerate() {
        let comma = if i + 1 < items.len() { "," } else { "" };
        let remark = if *secret { " -- a secret, which is not read: fill it in" } else { "" };
        sql.push_str(&format!("\n    {item}{comma}{remark}"));
    }
    sql.push_str("\n)");
    sql
}

/// ` OPTIONS (…)` of something that is created; empty where there are none.
pub(super) fn created(options: &ForeignOptions) -> String {
    if options.is_empty() {
        return String::new();
    }
    let items: Vec<_> = options.iter().map(|(name, value)| (item(name, value), is_secret(value))).collect();
    format!(" {}", clause(&items))
}

/// `OPTIONS (DROP …, SET …, ADD …)`; `None` where the options are the same.
pub(super) fn altered(old: &ForeignOptions, new: &ForeignOptions) -> Option<String> {
    let gone = old.keys().filter(|name| !new.contains_key(*name));
    let mut items: Vec<_> = gone.map(|name| (format!("DROP {}", ident(name)), false)).collect();
    for (name, value) in new {
        let word = match old.get(name) {
            Some(old) if old == value => continue,
            Some(_) => "SET",
            None => "ADD",
        };
        items.push((format!("{word} {}", item(name, value)), is_secret(value)));
    }
    (!items.is_empty()).then(|| clause(&items))
}

/// For a fact. A secret has its digest in it, so that facts differ where secrets do, between marks that
/// [`conceal`] knows.
pub(super) fn fact(options: &ForeignOptions) -> Option<String> {
    let item = |(name, value): (&String, &ForeignOption)| match value {
        ForeignOption::Plain(value) => format!("{} {}", ident(name), literal(value)),
        ForeignOption::Secret(secret) => {
            format!("{} {OPEN}{}{CLOSE}", ident(name), secret.digest.as_deref().unwrap_or_default())
        }
    };
    list(&options.iter().map(item).collect::<Vec<_>>())
}

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// Takes the digests out of the old and the new value of a fact, now that they are known to differ.
pub(crate) fn conceal(old: &mut Option<String>, new: &mut Option<String>) {
    let digests: Vec<_> = old.as_deref().map(digests).unwrap_or_default();
    if let Some(text) = new.as_mut().filter(|text| text.contains(OPEN)) {
        *text = without_digests(text, |digest| {
            if digests.is_empty() || digests.iter().any(|old| old == digest) { "(secret)" } else { "(another secret)" }
        });
    }
    if let Some(text) = old.as_mut().filter(|text| text.contains(OPEN)) {
        *text = without_digests(text, |_| "(secret)");
    }
}

fn digests(text: &str) -> Vec<String> {
    let pieces = text.split(OPEN).skip(1);
    pieces.filter_map(|piece| Some(piece.split_once(CLOSE)?.0.to_owned())).collect()
}

fn without_digests(text: &str, shown: impl Fn(&str) -> &'static str) -> String {
    let mut pieces = text.split(OPEN);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digest, rest) = piece.split_once(CLOSE).unwrap_or((piece, ""));
        out.push_str(shown(digest));
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(items: &[(&str, ForeignOption)]) -> ForeignOptions {
        items.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    fn plain(value: &str) -> ForeignOption {
        ForeignOption::Plain(value.to_owned())
    }

    fn secret(digest: &str) -> ForeignOption {
        ForeignOption::Secret(Secret::from_digest(digest))
    }

    #[test]
    fn options_are_added_set_and_dropped() {
        let old = options(&[("host", plain("a")), ("port", plain("1")), ("gone", plain(""))]);
        let new = options(&[("host", plain("a")), ("port", plain("2")), ("user", plain("it's"))]);
        assert_eq!(created(&new), " OPTIONS (host 'a', port '2', \"user\" 'it''s')");
        assert_eq!(
            altered(&old, &new).expect("they differ"),
            "OPTIONS (DROP gone, SET port '2', ADD \"user\" 'it''s')"
        );
        assert_eq!(altered(&new, &new), None);
    }

    #[test]
    fn a_secret_is_nowhere() {
        let old = options(&[("password", secret("aaaa")), ("user", plain("bob"))]);
        let new = options(&[("password", secret("bbbb")), ("user", plain("bob"))]);
        let filled_in = options(&[("password", ForeignOption::Secret(Secret::to_fill_in())), ("user", plain("bob"))]);
        assert_ne!(old, new);
        assert_eq!(old, filled_in);
        assert!(!format!("{old:?}").contains("aaaa"));
        insta::assert_snapshot!(altered(&old, &new).expect("they differ"), @r"
        OPTIONS (
            SET password '<password>' -- a secret, which is not read: fill it in
        )
        ");
        let (mut before, mut after) = (fact(&old), fact(&new));
        assert_ne!(before, after);
        conceal(&mut before, &mut after);
        assert_eq!(before.as_deref(), Some("password (secret), \"user\" 'bob'"));
        assert_eq!(after.as_deref(), Some("password (another secret), \"user\" 'bob'"));
        let (mut before, mut after) = (None, fact(&new));
        conceal(&mut before, &mut after);
        assert_eq!(after.as_deref(), Some("password (secret), \"user\" 'bob'"));
    }
}
