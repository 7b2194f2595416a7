//! The cases, as they are in their folders.

use std::path::Path;

pub struct Case {
    pub name: String,
    pub a: String,
    pub b: String,
    /// Rows for A.
    pub rows: Option<String>,
}

/// All cases, or those whose name contains one of the words in the variable `CASE`.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../whimbrel/tests/schemas");
    let words = std::env::var("CASE").unwrap_or_default();
    let is_chosen = |name: &str| words.is_empty() || words.split_whitespace().any(|word| name.contains(word));
    let entries = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("names are plain"))
        .filter(|name| is_chosen(name))
        .collect();
    names.sort_unstable();
    let read = |name: &str, file: &str| std::fs::read_to_string(folder.join(name).join(file));
    let case = |name: String| Case {
        a: read(&name, "a.sql").unwrap_or_else(|error| panic!("{name}/a.sql: {error}")),
        b: read(&name, "b.sql").unwrap_or_else(|error| panic!("{name}/b.sql: {error}")),
        rows: read(&name, "rows.sql").ok(),
        name,
    };
    names.into_iter().map(case).collect()
}

impl Case {
    /// What the comments at the beginning of `text` say after `word:`.
    fn markers<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
        let lines = text.lines().take_while(|line| line.starts_with("--"));
        lines.filter_map(|line| line.strip_prefix("-- ")?.strip_prefix(word)).map(str::trim).collect()
    }

    pub fn runs_on(&self, version: u32, is_server: bool) -> bool {
        let bounds = Self::markers(&self.a, "postgres:").into_iter().flat_map(str::split_whitespace);
        let fits = |bound: &str| match bound.strip_prefix(">=") {
            Some(least) => version >= least.parse().expect("a version"),
            None => version < bound.strip_prefix('<').expect("a bound").parse().expect("a version"),
        };
        let mut bounds = bounds;
        let all = bounds.all(fits);
        all && (is_server || Self::markers(&self.a, "server only:").is_empty())
    }

    /// A converged result may order columns differently.
    pub fn column_order_differs(&self) -> bool {
        !Self::markers(&self.a, "column order differs").is_empty()
    }

    /// PostgreSQL keeps something that no statement can change and that makes no difference, and pg_dump tells it.
    pub fn pg_dump_differs(&self) -> bool {
        !Self::markers(&self.a, "pg_dump differs:").is_empty()
    }

    /// Tables and columns of A that cannot be kept on the way to B.
    pub fn loses(&self) -> Vec<&str> {
        self.rows.as_deref().map(|rows| Self::markers(rows, "loses:")).unwrap_or_default()
    }

    /// What the server says of rows for which B has no place, where there are any.
    pub fn refused(&self) -> Option<&str> {
        self.rows.as_deref().and_then(|rows| Self::markers(rows, "refused:").first().copied())
    }
}
