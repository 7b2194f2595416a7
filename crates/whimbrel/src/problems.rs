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
        let caught = self.is_single() && error.db().is_some_and(|said| may_have_been_caught(said, files));
        let mut problem = Problem::from(error);
        if caught {
            problem.cause = Some(NOT_CAUGHT.to_owned());
            problem.remedies.insert(0, "run it on a server: whimbrel --database postgres://…".to_owned());
        }
        if let Some(diagnosis) = diagnosis {
            problem.cause = problem.cause.or(diagnosis.cause);
            problem.remedies.extend(diagnosis.remedies);
        }
        problem
    }
}

/// Errors inside WebAssembly leave a PL/pgSQL block without passing its handlers.
const NOT_CAUGHT: &str = "the embedded PostgreSQL does not run the EXCEPTION handlers of PL/pgSQL: an error inside such \
                          a block ends the transaction instead of being caught";

/// Whether an error on the embedded PostgreSQL may be one that a handler was there for. 24000 is what its ROLLBACK
/// says after one; otherwise the migrations tell whether they have handlers at all.
fn may_have_been_caught(error: &DbError, files: &MigrationSet) -> bool {
    let handles = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(2).any(|pair| pair[0].eq_ignore_ascii_case("exception") && pair[1].eq_ignore_ascii_case("when"))
    };
    let in_a_block = error.context.as_deref().is_some_and(|context| context.contains("PL/pgSQL"));
    error.code == "24000" || (in_a_block && files.migrations.iter().any(|migration| handles(&migration.file.text)))
}
