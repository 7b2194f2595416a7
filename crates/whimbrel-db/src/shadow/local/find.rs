//! Where PostgreSQL's programs are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::problem;
use crate::ConnectError;

/// Where packages put them: a folder, what the names in it begin with before the version, and what is below.
const USUAL: &[(&str, &str, &str)] = &[
    ("/usr/lib/postgresql", "", "bin"),          // Debian
    ("/usr", "pgsql-", "bin"),                   // Red Hat, from postgresql.org
    ("/usr/libexec", "postgresql", ""),          // Alpine
    ("/opt/homebrew/opt", "postgresql@", "bin"), // Homebrew
    ("/usr/local/opt", "postgresql@", "bin"),    // Homebrew on Intel
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];
/// PostgreSQL's own default.
const FROM_SOURCE: &str = "/usr/local/pgsql/bin";

/// What of this machine the caller knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// The directory of the programs, where it is named: no other is looked at.
    pub bin: Option<PathBuf>,
    /// The directories of `PATH`.
    pub search_path: Vec<PathBuf>,
    /// A folder to keep what takes long to make; made where it is not there. `None` keeps nothing.
    pub cache: Option<PathBuf>,
}

/// PostgreSQL's programs, of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The directory of `postgres` and `initdb`.
    pub bin: PathBuf,
    /// As `postgres` says it: `15.8`.
    pub version: String,
    /// `15`
    pub major: u32,
    pub(super) cache: Option<PathBuf>,
    pub(super) search_path: Vec<PathBuf>,
}

impl Machine {
    /// All that are there, the newest first. Runs each to learn its version: some 10 ms.
    pub fn installations(&self) -> Vec<Installation> {
        let (found, _) = self.directories();
        let mut found: Vec<_> = found.iter().filter_map(|bin| self.installation(bin)).collect();
        found.sort_by_key(|it| std::cmp::Reverse(numbers(&it.version)));
        found
    }

    /// One of this major version. Where a directory's name says its version, no other is run.
    pub fn of_major(&self, major: u32) -> Option<Installation> {
        let (mut found, _) = self.directories();
        found.retain(|bin| hinted(bin).is_none_or(|hint| hint == major));
        found.sort_by_key(|bin| hinted(bin).is_none());
        found.iter().filter_map(|bin| self.installation(bin)).find(|it| it.major == major)
    }

    /// The one to take: of the major version that is demanded, or else of one that is preferred, or else the newest.
    ///
    /// # Errors
    /// Where there is none, or none of the version that is demanded.
    pub fn choose(&self, demanded: Option<u32>, preferred: Option<u32>) -> Result<Installation, ConnectError> {
        if let Some(found) = demanded.or(preferred).and_then(|major| self.of_major(major)) {
            return Ok(found);
        }
        let mut all = self.installations();
        match demanded {
            _ if all.is_empty() => Err(problem::none(self, &self.directories().1)),
            Some(major) => Err(problem::no_version(major, &all)),
            None => Ok(all.swap_remove(0)),
        }
    }

    /// The directories that have the programs, and where was looked. Runs `pg_config` where nothing else finds one.
    fn directories(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        if let Some(bin) = &self.bin {
            return (real(bin).into_iter().collect(), vec![bin.clone()]);
        }
        let mut looked: Vec<PathBuf> = self.search_path.clone();
        for (parent, prefix, below) in USUAL {
            looked.push(Path::new(parent).join(format!("{prefix}*")).join(below));
        }
        looked.push(FROM_SOURCE.into());
        let usual = USUAL.iter().flat_map(|(parent, prefix, below)| versions(Path::new(parent), prefix, below));
        let all = self.search_path.iter().cloned().chain(usual).chain([FROM_SOURCE.into()]);
        let mut found: BTreeSet<PathBuf> = all.filter_map(|directory| real(&directory)).collect();
        if found.is_empty() {
            let config = self.search_path.iter().map(|it| it.join("pg_config")).find(|it| it.is_file());
            let said = config.and_then(|config| output(&config, "--bindir"));
            found.extend(said.and_then(|bin| real(Path::new(&bin))));
        }
        (found.into_iter().collect(), looked)
    }

    fn installation(&self, bin: &Path) -> Option<Installation> {
        // postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)
        let said = output(&bin.join("postgres"), "--version")?;
        let version = said.split_once("(PostgreSQL) ")?.1.split_whitespace().next()?.to_owned();
        let major = numbers(&version).first().copied()?;
        let (cache, search_path) = (self.cache.clone(), self.search_path.clone());
        Some(Installation { bin: bin.to_owned(), version, major, cache, search_path })
    }
}

impl Installation {
    /// `PostgreSQL 15.8 from /usr/lib/postgresql/15/bin`
    pub fn what(&self) -> String {
        format!("PostgreSQL {} from {}", self.version, self.bin.display())
    }

    /// Those of these extensions that `CREATE EXTENSION` would not find.
    pub fn lacks<'e>(&self, extensions: impl IntoIterator<Item = &'e str>) -> BTreeSet<&'e str> {
        let mut extensions: BTreeSet<&str> = extensions.into_iter().collect();
        if !extensions.is_empty() {
            let folder = self.shared().map(|shared| shared.join("extension"));
            let is_there = |name: &str| {
                let folder = folder.as_deref().filter(|_| !name.contains(['/', '\\', '\0']));
                folder.is_some_and(|folder| folder.join(format!("{name}.control")).is_file())
            };
            extensions.retain(|name| !is_there(name));
        }
        extensions
    }

    /// The directory of files that belong to no machine: as pg_config says, or where packages have it.
    fn shared(&self) -> Option<PathBuf> {
        if let Some(said) = output(&self.bin.join("pg_config"), "--sharedir") {
            return Some(said.into());
        }
        let home = self.bin.parent()?;
        let debian = Path::new("/usr/share/postgresql").join(self.major.to_string());
        [home.join("share/postgresql"), home.join("share"), debian].into_iter().find(|it| it.join("extension").is_dir())
    }
}

/// The directory where the programs really are, if it has both.
fn real(directory: &Path) -> Option<PathBuf> {
    let program = directory.join("postgres").canonicalize().ok()?;
    let directory = program.parent()?;
    (directory.join("postgres").is_file() && directory.join("initdb").is_file()).then(|| directory.to_owned())
}

fn versions(parent: &Path, prefix: &str, below: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let is_version =
        |name: &str| name.strip_prefix(prefix).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    entries.filter(|it| it.file_name().to_str().is_some_and(is_version)).map(|it| it.path().join(below)).collect()
}

/// The major version that a directory's name says: `/usr/lib/postgresql/15/bin`, `/usr/pgsql-15/bin`.
fn hinted(bin: &Path) -> Option<u32> {
    let number = |part: &str| {
        let part = part.strip_prefix("pgsql-").or_else(|| part.strip_prefix("postgresql@")).unwrap_or(part);
        part.parse().ok()
    };
    bin.iter().rev().take(2).find_map(|part| number(part.to_str()?))
}

/// `[15, 8]` of `15.8`, `[18]` of `18beta1`.
fn numbers(version: &str) -> Vec<u32> {
    let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    version.split('.').map_while(digits).collect()
}

fn output(program: &Path, option: &str) -> Option<String> {
    let output = Command::new(program).arg(option).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_may_say_its_version() {
        for (bin, hint) in [
            ("/usr/lib/postgresql/15/bin", Some(15)),
            ("/usr/pgsql-16/bin", Some(16)),
            ("/opt/homebrew/opt/postgresql@14/bin", Some(14)),
            ("/opt/homebrew/Cellar/postgresql@17/17.5/bin", None),
            ("/usr/local/pgsql/bin", None),
            ("/srv/12/pg/bin", None),
        ] {
            assert_eq!(hinted(Path::new(bin)), hint, "{bin}");
        }
    }

    #[test]
    fn versions_are_numbers() {
        assert!(numbers("15.10") > numbers("15.9"));
        assert_eq!(numbers("18beta1"), [18]);
        assert!(numbers("devel").is_empty());
    }

    #[test]
    fn what_is_not_there_is_told_with_where_it_was_looked_for() {
        let machine = Machine { bin: Some("/nowhere/bin".into()), ..Machine::default() };
        let error = machine.choose(None, None).unwrap_err();
        assert_eq!(error.code, "shadow.local_missing");
        assert!(error.cause.unwrap().ends_with("looked in /nowhere/bin"));
    }
}
