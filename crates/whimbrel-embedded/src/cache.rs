//! Where the compiled PostgreSQL is kept between runs.

use std::path::PathBuf;

use crate::Error;

/// The folder that pglite-oxide unpacks the compiled PostgreSQL into, once for each version of it:
/// `$XDG_CACHE_HOME/pglite-oxide`, or the platform's place for caches. `None` where the user has no home.
///
/// It can be removed while nothing runs. No database lives there.
pub fn cache_dir() -> Option<PathBuf> {
    // The same call as in pglite-oxide, which does not tell.
    directories::ProjectDirs::from("dev", "pglite-oxide", "pglite-oxide").map(|dirs| dirs.cache_dir().to_owned())
}

/// Fails early and clearly where the cache cannot be written.
pub(crate) fn check_writable() -> Result<(), Error> {
    let Some(path) = cache_dir() else {
        return Ok(()); // pglite-oxide says what is missing
    };
    std::fs::create_dir_all(&path)
        .and_then(|()| tempfile::tempfile_in(&path))
        .map(drop)
        .map_err(|source| Error::Cache { path, source })
}
