//! The project's configuration: `whimbrel.toml`, `.env`, the environment, and what follows from them.

pub mod database;
mod dotenv;
mod expand;
mod lint;
mod reader;
mod settings;
mod variables;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::{SourceFile, Span};

use crate::secrets::{Secrets, is_secret_name};
use expand::ExpandError;

pub use reader::Text;
pub use settings::{After, Settings};
pub use variables::Variables;

/// The configuration file's name.
pub const FILE_NAME: &str = "whimbrel.toml";

/// What the command line says about the configuration.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// `-C DIR`
    pub directory: Option<&'a Path>,
    /// `--config FILE`
    pub file: Option<&'a Path>,
    /// `--environment NAME`
    pub environment: Option<&'a str>,
}

/// A project's configuration, read.
pub struct Config {
    /// The project's folder: that of the configuration file. Relative paths start here.
    pub root: PathBuf,
    /// The configuration file, where there is one.
    pub file: Option<SourceFile>,
    /// What it says, the chosen environment laid over it.
    pub settings: Settings,
    /// The chosen environment.
    pub environment: Option<String>,
    /// The process's variables and those of `.env`.
    pub variables: Variables,
    /// Masks what must not be shown.
    pub secrets: Secrets,
}

impl Config {
    /// Reads the configuration. Everything is optional but what the command line names.
    pub fn load(choice: Choice<'_>, mut variables: Variables, secrets: Secrets) -> Result<Self, Problem> {
        let base = choice.directory.unwrap_or(Path::new("."));
        if !base.is_dir() {
            let message = format!("failed to enter {}: there is no such folder", base.display());
            return Err(Problem::new(ExitClass::Usage, "config.no_folder", message).remedy("correct -C DIR"));
        }
        let path = choice.file.map_or_else(|| base.join(FILE_NAME), |file| base.join(file));
        let file = read(&path, choice)?;
        if let Some(file) = &file {
            secrets.add_address(&file.text);
        }
        let root = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let root = std::fs::canonicalize(root).map_err(|error| {
            let message = format!("failed to enter {}: {error}", root.display());
            Problem::new(ExitClass::Usage, "config.no_folder", message)
        })?;
        let parsed = file.as_ref().map(settings::File::parse).transpose()?.unwrap_or_default();
        let settings = chosen(parsed, choice.environment, file.as_ref())?;

        let (env_file, must_exist) = match &settings.env_file {
            Some(text) => (text.value.as_str(), true),
            None => (".env", false),
        };
        // A configured `.env` need not exist either: production sets its variables elsewhere.
        let must_exist = must_exist && env_file != ".env";
        variables.load(&root.join(env_file), Path::new(env_file), must_exist)?;
        remember_secrets(&variables, &settings, &secrets);
        let environment = choice.environment.map(str::to_owned);
        Ok(Self { root, file, settings, environment, variables, secrets })
    }

    /// `text` with its variables; a missing one is underlined.
    pub fn expand(&self, text: &Text) -> Result<String, Problem> {
        expand::expand(&text.value, &|name| self.variables.get(name)).map_err(|error| {
            let (code, message, label) = match &error {
                ExpandError::Missing(name) => (
                    "config.variable_missing",
                    format!("failed to read whimbrel.toml: the environment variable {name} is not set"),
                    format!("{name} is set neither in the environment nor in .env"),
                ),
                ExpandError::Malformed => (
                    "config.value",
                    "failed to read whimbrel.toml: `${` is not followed by a name and `}`".to_owned(),
                    "write ${NAME}, ${NAME:-default}, or $${ for the two characters themselves".to_owned(),
                ),
            };
            let mut problem = Problem::new(ExitClass::Usage, code, message).state("nothing was touched");
            if let Some(file) = &self.file {
                problem = problem.at(file.clone(), text.span, label);
            }
            match error {
                ExpandError::Missing(name) => problem.remedy(format!("add {name}=… to .env, or export it")),
                ExpandError::Malformed => problem,
            }
        })
    }

    /// `whimbrel.toml:7`
    pub fn place(&self, span: Span) -> String {
        match &self.file {
            Some(file) => format!("{}:{}", file.path.display(), file.place(span.start).line),
            None => FILE_NAME.to_owned(),
        }
    }

    /// The folder with the migrations: its path, and how messages write it.
    pub fn migrations(&self) -> Result<(PathBuf, PathBuf), Problem> {
        if let Some(text) = &self.settings.migrations {
            let shown = PathBuf::from(self.expand(text)?);
            return Ok((self.root.join(&shown), shown));
        }
        let usual = Path::new("migrations");
        // Where dbmate keeps them: its projects work as they are.
        let dbmate = Path::new("db/migrations");
        let shown = if !self.root.join(usual).exists() && self.root.join(dbmate).is_dir() { dbmate } else { usual };
        Ok((self.root.join(shown), shown.to_owned()))
    }
}

fn read(path: &Path, choice: Choice<'_>) -> Result<Option<SourceFile>, Problem> {
    // Shown from the project's folder, as everything is.
    let shown = choice.file.map_or_else(|| PathBuf::from(FILE_NAME), Path::to_owned);
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(SourceFile::new(shown, text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && choice.file.is_none() => Ok(None),
        Err(error) => {
            let message = format!("failed to read {}: {error}", shown.display());
            Err(Problem::new(ExitClass::Usage, "config.unreadable", message).remedy("correct --config FILE"))
        }
    }
}

fn chosen(parsed: settings::File, environment: Option<&str>, file: Option<&SourceFile>) -> Result<Settings, Problem> {
    let Some(wanted) = environment else { return Ok(parsed.base) };
    let names: Vec<_> = parsed.environments.iter().map(|(name, _)| name.value.clone()).collect();
    match parsed.environments.into_iter().find(|(name, _)| name.value == wanted) {
        Some((_, over)) => Ok(parsed.base.overlaid(over)),
        None => {
            let message = format!("failed to find the environment `{wanted}`");
            let problem = Problem::new(ExitClass::Usage, "config.no_environment", message);
            Err(match (file, names.is_empty()) {
                (None, _) => problem.cause("there is no whimbrel.toml").remedy("whimbrel init"),
                (Some(_), true) => problem
                    .cause("whimbrel.toml has no environments")
                    .remedy(format!("add [environments.{wanted}.database] with its `url` to whimbrel.toml")),
                (Some(_), false) => problem.remedy(format!("choose one of: {}", names.join(", "))),
            })
        }
    }
}

/// Everything that is a secret by its place or by its name.
fn remember_secrets(variables: &Variables, settings: &Settings, secrets: &Secrets) {
    for (name, value) in variables.all() {
        secrets.add_address(value);
        let required = settings.require.variables.iter().any(|rule| rule.name.value == name);
        // Short values and numbers are settings, such as TOKEN=on; masking them would hide half of every message.
        if name == "PGPASSWORD" || ((required || is_secret_name(name)) && value.len() >= 6) {
            secrets.add(value);
        }
    }
}
