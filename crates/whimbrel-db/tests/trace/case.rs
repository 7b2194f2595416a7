//! The corpus: one statement a file.

use std::path::{Path, PathBuf};

/// A statement and the versions that know it.
pub struct Case {
    pub name: String,
    pub sql: String,
    /// For COPY.
    pub rows: Option<String>,
    /// The oldest version that knows it.
    since: u32,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("it can be read");
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let bound = text.lines().find_map(|line| line.strip_prefix("-- postgres: >="));
        let since = bound.map_or(0, |version| version.trim().parse().expect("a version"));
        let sql: String = text.lines().filter(|line| !line.starts_with("--")).map(|line| format!("{line}\n")).collect();
        let (sql, rows) = match sql.split_once("FROM stdin;\n") {
            Some((copy, rows)) => {
                let rows = rows.strip_suffix("\\.\n").expect("the rows have an end");
                (format!("{copy}FROM stdin"), Some(rows.to_owned()))
            }
            None => (sql.trim_end().to_owned(), None),
        };
        Self { name, sql, rows, since }
    }

    pub fn runs_on(&self, version: u32) -> bool {
        version >= self.since
    }

    /// As psql reads it.
    pub fn text(&self) -> String {
        match &self.rows {
            Some(rows) => format!("{};\n{rows}\\.\n", self.sql),
            None => format!("{};\n", self.sql),
        }
    }
}

/// Where the statements and their snapshots are.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trace").join(name)
}

/// All of a folder, by name.
pub fn cases(folder: &Path) -> Vec<Case> {
    let entries = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "sql")).collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}
