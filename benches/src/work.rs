//! The same work for Whimbrel and for psql.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A folder of `count` small migrations, and one file with the same as committed transactions.
pub struct Work {
    folder: tempfile::TempDir,
}

impl Work {
    /// Writes both.
    pub fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        let migrations = folder.path().join("migrations");
        std::fs::create_dir(&migrations).expect("a new folder is writable");
        let mut script = String::new();
        for n in 1..=count {
            let table = format!("CREATE TABLE item_{n} (id bigint PRIMARY KEY, name text NOT NULL);\n");
            let text = format!("-- migrate:up\n{table}\n-- migrate:down\nDROP TABLE item_{n};\n");
            let file = migrations.join(format!("{n:06}_item_{n}.sql"));
            std::fs::write(file, text).expect("a new folder is writable");
            write!(script, "BEGIN;\n{table}COMMIT;\n").expect("a string takes text");
        }
        std::fs::write(folder.path().join("all.sql"), script).expect("a new folder is writable");
        Self { folder }
    }

    /// What `-C` takes.
    pub fn project(&self) -> &Path {
        self.folder.path()
    }

    /// What `psql -f` takes.
    pub fn script(&self) -> PathBuf {
        self.folder.path().join("all.sql")
    }
}
