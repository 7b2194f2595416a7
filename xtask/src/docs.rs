//! The pages under docs/ that are generated from the program. A new one is a line in [`PAGES`].

use crate::{Problems, root};

type Page = fn() -> String;

/// File under docs/, and what makes its text.
const PAGES: &[(&str, Page)] =
    &[("cli.md", whimbrel_cli::docs::cli), ("exit-codes.md", whimbrel_cli::docs::exit_codes)];

/// Writes them.
pub fn write() {
    for (name, text) in PAGES {
        let path = root().join("docs").join(name);
        std::fs::write(&path, text()).unwrap_or_else(|error| panic!("failed to write {}: {error}", path.display()));
    }
}

/// Those that are not as the program would write them now.
pub fn check() -> Problems {
    PAGES
        .iter()
        .filter(|(name, text)| std::fs::read_to_string(root().join("docs").join(name)).ok().as_ref() != Some(&text()))
        .map(|(name, _)| format!("docs/{name} is not fresh: run `cargo xtask docs`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_pages_are_fresh() {
        assert_eq!(check(), Problems::new());
    }
}
