//! The command line as clap sees it: the options every command takes, and the list of commands.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};

use whimbrel::schema::SchemaOptions;
use whimbrel::{Address, ApplyOptions};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::Version;

use crate::commands::{
    apply, baseline, completions, diff, drift, dump, init, lint, man, new, plan, rehearse, repair, revert, status,
    verify,
};
use crate::config::{Config, database};
use crate::context::Context;
use crate::shadow;

/// Moves a database schema from one state to the next: plain SQL files, checked before and proven after.
#[derive(Debug, Parser)]
#[command(
    name = "whimbrel",
    version,
    about,
    long_about = "Moves a database schema from one state to the next: you write plain SQL, Whimbrel checks what it \
                  needs, runs it, proves the result before it commits, and can take it back.\n\n\
                  For PostgreSQL 12 and newer, the PostgreSQL inside this binary, and SQLite.",
    after_help = "Try `whimbrel COMMAND --help` for examples.",
    after_long_help = EXAMPLES,
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  whimbrel init                          a config, a migrations folder, an .env.example
  whimbrel new create_chats              a migration file to fill in
  whimbrel status                        what is applied and what is pending
  whimbrel plan                          what apply would lock, rewrite, break and lose
  whimbrel apply                         apply what is pending, verify it, run the hooks
  whimbrel revert --last 1               take the newest one back, after a typed phrase
  whimbrel -C examples/exora --environment dev apply

The database is found in this order: --database, the environment's `url` in whimbrel.toml, `url` under
[database], DATABASE_URL, the PG* variables, `default` under [database]. `.env` is read first; what is already in
the environment wins.

Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 something is pending (status --exit-code),
4 refused as unsafe, 5 could not connect, 6 verification failed, 7 another run holds the lock, 130 interrupted.";

/// What every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Work in this folder, as if started there
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,
    /// The configuration file [default: whimbrel.toml]
    ///
    /// Relative paths in it start from its folder, which is the project's folder.
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Use [environments.NAME] of the configuration
    #[arg(short = 'e', long, value_name = "NAME", global = true)]
    pub environment: Option<String>,
    /// The database, before anything that is configured
    ///
    /// postgres://user:password@host:5432/database with libpq's parameters, sqlite:///relative.db,
    /// sqlite:////absolute.db, embedded:folder, or embedded: for one that is gone at the end. A password on the
    /// command line can be seen by others on this machine: prefer .env.
    #[arg(short = 'd', long, value_name = "URL", global = true)]
    pub database: Option<String>,
    /// How results are printed
    ///
    /// json prints one object on standard output, also for a failure; its shape is described in docs/json.md.
    #[arg(long, value_enum, default_value_t, global = true)]
    pub format: Format,
    /// Colours; auto means on a terminal without NO_COLOR
    #[arg(long, value_enum, default_value_t, global = true)]
    pub color: Color,
    /// Say more; -vv says still more
    #[arg(short, long, action = ArgAction::Count, global = true, conflicts_with = "quiet")]
    pub verbose: u8,
    /// Print results and failures only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Answer yes to plain questions
    ///
    /// A revert that destroys data still wants its phrase: type it, or pass it with --confirm.
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Keep trying to connect for this long, such as 60s, to a database that is starting or waking up
    #[arg(long, value_name = "DURATION", value_parser = crate::duration::parse, global = true)]
    pub wait: Option<Duration>,
}

impl Global {
    /// `whimbrel` with the options that choose a project, for commands that are shown to be typed. A URL is not
    /// repeated, since it may hold a password.
    pub fn program(&self) -> String {
        let mut program = "whimbrel".to_owned();
        let paths = [("-C", self.directory.as_ref()), ("--config", self.config.as_ref())];
        for (option, path) in paths.into_iter().filter_map(|(option, path)| Some((option, path?))) {
            program.push_str(&format!(" {option} {}", path.display()));
        }
        if let Some(environment) = &self.environment {
            program.push_str(&format!(" --environment {environment}"));
        }
        if self.database.is_some() {
            program.push_str(" --database URL");
        }
        program
    }
}

/// How results are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people; not stable
    #[default]
    Human,
    /// For programs; versioned and stable
    Json,
    /// Statements that can be run: diff, dump, drift
    Sql,
    /// For a pull request: diff, drift, lint, plan
    Markdown,
    /// Annotations of a code host's workflow: lint, plan
    Github,
    /// For code scanners, SARIF 2.1.0: lint, plan
    Sarif,
}

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)]
pub enum Command {
    Init(init::Options),
    New(new::Options),
    Status(status::Options),
    Plan(plan::Options),
    Apply(apply::Options),
    Verify(verify::Options),
    Revert(revert::Options),
    Baseline(baseline::Options),
    Repair(repair::Options),
    Diff(diff::Options),
    Dump(dump::Options),
    Drift(drift::Options),
    Lint(lint::Options),
    Rehearse(rehearse::Options),
    Completions(completions::Options),
    Man(man::Options),
}

impl Command {
    /// As it is typed, and as JSON says it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Init(_) => "init",
            Self::New(_) => "new",
            Self::Status(_) => "status",
            Self::Plan(_) => "plan",
            Self::Apply(_) => "apply",
            Self::Verify(_) => "verify",
            Self::Revert(_) => "revert",
            Self::Baseline(_) => "baseline",
            Self::Repair(_) => "repair",
            Self::Diff(_) => "diff",
            Self::Dump(_) => "dump",
            Self::Drift(_) => "drift",
            Self::Lint(_) => "lint",
            Self::Rehearse(_) => "rehearse",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        }
    }
}

impl Command {
    /// Refuses a way to print that the command has not.
    pub fn check(&self, format: Format) -> Result<(), Problem> {
        let can = match format {
            Format::Human | Format::Json => true,
            Format::Sql => matches!(self, Self::Diff(_) | Self::Dump(_) | Self::Drift(_)),
            Format::Markdown => matches!(self, Self::Diff(_) | Self::Drift(_) | Self::Lint(_) | Self::Plan(_)),
            Format::Github | Format::Sarif => matches!(self, Self::Lint(_) | Self::Plan(_)),
        };
        if can {
            return Ok(());
        }
        let word = format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let message = format!("failed to print: `{}` has no `--format {word}`", self.name());
        Err(Problem::new(ExitClass::Usage, "usage", message).remedy("use --format human or --format json"))
    }
}

/// Which of the pending files, and what to put up with.
#[derive(Debug, Clone, Args)]
pub struct Pending {
    /// The last version
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub to: Option<Version>,
    /// Take pending files, too, that are older than the newest applied one
    #[arg(long)]
    pub allow_out_of_order: bool,
    /// Go on although applied files have been edited
    #[arg(long)]
    pub allow_edited: bool,
    /// Go on although files of applied migrations are missing
    #[arg(long)]
    pub allow_missing: bool,
    /// Let a lint rule find what it wants, for this run; can be given several times
    ///
    /// A comment in the file says why, and lasts: -- whimbrel:allow CODE because REASON
    #[arg(long, value_name = "CODE", value_parser = rule)]
    pub allow: Vec<String>,
}

impl Pending {
    /// For the library.
    pub fn options(&self, config: &Config) -> Result<ApplyOptions, Problem> {
        let mut lint = config.lint()?;
        for code in &self.allow {
            lint.allow(code).map_err(|error| {
                Problem::new(ExitClass::Usage, "usage.allow", error.to_string()).remedy(error.remedy())
            })?;
        }
        Ok(ApplyOptions {
            to: self.to.clone(),
            allow_out_of_order: self.allow_out_of_order,
            allow_edited: self.allow_edited,
            allow_missing: self.allow_missing,
            lint,
            ..ApplyOptions::default()
        })
    }
}

/// Where a schema is tried, and what of it counts.
#[derive(Debug, Clone, Args)]
pub struct Shadow {
    /// Which database.
    #[command(flatten)]
    pub place: shadow::Place,
    /// Leave owners out
    #[arg(long)]
    pub no_owner: bool,
    /// Leave privileges out
    #[arg(long)]
    pub no_privileges: bool,
}

impl Shadow {
    /// For the library.
    pub fn options(&self, config: &Config, context: &Context) -> Result<SchemaOptions, Problem> {
        Ok(SchemaOptions {
            history_schema: crate::project::project(config)?.history_schema,
            connect: context.connect_options(),
            shadow: self.place.library(config, context)?,
            target_version: None,
            owners: !self.no_owner,
            privileges: !self.no_privileges,
            engine: engine(config, context),
            renames: Vec::new(),
            with_rows: false,
        })
    }
}

/// The kind of the configured database; PostgreSQL where none is configured, which is no mistake here.
pub fn engine(config: &Config, context: &Context) -> whimbrel_source::Engine {
    match database::resolve(config, context.global.database.as_deref()) {
        Ok(database) if matches!(database.address, Address::Sqlite(_)) => whimbrel_source::Engine::Sqlite,
        _ => whimbrel_source::Engine::Postgres,
    }
}

/// A migration's version on the command line.
pub fn version(text: &str) -> Result<whimbrel_source::Version, String> {
    // `20251224093000_create_chats` and its file name are what people paste.
    let digits = text.split_once('_').map_or(text, |(digits, _)| digits);
    whimbrel_source::Version::new(digits)
        .ok_or_else(|| format!("`{text}` is not a version: it is the digits a migration's file name starts with"))
}

/// The code of a lint rule on the command line.
fn rule(code: &str) -> Result<String, String> {
    let error = match whimbrel_lint::Config::default().allow(code) {
        Ok(()) => return Ok(code.to_owned()),
        Err(error) => error,
    };
    Err(format!("{error}: {}", error.remedy()))
}

/// The whole command line, for completions, manual pages and the generated reference.
pub fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
