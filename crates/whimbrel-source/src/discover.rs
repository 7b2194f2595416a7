//! Finding the migrations of a folder.

use std::fs;
use std::io;
use std::path::Path;

use crate::migration::{no_version, split_file_name};
use crate::{Migration, SourceError, SourceFile, Version, fixture};

/// A folder's migrations, ordered by version, no version twice.
#[derive(Debug, Clone, Default)]
pub struct MigrationSet {
    /// In order.
    pub migrations: Vec<Migration>,
}

impl MigrationSet {
    /// By version.
    pub fn get(&self, version: &Version) -> Option<&Migration> {
        self.migrations.binary_search_by(|m| m.version.cmp(version)).ok().map(|i| &self.migrations[i])
    }
}

/// Reads every `<digits>_<name>.sql` directly in `folder`, and the `<digits>_<name>.fixture.sql` beside it; `shown` is how
/// its path is written in messages. Other files, folders and hidden files are passed over, but a `.sql` file without a version is an error.
///
/// # Errors
/// All files that cannot be read or understood, in the order of their names, then all versions that two
/// files have, then all fixtures that cannot be read or belong to no migration.
pub fn discover(folder: &Path, shown: &Path) -> Result<MigrationSet, Vec<SourceError>> {
    let names = sql_files(folder).map_err(|error| vec![no_folder(shown, &error)])?;
    let mut errors = vec![];
    let mut migrations = Vec::with_capacity(names.len());
    let (fixtures, names): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| fixture::is_fixture(name));
    for name in &names {
        match read(&folder.join(name), &shown.join(name)) {
            Ok(migration) => migrations.push(migration),
            Err(error) => errors.push(match fixture::meant(name) {
                Some(right) => error.remedy(format!("if it has rows for a rehearsal, rename it to `{right}`")),
                None => error,
            }),
        }
    }
    migrations.sort_by(|a, b| a.version.cmp(&b.version));
    errors.extend(migrations.windows(2).filter(|pair| pair[0].version == pair[1].version).map(|pair| {
        let (first, second) = (pair[0].file.path.display(), pair[1].file.path.display());
        SourceError::new(format!("`{first}` and `{second}` have the same version"))
            .remedy("give the newer one a higher version, unless it has been applied somewhere")
    }));
    for name in fixtures {
        let (path, shown) = (folder.join(&name), shown.join(&name));
        let given = fixture::owner(&name, &shown, &names, &mut migrations).and_then(|owner| match owner {
            Some(migration) => fixture::give(SourceFile::new(&shown, text(&path, &shown)?), migration),
            // that file could not be read, which is told of already
            None => Ok(()),
        });
        errors.extend(given.err());
    }
    if errors.is_empty() { Ok(MigrationSet { migrations }) } else { Err(errors) }
}

fn sql_files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = vec![];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        let is_file = if kind.is_symlink() { entry.path().is_file() } else { kind.is_file() };
        if is_file && name.to_ascii_lowercase().ends_with(".sql") && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Reads one migration file, without its fixture; `shown` is how its path is written in messages.
pub fn read(path: &Path, shown: &Path) -> Result<Migration, SourceError> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if split_file_name(name).is_none() {
        return Err(no_version(&SourceFile::new(shown, "")));
    }
    Migration::parse(SourceFile::new(shown, text(path, shown)?))
}

fn text(path: &Path, shown: &Path) -> Result<String, SourceError> {
    let bytes = fs::read(path)
        .map_err(|error| SourceError::new(format!("failed to read `{}`: {}", shown.display(), reason(&error))))?;
    String::from_utf8(bytes).map_err(|error| not_utf8(shown, error.as_bytes(), error.utf8_error().valid_up_to()))
}

fn not_utf8(shown: &Path, bytes: &[u8], at: usize) -> SourceError {
    let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16, not UTF-8".to_owned(),
        _ => format!("is not UTF-8: byte {at} (line {line}) is 0x{:02x}", bytes[at]),
    };
    SourceError::new(format!("`{}` {what}", shown.display())).remedy("save the file as UTF-8")
}

fn no_folder(shown: &Path, error: &io::Error) -> SourceError {
    if error.kind() == io::ErrorKind::NotFound {
        SourceError::new(format!("there is no migrations folder `{}`", shown.display()))
            .remedy("run `whimbrel init` to create one, or `whimbrel new NAME` to write the first migration")
    } else {
        SourceError::new(format!("failed to read the migrations folder `{}`: {}", shown.display(), reason(error)))
    }
}

/// The system's words, lowercase and without the number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_owned()
}
