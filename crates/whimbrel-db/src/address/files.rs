//! The password file and the service file.

use std::path::{Path, PathBuf};

use super::{AddressError, Surroundings, parameters};

/// The home directory, as libpq finds it.
pub(super) fn home(around: Surroundings<'_>) -> Option<PathBuf> {
    (around.variable)("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// What a line of the password file is compared with.
pub(super) struct Wanted<'a> {
    pub host: &'a str,
    pub port: u16,
    pub dbname: &'a str,
    pub user: &'a str,
}

/// A password file that may be used: its text, or nothing and a warning where others may read it, or nothing at all.
pub(super) fn read_password_file(path: &Path, warnings: &mut Vec<String>) -> Option<String> {
    let found = std::fs::metadata(path).ok()?;
    let shown = path.display();
    if !found.is_file() {
        warnings.push(format!("the password file {shown} is not a plain file and was left aside"));
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if found.permissions().mode() & 0o077 != 0 {
            warnings.push(format!(
                "the password file {shown} may be read by others and was left aside; run: chmod 600 {shown}"
            ));
            return None;
        }
    }
    match std::fs::read(path) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => {
            warnings.push(format!("the password file {shown} could not be read: {error}"));
            None
        }
    }
}

/// The password of the first line that fits: `host:port:database:user:password`, `*` for any, a backslash before
/// `:` and itself.
pub(super) fn find_password(text: &str, wanted: &Wanted<'_>) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = split(line)?;
        let port = wanted.port.to_string();
        let values = [wanted.host, &port, wanted.dbname, wanted.user];
        let fits = fields.iter().zip(values).all(|(field, value)| *field == "*" || unescape(field) == value);
        // Anything after the password's own colon belongs to no field.
        fits.then(|| unescape(fields[4]))
    })
}

/// The five fields, still escaped.
fn split(line: &str) -> Option<[&str; 5]> {
    let mut fields = Vec::with_capacity(5);
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b':' if fields.len() < 5 => {
                fields.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(&line[start..]);
    fields.get(..5)?.try_into().ok()
}

fn unescape(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

/// A service's parameters and the file they were found in.
pub(super) type Service = (PathBuf, Vec<(&'static str, String)>);

/// Looks the service up: in the file named, else in `~/.pg_service.conf`, then in `PGSYSCONFDIR/pg_service.conf`.
pub(super) fn service(name: &str, file: Option<&str>, around: Surroundings<'_>) -> Result<Service, AddressError> {
    let own = match file {
        Some(file) => Some(around.base.join(file)),
        None => home(around).map(|home| home.join(".pg_service.conf")),
    };
    let system = (around.variable)("PGSYSCONFDIR").filter(|folder| !folder.is_empty()).map_or_else(
        || PathBuf::from("/etc/postgresql-common/pg_service.conf"),
        |folder| Path::new(&folder).join("pg_service.conf"),
    );
    let mut looked = Vec::new();
    for path in own.into_iter().chain([system]) {
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                if let Some(found) = find_service(&text, name, &path)? {
                    return Ok((path, found));
                }
                looked.push(path.display().to_string());
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && file.is_none() => {
                looked.push(path.display().to_string());
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !looked.is_empty() => {}
            Err(error) => {
                return Err(AddressError::new(format!(
                    "the service file {} could not be read: {error}",
                    path.display()
                )));
            }
        }
    }
    Err(AddressError::new(format!("there is no service `{name}` in {}", looked.join(" or ")))
        .remedy(format!("add a section [{name}] with host=, dbname=, user= to one of these files")))
}

fn find_service(text: &str, name: &str, path: &Path) -> Result<Option<Vec<(&'static str, String)>>, AddressError> {
    let at = |number: usize| format!("line {} of the service file {}", number + 1, path.display());
    let mut found: Option<Vec<(&'static str, String)>> = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            if found.is_some() {
                break;
            }
            if section == name {
                found = Some(Vec::new());
            }
            continue;
        }
        let Some(values) = &mut found else { continue };
        let Some((key, value)) = line.split_once('=') else {
            return Err(AddressError::new(format!("{} has no `=`", at(number))));
        };
        if key.trim() == "service" {
            return Err(AddressError::new(format!("{} names another service, which is not allowed", at(number))));
        }
        let known = parameters::from_keyword(key.trim())
            .map_err(|error| AddressError { message: format!("{}: {}", at(number), error.message), ..error })?;
        values.extend(known.map(|known| (known, value.trim().to_owned())));
    }
    Ok(found)
}
