//! From the configuration to the project that the library works with.

use whimbrel::{Project, Require, RunSettings, VariableRule};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::VersionBound;

use crate::config::{Config, Text};
use crate::{revision, shadow};

/// The project that `config` describes.
pub fn project(config: &Config) -> Result<Project, Problem> {
    let settings = &config.settings;
    let (migrations, shown) = config.migrations()?;
    let expand = |text: &Text| config.expand(text);
    let defaults = RunSettings::default();
    let variables = config.variables.clone();
    let extensions = settings.require.extensions.iter().flatten().map(expand).collect::<Result<_, _>>()?;
    Ok(Project {
        migrations,
        shown,
        require: Require {
            postgres: settings.require.postgres.as_ref().map(|text| bound(config, text)).transpose()?,
            sqlite: settings.require.sqlite.as_ref().map(|text| bound(config, text)).transpose()?,
            extensions,
            variables: settings
                .require
                .variables
                .iter()
                .map(|rule| VariableRule {
                    name: rule.name.value.clone(),
                    length: rule.length,
                    min_length: rule.min_length,
                })
                .collect(),
        },
        history_schema: settings
            .history_schema
            .as_ref()
            .map(expand)
            .transpose()?
            .unwrap_or_else(|| "whimbrel".to_owned()),
        run: RunSettings {
            lock_timeout: settings.run.lock_timeout.unwrap_or(defaults.lock_timeout),
            lock_attempts: settings.run.lock_attempts.unwrap_or(defaults.lock_attempts),
            lock_wait: settings.run.lock_wait.unwrap_or(defaults.lock_wait),
            statement_timeout: settings.run.statement_timeout.or(defaults.statement_timeout),
        },
        shadow: shadow::configured(config)?,
        variables: Box::new(move |name| variables.get(name)),
        actor: actor(),
        tool: concat!("whimbrel ", env!("CARGO_PKG_VERSION")).to_owned(),
        revision: revision::of(&config.root),
    })
}

/// Who runs this: operating-system user and host.
fn actor() -> String {
    let user = whoami::username().unwrap_or_else(|_| "unknown".to_owned());
    let host = whoami::hostname().unwrap_or_else(|_| "unknown".to_owned());
    format!("{user}@{host}")
}

fn bound(config: &Config, text: &Text) -> Result<VersionBound, Problem> {
    let written = config.expand(text)?;
    VersionBound::parse(&written).ok_or_else(|| {
        let message = "failed to read whimbrel.toml: this is not a version bound";
        let problem = Problem::new(ExitClass::Usage, "config.value", message);
        match &config.file {
            Some(file) => problem.at(file.clone(), text.span, "expected one such as \">=12\" or \"<18\""),
            None => problem,
        }
    })
}
