//! One value of each parameter from everywhere it can be set, and reading it as its type.

use std::path::PathBuf;
use std::time::Duration;

use super::{AddressError, Surroundings, files, parameters};
use crate::postgres::config::PasswordFrom;

/// Where a value was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Address,
    Service(PathBuf),
    Variable(&'static str),
}

/// All that is set.
pub(super) struct Values {
    found: Vec<(&'static str, String, Origin)>,
}

impl Values {
    /// The URL before the service file before the environment, as libpq has it. An empty value counts as not set.
    pub(super) fn gather(given: Vec<(&'static str, String)>, around: Surroundings<'_>) -> Result<Self, AddressError> {
        let mut values = Self { found: Vec::new() };
        // Within the URL the last one counts, which is how `?host=` overrides the host before it.
        for (name, value) in given.into_iter().rev() {
            values.add(name, value, Origin::Address);
        }
        let from_environment = |wanted: &str| {
            let (_, variable) = parameters::KNOWN.iter().find(|(name, _)| *name == wanted)?;
            (around.variable)((*variable)?).filter(|value| !value.is_empty())
        };
        let service = values.text("service").map(str::to_owned).or_else(|| from_environment("service"));
        if let Some(service) = service {
            let file = values.text("servicefile").map(str::to_owned).or_else(|| from_environment("servicefile"));
            let (path, found) = files::service(&service, file.as_deref(), around)?;
            for (name, value) in found {
                values.add(name, value, Origin::Service(path.clone()));
            }
        }
        for (name, variable) in parameters::KNOWN {
            if let Some(variable) = variable
                && let Some(value) = (around.variable)(variable)
            {
                values.add(name, value, Origin::Variable(variable));
            }
        }
        Ok(values)
    }

    fn add(&mut self, name: &'static str, value: String, origin: Origin) {
        if !value.is_empty() && self.text(name).is_none() {
            self.found.push((name, value, origin));
        }
    }

    fn find(&self, name: &str) -> Option<(&str, &Origin)> {
        self.found.iter().find(|(known, _, _)| *known == name).map(|(_, value, origin)| (value.as_str(), origin))
    }

    /// The value as it stands.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.find(name).map(|(value, _)| value)
    }

    /// The value, owned.
    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// The password and where it was found.
    pub(super) fn password(&self) -> Option<(String, PasswordFrom)> {
        let (text, origin) = self.find("password")?;
        let from = match origin {
            Origin::Address => PasswordFrom::Address,
            Origin::Service(path) => PasswordFrom::Service(path.clone()),
            Origin::Variable(_) => PasswordFrom::Variable,
        };
        Some((text.to_owned(), from))
    }

    /// `sslmode in the database URL`, `PGSSLMODE`, …
    pub(super) fn shown(&self, name: &str) -> String {
        match self.find(name) {
            Some((_, Origin::Variable(variable))) => format!("`{variable}`"),
            Some((_, Origin::Service(path))) => format!("`{name}` in the service file {}", path.display()),
            _ => format!("`{name}` in the database URL"),
        }
    }

    /// Which of `choices` it is; `None` where it is not set.
    pub(super) fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> Result<Option<T>, AddressError> {
        let Some(value) = self.text(name) else { return Ok(None) };
        if let Some((_, meaning)) = choices.iter().find(|(text, _)| *text == value) {
            return Ok(Some(*meaning));
        }
        let names: Vec<&str> = choices.iter().map(|(text, _)| *text).collect();
        Err(AddressError::new(format!("{} has none of the values it can have", self.shown(name)))
            .remedy(format!("write one of: {}", names.join(", "))))
    }

    /// A number of `unit`s; `None` where it is not set or, as in libpq, not positive.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, AddressError> {
        let Some(value) = self.text(name) else { return Ok(None) };
        match value.trim().parse::<i32>() {
            Ok(number) => Ok(Some(number.into())),
            Err(_) => Err(AddressError::new(format!("{} is not a whole number", self.shown(name)))),
        }
    }

    /// A time in seconds; `None` where it is not set or not positive, which leaves the system's.
    pub(super) fn seconds(&self, name: &str) -> Result<Option<Duration>, AddressError> {
        Ok(self.number(name)?.and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0).map(Duration::from_secs))
    }

    /// Refuses a parameter that would have to do something and cannot here.
    pub(super) fn refuse(&self, name: &str, unless: &[&str], why: &str, remedy: &str) -> Result<(), AddressError> {
        match self.text(name) {
            Some(value) if !unless.contains(&value) => {
                Err(AddressError::new(format!("{} cannot be used: {why}", self.shown(name))).remedy(remedy))
            }
            _ => Ok(()),
        }
    }
}
