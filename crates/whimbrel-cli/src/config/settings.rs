//! What `whimbrel.toml` can say, and how an environment's table lies over the rest.

use std::time::Duration;

use whimbrel_plan::Problem;
use whimbrel_source::SourceFile;

use super::reader::{Reader, Table, Text};

/// Everything `whimbrel.toml` says; `None` where it does not say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The folder with the migrations.
    pub migrations: Option<Text>,
    /// The file with variables.
    pub env_file: Option<Text>,
    /// `[database] url`
    pub database_url: Option<Text>,
    /// `[database] default`: where neither `url` nor a variable names a database.
    pub database_default: Option<Text>,
    /// `[history] schema`
    pub history_schema: Option<Text>,
    /// `[shadow]`
    pub shadow: Shadow,
    /// `[require]`
    pub require: Require,
    /// `[run]`
    pub run: Run,
    /// `[lint]`
    pub lint: Lint,
    /// `[after.apply]`
    pub after_apply: After,
}

/// `[shadow]`: where migrations and schemas are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shadow {
    /// As `--shadow` takes it.
    pub kind: Option<Text>,
    /// The directory of PostgreSQL's programs.
    pub bin: Option<Text>,
}

/// `[require]`: what must be there before any run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Require {
    /// Such as `>=12`.
    pub postgres: Option<Text>,
    /// Such as `>=3.35`.
    pub sqlite: Option<Text>,
    /// Extensions by name.
    pub extensions: Option<Vec<Text>>,
    /// Environment variables that must be set.
    pub variables: Vec<RequiredVariable>,
}

/// `variables.NAME = { length = 32 }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredVariable {
    /// Its name and place.
    pub name: Text,
    /// Its exact length in characters.
    pub length: Option<usize>,
    /// The least length in characters.
    pub min_length: Option<usize>,
}

/// `[run]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// Per attempt.
    pub lock_timeout: Option<Duration>,
    /// How often a lock is tried for.
    pub lock_attempts: Option<u32>,
    /// How long to wait for another run to end.
    pub lock_wait: Option<Duration>,
    /// For each statement.
    pub statement_timeout: Option<Duration>,
}

/// `[lint]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lint {
    /// `[lint.rules]`: what each rule's findings count as.
    pub rules: Vec<(Text, Text)>,
    /// Columns that say to whom a row belongs.
    pub owner_columns: Option<Vec<Text>>,
    /// A table of so many rows or fewer is small.
    pub small_rows: Option<u64>,
}

/// `[after.apply]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// Run one after another by `sh -c`.
    pub commands: Option<Vec<Text>>,
    /// How long one command may take.
    pub timeout: Option<Duration>,
    /// Asked after the commands.
    pub health: Option<Health>,
}

/// `health = { url = "…", status = 200, within = "60s" }`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// What to GET.
    pub url: Option<Text>,
    /// The status that means healthy; 200 where nothing is said.
    pub status: Option<u16>,
    /// How long it may take to become healthy; 60 s where nothing is said.
    pub within: Option<Duration>,
}

/// A file's settings and those of its environments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Outside of `[environments]`.
    pub base: Settings,
    /// `[environments.NAME]`
    pub environments: Vec<(Text, Settings)>,
}

impl File {
    /// Reads `file`; every mistake in it is reported together.
    pub fn parse(file: &SourceFile) -> Result<Self, Problem> {
        Reader::read(file, |reader, mut root| {
            let base = settings(reader, &mut root);
            let environments = root.named(reader, "environments", settings);
            root.finish(reader);
            Self { base, environments }
        })
    }
}

fn settings(reader: &mut Reader, table: &mut Table<'_>) -> Settings {
    let (database_url, database_default) = table
        .table(reader, "database", |reader, table| (table.text(reader, "url"), table.text(reader, "default")))
        .unwrap_or_default();
    Settings {
        migrations: table.text(reader, "migrations"),
        env_file: table.text(reader, "env_file"),
        database_url,
        database_default,
        history_schema: table.table(reader, "history", |reader, table| table.text(reader, "schema")).flatten(),
        shadow: table.table(reader, "shadow", shadow).unwrap_or_default(),
        require: table.table(reader, "require", require).unwrap_or_default(),
        run: table.table(reader, "run", run).unwrap_or_default(),
        lint: table.table(reader, "lint", lint).unwrap_or_default(),
        after_apply: table
            .table(reader, "after", |reader, table| table.table(reader, "apply", after))
            .flatten()
            .unwrap_or_default(),
    }
}

fn shadow(reader: &mut Reader, table: &mut Table<'_>) -> Shadow {
    Shadow { kind: table.text(reader, "kind"), bin: table.text(reader, "bin") }
}

fn require(reader: &mut Reader, table: &mut Table<'_>) -> Require {
    Require {
        postgres: table.text(reader, "postgres"),
        sqlite: table.text(reader, "sqlite"),
        extensions: table.texts(reader, "extensions"),
        variables: table
            .named(reader, "variables", |reader, table| {
                (table.number(reader, "length"), table.number(reader, "min_length"))
            })
            .into_iter()
            .map(|(name, (length, min_length))| RequiredVariable { name, length, min_length })
            .collect(),
    }
}

fn run(reader: &mut Reader, table: &mut Table<'_>) -> Run {
    Run {
        lock_timeout: table.duration(reader, "lock_timeout"),
        lock_attempts: table.number(reader, "lock_attempts"),
        lock_wait: table.duration(reader, "lock_wait"),
        statement_timeout: table.duration(reader, "statement_timeout"),
    }
}

fn lint(reader: &mut Reader, table: &mut Table<'_>) -> Lint {
    Lint {
        rules: table.chosen(reader, "rules"),
        owner_columns: table.texts(reader, "owner_columns"),
        small_rows: table.number(reader, "small_rows"),
    }
}

fn after(reader: &mut Reader, table: &mut Table<'_>) -> After {
    After {
        commands: table.texts(reader, "commands"),
        timeout: table.duration(reader, "timeout"),
        health: table.table(reader, "health", |reader, table| Health {
            url: table.text(reader, "url"),
            status: table.number(reader, "status"),
            within: table.duration(reader, "within"),
        }),
    }
}

impl Settings {
    /// `over` where it says something, else `self`. A list replaces a list; required variables add up by name.
    pub fn overlaid(self, over: Self) -> Self {
        let mut variables = over.require.variables;
        for variable in self.require.variables {
            if !variables.iter().any(|known| known.name.value == variable.name.value) {
                variables.push(variable);
            }
        }
        variables.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        let mut rules = over.lint.rules;
        for rule in self.lint.rules {
            if !rules.iter().any(|(code, _)| code.value == rule.0.value) {
                rules.push(rule);
            }
        }
        Self {
            migrations: over.migrations.or(self.migrations),
            env_file: over.env_file.or(self.env_file),
            database_url: over.database_url.or(self.database_url),
            // Not handed on: whoever chooses production and forgot its URL must not migrate the default.
            database_default: over.database_default,
            history_schema: over.history_schema.or(self.history_schema),
            shadow: Shadow { kind: over.shadow.kind.or(self.shadow.kind), bin: over.shadow.bin.or(self.shadow.bin) },
            require: Require {
                postgres: over.require.postgres.or(self.require.postgres),
                sqlite: over.require.sqlite.or(self.require.sqlite),
                extensions: over.require.extensions.or(self.require.extensions),
                variables,
            },
            run: Run {
                lock_timeout: over.run.lock_timeout.or(self.run.lock_timeout),
                lock_attempts: over.run.lock_attempts.or(self.run.lock_attempts),
                lock_wait: over.run.lock_wait.or(self.run.lock_wait),
                statement_timeout: over.run.statement_timeout.or(self.run.statement_timeout),
            },
            lint: Lint {
                rules,
                owner_columns: over.lint.owner_columns.or(self.lint.owner_columns),
                small_rows: over.lint.small_rows.or(self.lint.small_rows),
            },
            after_apply: After {
                commands: over.after_apply.commands.or(self.after_apply.commands),
                timeout: over.after_apply.timeout.or(self.after_apply.timeout),
                health: over.after_apply.health.or(self.after_apply.health),
            },
        }
    }
}
