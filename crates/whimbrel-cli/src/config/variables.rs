//! The environment with `.env` merged in. Values already in the environment win.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use whimbrel_plan::{ExitClass, Problem};

use super::dotenv;

/// Environment variables and where each came from.
#[derive(Clone, Default)]
pub struct Variables {
    process: BTreeMap<String, String>,
    file: BTreeMap<String, (String, usize)>,
    /// As the user would write it.
    file_path: Option<PathBuf>,
}

impl Variables {
    /// With what the process was started with.
    pub fn of_process() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
        let process = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self { process, ..Self::default() }
    }

    /// Without a process, for tests.
    #[cfg(test)]
    pub fn of(process: &[(&str, &str)]) -> Self {
        let process = process.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { process, ..Self::default() }
    }

    /// Reads `path` (`shown` in messages). A file that was not asked for by name need not exist.
    pub fn load(&mut self, path: &Path, shown: &Path, must_exist: bool) -> Result<(), Problem> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => return Ok(()),
            Err(error) => {
                let message = format!("failed to read {}: {error}", shown.display());
                return Err(Problem::new(ExitClass::Usage, "env_file.unreadable", message)
                    .remedy("create the file, or correct `env_file` in whimbrel.toml"));
            }
        };
        self.file_path = Some(shown.to_owned());
        self.add(&text).map_err(|error| {
            let message = format!("failed to read {}:{}: {}", shown.display(), error.line, error.message);
            Problem::new(ExitClass::Usage, "env_file.syntax", message)
                .cause("the line is not shown, since it may hold a secret")
                .remedy("write `NAME=value`; put a value with blank space, quotes or `#` in single quotes")
        })
    }

    fn add(&mut self, text: &str) -> Result<(), dotenv::DotenvError> {
        let process = &self.process;
        for entry in dotenv::parse(text, &|name| process.get(name).cloned())? {
            self.file.insert(entry.name, (entry.value, entry.line));
        }
        Ok(())
    }

    /// What `name` is set to.
    pub fn get(&self, name: &str) -> Option<String> {
        self.process.get(name).cloned().or_else(|| self.file.get(name).map(|(value, _)| value.clone()))
    }

    /// Where `name` was set: `the environment` or `.env:3`.
    pub fn origin(&self, name: &str) -> Option<String> {
        if self.process.contains_key(name) {
            return Some("the environment".to_owned());
        }
        let (_, line) = self.file.get(name)?;
        let path = self.file_path.as_deref().unwrap_or(Path::new(".env"));
        Some(format!("{}:{line}", path.display()))
    }

    /// Those that the file adds to the process, for the hooks.
    pub fn added(&self) -> impl Iterator<Item = (&str, &str)> {
        self.file
            .iter()
            .filter(|(name, _)| !self.process.contains_key(*name))
            .map(|(name, (value, _))| (name.as_str(), value.as_str()))
    }

    /// All names and values.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.process.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(self.added())
    }

    /// The file that was read, as the user would write it.
    pub fn file_path(&self) -> Option<&Path> {
        self.file_path.as_deref()
    }
}
