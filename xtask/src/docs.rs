//! The pages under docs/ that are generated from the program. A new one is a line in [`PAGES`].

use crate::{Problems, false_alarms, root};

type Page = fn() -> String;

/// File under docs/, and what makes its text.
const PAGES: &[(&str, Page)] = &[
    ("cli.md", whimbrel_cli::docs::cli),
    ("exit-codes.md", whimbrel_cli::docs::exit_codes),
    ("false-alarms.md", false_alarms::page),
];

/// The folder of the lint rules' pages, which has no others.
const RULES: &str = "rules";

/// All of them: file under docs/, and its text.
fn pages() -> Vec<(String, String)> {
    let fixed = PAGES.iter().map(|(name, text)| ((*name).to_owned(), text()));
    fixed.chain(whimbrel_lint::pages().into_iter().map(|(name, text)| (format!("{RULES}/{name}"), text))).collect()
}

/// Writes them, and takes away the pages of rules that are no more.
pub fn write() {
    let docs = root().join("docs");
    std::fs::create_dir_all(docs.join(RULES)).expect("docs/ can be written to");
    let pages = pages();
    for name in stale(&pages) {
        std::fs::remove_file(docs.join(&name)).unwrap_or_else(|error| panic!("failed to remove {name}: {error}"));
    }
    for (name, text) in pages {
        let path = docs.join(name);
        std::fs::write(&path, text).unwrap_or_else(|error| panic!("failed to write {}: {error}", path.display()));
    }
}

/// Those that are not as the program would write them now.
pub fn check() -> Problems {
    let pages = pages();
    let is_fresh = |name: &str, text: &str| {
        std::fs::read_to_string(root().join("docs").join(name)).is_ok_and(|written| written == text)
    };
    let mut problems: Problems = pages
        .iter()
        .filter(|(name, text)| !is_fresh(name, text))
        .map(|(name, _)| format!("docs/{name} is not fresh: run `cargo xtask docs`"))
        .collect();
    problems.extend(stale(&pages).iter().map(|name| format!("docs/{name} is of no rule: run `cargo xtask docs`")));
    problems
}

/// Pages of rules that nothing writes any more.
fn stale(pages: &[(String, String)]) -> Vec<String> {
    let files = std::fs::read_dir(root().join("docs").join(RULES)).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .map(|file| format!("{RULES}/{}", file.file_name().to_string_lossy()))
        .filter(|name| !pages.iter().any(|(known, _)| known == name))
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_pages_are_fresh() {
        assert_eq!(check(), Problems::new());
    }
}
