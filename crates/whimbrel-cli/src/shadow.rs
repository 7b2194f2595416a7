//! Where migrations and schemas are tried: `--shadow`, `--shadow-url`, `WHIMBREL_SHADOW` and `[shadow]`.

use std::path::PathBuf;

use clap::Args;
use whimbrel::address::Surroundings;
use whimbrel::schema::{ShadowKind, ShadowOptions};
use whimbrel::{Address, Machine};
use whimbrel_plan::{ExitClass, Problem};

use crate::config::{Config, Text};
use crate::context::Context;

/// Overrides `[shadow] kind`.
const VARIABLE: &str = "WHIMBREL_SHADOW";

/// Which shadow database.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Where to try it: auto, embedded, local, local:VERSION [default: auto]
    ///
    /// embedded is the PostgreSQL inside this program; local a throw-away server from PostgreSQL's programs on this
    /// machine, of the target's major version if that is there, or of the one you name: local:15. auto takes the
    /// embedded one, unless the target runs another version that is installed here, or an extension is needed that only
    /// an installed one has; it says so.
    #[arg(long, value_name = "WHERE", value_parser = kind)]
    pub shadow: Option<Kind>,
    /// Try it in a scratch database on this server
    ///
    /// The role must be allowed to create databases; the scratch database is dropped again.
    #[arg(long, value_name = "URL")]
    pub shadow_url: Option<String>,
}

/// A value of `--shadow`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By what is needed.
    Auto,
    /// The PostgreSQL inside this program.
    Embedded,
    /// From local programs, of this major version.
    Local(Option<u32>),
}

/// Reads it.
fn kind(text: &str) -> Result<Kind, String> {
    match text.split_once([':', '=']) {
        None if text == "auto" => Ok(Kind::Auto),
        None if text == "embedded" => Ok(Kind::Embedded),
        None if text == "local" => Ok(Kind::Local(None)),
        // `15.8` is what people have; servers differ by the first number.
        Some(("local", version)) => match version.split('.').next().unwrap_or_default().parse() {
            Ok(major) => Ok(Kind::Local(Some(major))),
            Err(_) => Err(format!("`{version}` is no version of PostgreSQL, such as 15")),
        },
        _ => Err(format!("`{text}` is none of auto, embedded, local, local:15")),
    }
}

impl Place {
    /// For the library.
    pub fn library(&self, config: &Config, context: &Context) -> Result<ShadowOptions, Problem> {
        let configured = configured(config)?;
        let kind = match (self.shadow, &self.shadow_url) {
            (None | Some(Kind::Auto), Some(url)) => ShadowKind::On(address(url, config, context)?),
            (Some(_), Some(_)) => return Err(two()),
            (Some(kind), None) => kind.library(),
            (None, None) => configured.kind,
        };
        Ok(ShadowOptions { kind, machine: configured.machine })
    }
}

impl Kind {
    fn library(self) -> ShadowKind {
        match self {
            Self::Auto => ShadowKind::Auto,
            Self::Embedded => ShadowKind::Embedded,
            Self::Local(version) => ShadowKind::Local(version),
        }
    }
}

/// What the variable and the file say, and what this machine is like.
pub fn configured(config: &Config) -> Result<ShadowOptions, Problem> {
    let settings = &config.settings.shadow;
    let written = match (config.variables.get(VARIABLE).filter(|text| !text.is_empty()), &settings.kind) {
        (Some(text), _) => Some((text, None)),
        (None, Some(text)) => Some((config.expand(text)?, Some(text))),
        (None, None) => None,
    };
    let kind = match written {
        Some((text, place)) => kind(&text).map_err(|why| wrong(config, &why, place))?.library(),
        None => ShadowKind::Auto,
    };
    let bin = settings.bin.as_ref().map(|text| config.expand(text)).transpose()?;
    let search_path = config.variables.get("PATH").unwrap_or_default();
    Ok(ShadowOptions {
        kind,
        machine: Machine {
            bin: bin.map(|bin| config.root.join(bin)),
            search_path: std::env::split_paths(&search_path).filter(|path| path.is_absolute()).collect(),
            cache: cache(),
        },
    })
}

/// Where what can be made again is kept between runs.
fn cache() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "whimbrel").map(|directories| directories.cache_dir().to_owned())
}

fn wrong(config: &Config, why: &str, place: Option<&Text>) -> Problem {
    let problem =
        |message: String| Problem::new(ExitClass::Usage, "config.shadow", message).state("nothing was touched");
    match (place, &config.file) {
        (Some(text), Some(file)) => {
            problem(format!("failed to read whimbrel.toml: {why}")).at(file.clone(), text.span, "")
        }
        _ => {
            let origin = config.variables.origin(VARIABLE).unwrap_or_default();
            problem(format!("failed to understand {VARIABLE} ({origin}): {why}"))
        }
    }
}

fn two() -> Problem {
    Problem::new(ExitClass::Usage, "usage", "--shadow and --shadow-url name two places")
        .remedy("leave one of them away")
        .state("nothing was touched")
}

/// The address of `--shadow-url`.
fn address(url: &str, config: &Config, context: &Context) -> Result<Address, Problem> {
    context.secrets.add_address(url);
    let variable = |name: &str| config.variables.get(name);
    let around = Surroundings { variable: &variable, base: &config.root };
    let address = Address::parse(url, around).map_err(|error| {
        let message = format!("failed to understand the address of --shadow-url: {}", error.message);
        let problem = Problem::new(ExitClass::Usage, "config.database_address", message).state("nothing was touched");
        problem.remedy(error.remedy.unwrap_or_else(|| "write it as postgres://USER:PASSWORD@HOST:5432/DATABASE".into()))
    })?;
    address.secrets().into_iter().for_each(|secret| context.secrets.add(secret));
    Ok(address)
}

/// `the embedded PostgreSQL 17.5`, with why it is another one where nobody asked for that.
pub fn shown(on: &str, because: Option<&str>) -> String {
    match because {
        Some(because) => format!("{on} (since {because})"),
        None => on.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn values_of_the_option() {
        for (text, expected) in [
            ("auto", Ok(Kind::Auto)),
            ("embedded", Ok(Kind::Embedded)),
            ("local", Ok(Kind::Local(None))),
            ("local:15", Ok(Kind::Local(Some(15)))),
            ("local=15.8", Ok(Kind::Local(Some(15)))),
            ("local:", Err("`` is no version of PostgreSQL, such as 15".to_owned())),
            ("docker", Err("`docker` is none of auto, embedded, local, local:15".to_owned())),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
