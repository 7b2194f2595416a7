//! Files should hold one thing, in around 200 lines.

use std::path::{Path, PathBuf};

use crate::{Problems, root};

const TOO_LONG: usize = 800;

pub fn check() -> Problems {
    rust_files(root())
        .iter()
        .filter_map(|path| {
            let lines = std::fs::read_to_string(path).ok()?.lines().count();
            let shown = path.strip_prefix(root()).unwrap_or(path).display();
            (lines > TOO_LONG).then(|| format!("{shown} has {lines} lines, over {TOO_LONG}: what are its two halves?"))
        })
        .collect()
}

/// The Rust sources under a directory, without those of builds.
pub fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if path.is_dir() && !is_hidden && entry.file_name() != "target" {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_has_become_too_long() {
        assert_eq!(check(), Problems::new());
    }

    #[test]
    fn the_sources_are_found() {
        assert!(rust_files(root()).iter().any(|path| path.ends_with("xtask/src/lengths.rs")));
    }
}
