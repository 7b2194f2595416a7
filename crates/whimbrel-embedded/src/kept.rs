//! Databases that are kept to begin from: what took long to make once is copied the next time.
//!
//! They lie in `shadows` in [`kept_dir`], a folder for each with PostgreSQL's data directory in it and a `note` of whoever
//! keeps it. A folder appears whole or not at all; any can be removed at any time. Only the newest are kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::Error;
use crate::folder::{self, data_directory};

/// How many are kept: a few MB each, and more with many rows.
const KEPT: usize = 6;

/// What it takes to begin from a copy: some time, and more for each file that is copied and then looked at by PostgreSQL, which
/// finds a database that was not stopped. Seen for 700 to 6,000 files; a table with a key is five.
const START: Duration = Duration::from_millis(200);
const START_OF_A_FILE: Duration = Duration::from_micros(800);

/// For how long a copy is taken: what was made may have looked at the clock.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);

const NOTE: &str = "note";
const DATA: &str = "data";

/// Where Whimbrel keeps what it can make again: `$XDG_CACHE_HOME/whimbrel`, or the platform's place for caches. `None`
/// where the user has no home.
pub fn kept_dir() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "whimbrel").map(|dirs| dirs.cache_dir().to_owned())
}

/// A database that is kept, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// By a name of letters and digits that says all that it was made of.
    pub fn named(name: &str) -> Option<Self> {
        debug_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name} is a file's name");
        Some(Self { folder: kept_dir()?.join("shadows").join(name) })
    }

    /// What was noted when it was kept; `None` where it is not, or was a day ago. Of those it is then the last to go.
    pub fn note(&self) -> Option<String> {
        let path = self.folder.join(NOTE);
        let note = fs::read_to_string(&path).ok()?;
        let age = path.metadata().and_then(|it| it.modified()).ok()?.elapsed();
        // a time to come is a clock that was set
        if age.is_ok_and(|age| age > FRESH) {
            self.remove();
            return None;
        }
        // Where it cannot be touched, it is forgotten a little earlier.
        let _ = fs::File::open(&self.folder).and_then(|folder| folder.set_modified(SystemTime::now()));
        Some(note)
    }

    /// Forgets it.
    pub fn remove(&self) {
        // Whoever else removes it does the same.
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// Whether the database in `root` is sooner copied than made, which took that long.
    pub(crate) fn is_worth_it(root: &Path, took: Duration) -> bool {
        took > START && {
            let files = u32::try_from(files(&data_directory(root))).unwrap_or(u32::MAX);
            took > START + START_OF_A_FILE.saturating_mul(files)
        }
    }

    /// Keeps a copy of the database in `root`, which holds still.
    pub(crate) fn keep(&self, root: &Path, note: &str) -> Result<(), Error> {
        let failed = |source| Error::Cache { path: self.folder.clone(), source };
        let all = self.folder.parent().expect("it lies in `shadows`");
        fs::create_dir_all(all).map_err(failed)?;
        let partial = folder::of_our_own(".partial-", all).map_err(failed)?;
        copy(&data_directory(root), &partial.path().join(DATA)).map_err(failed)?;
        fs::write(partial.path().join(NOTE), note).map_err(failed)?;
        match fs::rename(partial.path(), &self.folder) {
            // another process was first, with the same
            Err(_) if self.folder.exists() => {}
            renamed => renamed.map_err(failed)?,
        }
        tidy(all);
        Ok(())
    }

    /// Puts a copy of it where the database of `root` is to be.
    pub(crate) fn copy_to(&self, root: &Path) -> Result<(), Error> {
        let data = data_directory(root);
        copy(&self.folder.join(DATA), &data).map_err(|source| Error::Cache { path: self.folder.clone(), source })
    }
}

/// Removes all but the newest, and what killed processes have left.
fn tidy(all: &Path) {
    let Ok(entries) = fs::read_dir(all) else { return };
    let mut folders: Vec<_> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
        })
        .collect();
    folders.sort_by(|a, b| b.cmp(a));
    let is_partial = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".partial-"));
    let (partial, whole): (Vec<_>, Vec<_>) = folders.into_iter().partition(|(_, path)| is_partial(path));
    let left = partial.into_iter().filter(|(made, _)| made.elapsed().is_ok_and(|age| age.as_secs() > 60 * 60));
    for (_, path) in whole.into_iter().skip(KEPT).chain(left) {
        // What cannot be removed now is tried again the next time.
        let _ = fs::remove_dir_all(path);
    }
}

/// How many files are in a folder; of what cannot be read, none.
fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let one = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => files(&entry.path()),
        _ => 1,
    };
    entries.map(one).sum()
}

/// A folder with all that is in it: files and folders, as PostgreSQL makes them.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
