//! `verify`: the `verify` sections of what is applied, read-only; and the `test` sections, where asked for.

use whimbrel_inspect::verify::VerifyError;
use whimbrel_plan::{Problem, State, StatusRow, Verdict};
use whimbrel_run::Interrupt;
use whimbrel_run::trial::{self, Test};
use whimbrel_source::{Migration, MigrationSet, SectionKind, SourceError};

use crate::Session;

/// What to check.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// Run the `test` sections too, each in a transaction that is rolled back.
    pub tests: bool,
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
        let mut verdict = Verdict { checks };
        if options.tests {
            verdict.checks.extend(self.run_tests(&migrations, interrupt).await?.checks);
        }
        Ok(verdict)
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
        Ok(Verdict { checks })
    }
}
