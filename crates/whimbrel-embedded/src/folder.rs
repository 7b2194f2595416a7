//! A database's folder: who has it, and what must be in it before PostgreSQL starts.
//!
//! The folder is laid out by pglite-oxide: `tmp/pglite/base` is PostgreSQL's data directory, and files of extensions
//! lie beside it. `whimbrel.lock` and `.gitignore` are ours.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Error;

const LOCK: &str = "whimbrel.lock";

/// Changes when the bundled extensions may have.
const EXTENSIONS_VERSION: &str = "pglite-oxide 0.5.1\n";

/// A folder that this process alone uses, until it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes a folder, and makes it a database's if it is new.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Folder { path: path.to_owned(), source };
        std::fs::create_dir_all(path).map_err(failed)?;
        // pglite-oxide and Unix sockets are given absolute paths: the process may change its directory.
        let path = &path.canonicalize().map_err(failed)?;
        if !path.join(LOCK).exists() && std::fs::read_dir(path).map_err(failed)?.next().is_some() {
            return Err(Error::NotADatabase { folder: path.clone() });
        }
        let lock = lock(path)?;
        let folder = Self { path: path.clone(), _lock: lock };
        folder.ignore_for_git().map_err(failed)?;
        folder.make_data().map_err(failed)?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A database is nothing to commit.
    fn ignore_for_git(&self) -> io::Result<()> {
        let path = self.path.join(".gitignore");
        if path.exists() { Ok(()) } else { std::fs::write(path, "*\n") }
    }

    /// Unpacks the result of initdb. Left to itself, pglite-oxide would keep only the differences from a copy in its
    /// cache, and the next version of it, with another copy, could not read the database.
    fn make_data(&self) -> io::Result<()> {
        let data = data_directory(&self.path);
        if data.exists() {
            return Ok(());
        }
        let partial = data.with_extension("partial");
        if partial.exists() {
            std::fs::remove_dir_all(&partial)?;
        }
        std::fs::create_dir_all(&partial)?;
        let archive = pglite_oxide_assets::pgdata_template_archive().ok_or(io::ErrorKind::Unsupported)?;
        tar::Archive::new(zstd::Decoder::new(archive)?).unpack(&partial)?;
        std::fs::rename(partial, data)
    }
}

/// A new folder that nobody but this user can enter, gone with the value.
pub(crate) fn of_our_own(prefix: &str, parent: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(parent)
}

/// PostgreSQL's data directory.
pub(crate) fn data_directory(root: &Path) -> PathBuf {
    root.join("tmp/pglite/base")
}

fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join(LOCK);
    let failed = |source| Error::Folder { path: path.clone(), source };
    let mut file = File::options().create(true).truncate(false).read(true).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => {
            let mut text = String::new();
            // Without its number the message still says what matters.
            let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
            return Err(Error::InUse { folder: folder.to_owned(), pid });
        }
        Err(std::fs::TryLockError::Error(source)) => return Err(failed(source)),
    }
    file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id())).map_err(failed)?;
    Ok(file)
}

/// Puts the files of all bundled extensions where `CREATE EXTENSION` finds them: 37 of them, in some 30 ms, once.
pub(crate) fn install_extensions(root: &Path) -> Result<(), Error> {
    let marker = root.join("tmp/pglite/.whimbrel-extensions");
    if std::fs::read_to_string(&marker).is_ok_and(|text| text == EXTENSIONS_VERSION) {
        return Ok(());
    }
    let paths = pglite_oxide::PglitePaths::with_root(root);
    for name in crate::extensions() {
        if let Some(archive) = pglite_oxide_assets::extension_archive(name) {
            pglite_oxide::install_extension_bytes(&paths, archive).map_err(|error| Error::engine(&error))?;
        }
    }
    std::fs::write(&marker, EXTENSIONS_VERSION).map_err(|source| Error::Folder { path: marker, source })
}
