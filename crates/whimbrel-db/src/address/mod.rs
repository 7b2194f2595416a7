//! Where a database is: URLs, keyword strings, PG* variables, password and service files. Reads no
//! environment itself: what it may look at is handed in.

mod files;
mod keywords;
mod parameters;
mod percent;
mod resolve;
mod sqlite;
#[cfg(test)]
mod tests;
mod url;
mod values;

use std::path::{Path, PathBuf};

pub use crate::postgres::Config;

/// What an address may be found from besides its text.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// An environment variable, `.env` already merged in.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// What relative paths start from: the project.
    pub base: &'a Path,
}

/// A database.
#[derive(Debug, Clone)]
pub enum Address {
    /// A server.
    Postgres(Box<Config>),
    /// The PostgreSQL inside the binary.
    Embedded(EmbeddedPlace),
    /// A file.
    Sqlite(PathBuf),
}

/// Where the embedded PostgreSQL keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmbeddedPlace {
    /// `embedded:folder`
    Folder(PathBuf),
    /// `embedded:`, gone at the end.
    Temporary,
}

/// The address cannot be understood. Never echoes what may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AddressError {
    /// What is wrong, without the URL.
    pub message: String,
    /// What to write instead.
    pub remedy: Option<String>,
}

impl AddressError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: None }
    }

    fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// The variables that name a database; without one of them there is none to fall back to.
const NAMING_VARIABLES: [&str; 4] = ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"];

impl Address {
    /// Reads a URL or a `key=value` string.
    pub fn parse(text: &str, around: Surroundings<'_>) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::new("the database URL is empty").remedy(FORMS));
        }
        if text.starts_with(['"', '\'']) {
            return Err(AddressError::new("the database URL stands in quotation marks").remedy("leave them out"));
        }
        if text.contains(char::is_control) {
            return Err(AddressError::new("the database URL holds a line break or another control character"));
        }
        let scheme = text.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
        let Some((scheme, rest)) = scheme.filter(|(scheme, _)| is_scheme(scheme)) else {
            return other_form(text, around);
        };
        let (base, driver) = match scheme.split_once('+') {
            Some((base, driver)) => (base, Some(driver)),
            None => (scheme.as_str(), None),
        };
        match (base, driver) {
            ("postgres" | "postgresql", _) if rest.starts_with("//") => {
                let mut config = resolve::config(url::parse(&rest[2..])?, around)?;
                config.written_passwords = url::written_passwords(&rest[2..]);
                Ok(Self::Postgres(Box::new(config)))
            }
            ("postgres" | "postgresql", _) => {
                Err(AddressError::new("`//` is missing after the scheme of the database URL").remedy(POSTGRES_FORM))
            }
            ("sqlite" | "sqlite3", _) => Ok(Self::Sqlite(around.base.join(sqlite::file(rest)?))),
            ("embedded", None) => embedded(rest, around),
            ("jdbc", None) => {
                Err(AddressError::new("the database URL is a JDBC URL").remedy("leave out the leading `jdbc:`"))
            }
            // Only what is followed by `//` is surely a scheme: `app:secret@db/shop` is not to be echoed.
            _ if rest.starts_with("//") => {
                Err(AddressError::new(format!("`{base}` databases are not supported")).remedy(FORMS))
            }
            _ => other_form(text, around),
        }
    }

    /// From `PGHOST`, `PGSERVICE`, `PGDATABASE`, … alone; `None` where none of those that name a database is set.
    pub fn from_pg_variables(around: Surroundings<'_>) -> Result<Option<Self>, AddressError> {
        let named = |name: &&str| (around.variable)(name).is_some_and(|value| !value.is_empty());
        if !NAMING_VARIABLES.iter().any(named) {
            return Ok(None);
        }
        Ok(Some(Self::Postgres(Box::new(resolve::config(Vec::new(), around)?))))
    }

    /// As it may be shown: no password, no query parameters that hold one.
    pub fn masked(&self) -> String {
        match self {
            Self::Postgres(config) => config.masked(),
            Self::Embedded(EmbeddedPlace::Folder(folder)) => format!("embedded:{}", folder.display()),
            Self::Embedded(EmbeddedPlace::Temporary) => "embedded:".to_owned(),
            Self::Sqlite(file) => format!("sqlite:{}", file.display()),
        }
    }

    /// Every secret in it, for masking wherever a database or a hook might echo one.
    pub fn secrets(&self) -> Vec<String> {
        match self {
            Self::Postgres(config) => config.secrets(),
            Self::Embedded(_) | Self::Sqlite(_) => Vec::new(),
        }
    }

    /// What was left aside while reading it, such as a password file that others may read. For the user to see.
    pub fn warnings(&self) -> &[String] {
        match self {
            Self::Postgres(config) => config.warnings(),
            Self::Embedded(_) | Self::Sqlite(_) => &[],
        }
    }
}

const POSTGRES_FORM: &str = "write postgres://USER:PASSWORD@HOST:5432/DATABASE";
const FORMS: &str = "write postgres://USER:PASSWORD@HOST:5432/DATABASE, sqlite:FILE.db, or embedded:FOLDER for the PostgreSQL inside Whimbrel";

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c))
}

/// What has no scheme: a keyword string, or a mistake.
fn other_form(text: &str, around: Surroundings<'_>) -> Result<Address, AddressError> {
    if keywords::looks_like(text) {
        let given = keywords::parse(text)?;
        return Ok(Address::Postgres(Box::new(resolve::config(given, around)?)));
    }
    let path = text.split(['?', '#']).next().unwrap_or(text);
    if [".db", ".sqlite", ".sqlite3", ".db3"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending)) {
        return Err(AddressError::new("the database URL is the bare path of a file")
            .remedy("write `sqlite:` in front of the path of a SQLite database"));
    }
    Err(AddressError::new("the database URL has no scheme such as `postgres://`").remedy(FORMS))
}

fn embedded(rest: &str, around: Surroundings<'_>) -> Result<Address, AddressError> {
    if rest.is_empty() {
        return Ok(Address::Embedded(EmbeddedPlace::Temporary));
    }
    if rest.starts_with("//") {
        return Err(AddressError::new("an embedded database has no host")
            .remedy("write embedded:FOLDER, without `//`, or embedded: for a temporary one"));
    }
    Ok(Address::Embedded(EmbeddedPlace::Folder(around.base.join(rest))))
}
