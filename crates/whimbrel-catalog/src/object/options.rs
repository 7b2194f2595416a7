//! Options such as storage parameters, which the server keeps as `name=value`.

use crate::keywords::KEYWORDS;
use crate::name::{ident, literal};

/// `WITH (fillfactor = 70, autovacuum_enabled = false)`, `SET (…)`; empty where there are none.
pub(super) fn clause(word: &str, options: &[String]) -> String {
    if options.is_empty() {
        return String::new();
    }
    let options: Vec<_> = options.iter().map(|option| assignment(option)).collect();
    format!("{word} ({})", options.join(", "))
}

/// What follows `ALTER … name` to get from one list of options to another: `RESET (…)`, `SET (…)`. The server keeps
/// them in the order in which they were set.
pub(super) fn changes(old: &[String], new: &[String]) -> Vec<String> {
    let gone: Vec<_> = old.iter().map(|o| name(o)).filter(|n| !new.iter().any(|o| name(o) == *n)).collect();
    let mut set: Vec<String> = new.iter().filter(|option| !old.contains(option)).cloned().collect();
    let kept = old.iter().filter(|o| !gone.contains(&name(o)) && !set.iter().any(|s| name(s) == name(o)));
    if !kept.chain(&set).eq(new) {
        set = new.to_vec();
    }
    let mut clauses = Vec::new();
    if !gone.is_empty() {
        let names: Vec<_> = gone.into_iter().map(spelled).collect();
        clauses.push(format!("RESET ({})", names.join(", ")));
    }
    if !set.is_empty() {
        clauses.push(clause("SET", &set));
    }
    clauses
}

/// `fillfactor` of `fillfactor=70`
pub(super) fn name(option: &str) -> &str {
    option.split_once('=').map_or(option, |(name, _)| name)
}

fn assignment(option: &str) -> String {
    match option.split_once('=') {
        Some((name, value)) if is_plain(value) => format!("{} = {value}", spelled(name)),
        Some((name, value)) => format!("{} = {}", spelled(name), literal(value)),
        None => spelled(option),
    }
}

/// With its name space: `toast.autovacuum_enabled`.
fn spelled(name: &str) -> String {
    name.split('.').map(ident).collect::<Vec<_>>().join(".")
}

/// True for what the server keeps as it is written without quotes.
fn is_plain(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = |text: &str| match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text) && (text == "0" || !text.starts_with('0')),
    };
    let word = value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        && !value.is_empty()
        && KEYWORDS.binary_search(&value).is_err();
    word || matches!(value, "true" | "false" | "on") || number(value.strip_prefix('-').unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(options: &[&str]) -> Vec<String> {
        options.iter().map(|&o| o.to_owned()).collect()
    }

    #[test]
    fn values_are_quoted_where_the_server_would_read_them_otherwise() {
        let options = ["fillfactor=70", "a=on", "b=off", "c=-0.50", "d=0x1", "e=int", "f=it's", "toast.x=007"];
        let expected = "WITH (fillfactor = 70, a = on, b = off, c = -0.50, d = '0x1', e = 'int', f = 'it''s', \
                        toast.x = '007')";
        assert_eq!(clause("WITH", &list(&options)), expected);
        assert_eq!(clause("WITH", &[]), "");
    }

    #[test]
    fn a_list_becomes_another_in_its_order() {
        let alter = |old: &[&str], new: &[&str]| changes(&list(old), &list(new)).join(", ");
        assert_eq!(alter(&["a=1", "b=1"], &["b=1", "c=1"]), "RESET (a), SET (c = 1)");
        assert_eq!(alter(&["a=1", "b=1"], &["b=1"]), "RESET (a)");
        assert_eq!(alter(&["a=1", "b=1"], &["a=2", "b=1"]), "SET (a = 2, b = 1)");
        assert_eq!(alter(&["b=1"], &["a=1", "b=1"]), "SET (a = 1, b = 1)");
    }
}
