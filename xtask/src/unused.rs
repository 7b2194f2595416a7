//! Dependencies that no source names. Those that are there for another reason are listed in the manifest under
//! `package.metadata.cargo-machete.ignored`, as for the tool of that name.

use std::path::Path;

use crate::metadata::{self, Package};
use crate::{Problems, lengths};

pub fn check() -> Problems {
    metadata::workspace().packages.iter().flat_map(unused).collect()
}

fn unused(package: &Package) -> Problems {
    let directory = package.manifest_path.parent().unwrap_or(Path::new("."));
    let sources: Vec<String> =
        lengths::rust_files(directory).iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let ignored = package.metadata.as_ref().and_then(|value| value.pointer("/cargo-machete/ignored")?.as_array());
    package
        .dependencies
        .iter()
        .map(|dependency| dependency.rename.as_ref().unwrap_or(&dependency.name))
        .filter(|name| !ignored.is_some_and(|ignored| ignored.iter().any(|value| value == name.as_str())))
        .filter(|name| !sources.iter().any(|source| names(source, &name.replace('-', "_"))))
        .map(|name| format!("{} does not use {name}", package.name))
        .collect()
}

/// Whether the source has this word.
fn names(source: &str, word: &str) -> bool {
    let is_part = |character: char| character == '_' || character.is_alphanumeric();
    source
        .match_indices(word)
        .any(|(at, _)| !source[..at].ends_with(is_part) && !source[at + word.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dependency_is_used() {
        assert_eq!(check(), Problems::new());
    }

    #[test]
    fn a_part_of_a_word_is_not_the_word() {
        assert!(names("use tar::Archive;", "tar"));
        assert!(!names("let target = start;", "tar"));
    }
}
