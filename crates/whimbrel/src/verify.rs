//! `verify`: the `verify` sections of what is applied, read-only; and the `test` sections, where asked for.

use whimbrel_db::Connection;
use whimbrel_inspect::verify::VerifyError;
use whimbrel_plan::{Effects, Problem, State, StatusRow, Verdict};
use whimbrel_run::Interrupt;
use whimbrel_run::trial::{self, Test};
use whimbrel_source::{Migration, MigrationSet, SectionKind, SourceError};

use crate::Session;
use crate::apply::in_a_line;
use crate::schema::{ShadowOptions, Source, missing};

/// What to check.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// Run the `test` sections too, each in a transaction that is rolled back.
    pub tests: bool,
    /// Compare the schema with what the applied migrations make on a shadow database. PostgreSQL only.
    pub effects: bool,
    /// Where the shadow database is.
    pub shadow: ShadowOptions,
}

impl Session<'_> {
    /// Checks every applied migration. A check that does not hold is in the verdict, not an error.
    pub async fn verify(&mut self, options: &VerifyOptions, interrupt: &Interrupt) -> Result<Verdict, Problem> {
        let files = self.project.read()?;
        let history = self.history().await?;
        let status = whimbrel_inspect::status::status(&files, self.engine(), &history);
        let applied = |row: &&StatusRow| matches!(row.state, State::Applied | State::Edited);
        let migrations: Vec<&Migration> =
            status.rows.iter().filter(applied).filter_map(|row| files.get(&row.version)).collect();
        let checks =
            whimbrel_inspect::verify::verify(&self.connection, &migrations).await.map_err(|error| match error {
                VerifyError::Source(error) => error.into(),
                VerifyError::Database(error) => self.database_problem("failed to verify", &error),
            })?;
        let mut verdict = Verdict::of(checks);
        if options.effects {
            self.compare_effects(&files, &migrations, options, &mut verdict).await?;
        }
        if options.tests {
            verdict.checks.extend(self.run_tests(&migrations, interrupt).await?.checks);
        }
        Ok(verdict)
    }

    /// What of the schema that the applied migrations make is not there. Where it cannot be found out, the verdict says
    /// why.
    async fn compare_effects(
        &self,
        files: &MigrationSet,
        applied: &[&Migration],
        options: &VerifyOptions,
        verdict: &mut Verdict,
    ) -> Result<(), Problem> {
        let Connection::Postgres(postgres) = &self.connection else { return Ok(()) };
        if applied.is_empty() {
            return Ok(());
        }
        let edited = self.history().await?.applied.into_values().find(|applied| {
            let file = files.get(&applied.event.version);
            file.is_none_or(|file| file.checksum(self.engine()).to_string() != applied.event.checksum)
        });
        if let Some(edited) = edited {
            let version = edited.event.version;
            let reason = format!("the file of {version} is missing or has been edited since it was applied");
            verdict.effects = Effects::NotCompared(reason);
            return Ok(());
        }
        let migrations = Source::Migrations {
            folder: self.project.migrations.clone(),
            shown: self.project.shown.clone(),
            only: Some(applied.iter().map(|migration| migration.version.clone()).collect()),
        };
        let target = self.catalog().await?;
        let schema = self.schema_options(options.shadow.clone());
        match missing::missing(&target, postgres.version() / 10_000, &migrations, &schema).await {
            Ok(found) => {
                verdict.missing = found.changes;
                verdict.effects = Effects::Compared(found.on);
                verdict.because = found.because;
            }
            Err(problem) => verdict.effects = Effects::NotCompared(in_a_line(&problem)),
        }
        Ok(())
    }

    pub(crate) async fn run_tests<'m>(
        &self,
        migrations: &[&'m Migration],
        interrupt: &Interrupt,
    ) -> Result<Verdict, Problem> {
        let options = self.project.run_options(interrupt);
        let test = |migration: &&'m Migration| {
            let statements = migration.statements(SectionKind::Test, self.engine())?;
            Ok(Test { file: &migration.file, statements })
        };
        let tests = migrations.iter().map(test).collect::<Result<Vec<_>, SourceError>>()?;
        let checks = trial::tests(&self.connection, &tests, &options)
            .await
            .map_err(|error| self.run_problem(error, &MigrationSet::default()))?;
        Ok(Verdict::of(checks))
    }
}
