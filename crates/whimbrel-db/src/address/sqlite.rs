//! `sqlite:` URLs.

use std::path::PathBuf;

use super::AddressError;
use super::percent::decode;

/// The file, from what follows `sqlite:`. Three slashes and a relative path, four and an absolute one, as in
/// SQLAlchemy; or none, and the path as it is.
pub(super) fn file(rest: &str) -> Result<PathBuf, AddressError> {
    let host = rest.strip_prefix("//").filter(|rest| !rest.starts_with('/')).and_then(|rest| rest.split('/').next());
    if host.is_some_and(|host| host.contains('@')) {
        return Err(AddressError::new("the SQLite URL has a user or password, and a SQLite database has neither")
            .remedy("write sqlite:FILE.db; encrypted databases are not supported"));
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.strip_prefix("///").or_else(|| path.strip_prefix("//")).unwrap_or(path);
    if path.is_empty() || path == ":memory:" || path.starts_with("file::memory:") || query.contains("mode=memory") {
        return Err(AddressError::new("a SQLite database in memory would start empty in each run")
            .remedy("name a file: sqlite:FILE.db"));
    }
    if !query.is_empty() {
        return Err(AddressError::new("the SQLite URL has query parameters, and none is known")
            .remedy("leave out the `?` and what follows; a `?` in a file name is written %3F"));
    }
    if path.starts_with("file:") {
        return Err(AddressError::new("the SQLite URL holds a `file:` URL").remedy("write sqlite:PATH"));
    }
    Ok(PathBuf::from(decode(path, "path")?))
}
