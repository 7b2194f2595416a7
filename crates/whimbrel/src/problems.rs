//! The errors of the crates below, as one problem with cause and remedies.

use whimbrel_db::DbError;
use whimbrel_inspect::diagnose::{Context, diagnose};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_run::RunError;
use whimbrel_source::{MigrationSet, SectionKind, Statement};

use crate::Session;

impl Session<'_> {
    /// A read of Whimbrel's own that failed.
    pub(crate) fn database_problem(&self, doing: &str, error: &DbError) -> Problem {
        let class = if error.disconnected { ExitClass::NotConnected } else { ExitClass::Failed };
        let mut problem = Problem::new(class, "database.failed", doing);
        problem.database.push(("message", error.message.clone()));
        problem.database.push(("code", error.code.clone()));
        problem.database.extend(error.detail.clone().map(|text| ("detail", text)));
        problem.database.extend(error.hint.clone().map(|text| ("hint", text)));
        if error.code == "42501" {
            problem.cause = Some("this role may not read what is needed".to_owned());
            problem.remedies.push("as the owner or a superuser: GRANT it to the role".to_owned());
        }
        problem
    }

    /// A run that failed, with what its error means.
    pub(crate) fn run_problem(&self, error: RunError, files: &MigrationSet) -> Problem {
        let diagnosis = error.db().zip(error.failure.which()).map(|(said, which)| {
            let at = error.statement().map(|(_, span)| span);
            let statements = files
                .get(&which.version)
                .and_then(|m| m.statements(SectionKind::Up, self.engine()).ok())
                .unwrap_or_default();
            let statement: Option<&Statement> =
                statements.iter().find(|s| at.is_some_and(|at| s.span.start <= at.start && at.start < s.span.end));
            diagnose(said, Context { engine: self.engine(), statement, version: &which.version, files })
        });
        let mut problem = Problem::from(error);
        if let Some(diagnosis) = diagnosis {
            problem.cause = problem.cause.or(diagnosis.cause);
            problem.remedies.extend(diagnosis.remedies);
        }
        problem
    }
}
