//! The licences of all that is linked, against the list in deny.toml.

use crate::metadata;
use crate::{Problems, root};

pub fn check() -> Problems {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    let value: toml::Table = text.parse().expect("deny.toml is TOML");
    let listed = |key: &str| value["licenses"][key].as_array().expect("licenses has this list").iter();
    let allowed: Vec<&str> = listed("allow").filter_map(toml::Value::as_str).collect();
    let clarified = |name: &str| {
        let entry = listed("clarify").find(|entry| entry["crate"].as_str() == Some(name))?;
        entry["expression"].as_str().map(str::to_owned)
    };
    metadata::everything()
        .packages
        .iter()
        .filter_map(|package| match package.license.clone().or_else(|| clarified(&package.name)) {
            Some(licence) if allows(&allowed, &licence) => None,
            Some(licence) => Some(format!("{} {} is under {licence}", package.name, package.version)),
            None => Some(format!("{} {} states no licence", package.name, package.version)),
        })
        .collect()
}

/// Whether an SPDX expression can be met with these licences. `/` is an old way to write OR.
fn allows(allowed: &[&str], expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    alternatives(allowed, &mut words) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn alternatives(allowed: &[&str], words: &mut Words<'_>) -> bool {
    let mut met = all_of(allowed, words);
    while words.next_if_eq(&"OR").is_some() {
        // Read in any case, as the words must be used up.
        met = all_of(allowed, words) || met;
    }
    met
}

fn all_of(allowed: &[&str], words: &mut Words<'_>) -> bool {
    let mut met = one(allowed, words);
    while words.next_if_eq(&"AND").is_some() {
        met = one(allowed, words) && met;
    }
    met
}

fn one(allowed: &[&str], words: &mut Words<'_>) -> bool {
    match words.next() {
        Some("(") => alternatives(allowed, words) && words.next() == Some(")"),
        Some(licence) => {
            let exception = words.next_if_eq(&"WITH").and_then(|_| words.next());
            match exception {
                Some(exception) => allowed.contains(&format!("{licence} WITH {exception}").as_str()),
                None => allowed.contains(&licence),
            }
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_licence_is_allowed() {
        assert_eq!(check(), Problems::new());
    }

    #[test]
    fn expressions_mean_what_spdx_says() {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"];
        for yes in
            ["MIT", "GPL-3.0 OR MIT", "MIT/GPL-3.0", "(GPL-3.0 OR MIT) AND ISC", "Apache-2.0 WITH LLVM-exception"]
        {
            assert!(allows(&allowed, yes), "{yes}");
        }
        for no in ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT OR ISC) AND GPL-3.0", ""] {
            assert!(!allows(&allowed, no), "{no}");
        }
    }
}
