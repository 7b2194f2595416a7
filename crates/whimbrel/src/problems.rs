//! The errors of the crates below, as one problem with cause and remedies.

use whimbrel_catalog::Shape;
use whimbrel_db::postgres::shape;
use whimbrel_db::{Connection, DbError};
use whimbrel_inspect::diagnose::{Context, diagnose, missing_name};
use whimbrel_plan::{Direction, ExitClass, Problem, Rehearsal, TryFailure};
use whimbrel_run::RunError;
use whimbrel_source::lex::Lexer;
use whimbrel_source::{Engine, MigrationSet, SectionKind, Span, Statement};

use crate::rehearse::failure_problem;
use crate::{Session, not_caught};

impl Session<'_> {
    /// A read of Whimbrel's own that failed.
    pub(crate) fn database_problem(&self, doing: &str, error: &DbError) -> Problem {
        let class = if error.disconnected { ExitClass::NotConnected } else { ExitClass::Failed };
        // It only reads; who calls it after having written says so instead.
        let mut problem = Problem::new(class, "database.failed", doing).state("nothing was changed");
        problem.database.push(("message", error.message.clone()));
        problem.database.push(("code", error.code.clone()));
        problem.database.extend(error.detail.clone().map(|text| ("detail", text)));
        problem.database.extend(error.hint.clone().map(|text| ("hint", text)));
        if error.disconnected {
            problem.cause = Some("the connection to the server was cut".to_owned());
            problem.remedies.push("see that the server runs and the network holds, and run it again".to_owned());
        }
        if error.code == "42501" {
            problem.cause = Some("this role may not read what is needed".to_owned());
            problem.remedies.push("as the owner or a superuser: GRANT it to the role".to_owned());
        }
        problem
    }

    /// A run that failed at something of its own: the lock, the history.
    pub(crate) fn run_problem(&self, error: RunError, files: &MigrationSet) -> Problem {
        let failed = statement_that_failed(&error, files, self.engine());
        explained(error, failed.as_ref(), files, self.engine(), None)
    }

    /// A run that failed at a statement, with what its error means. Asks the database who it was that may not, and
    /// what it is that is there already.
    pub(crate) async fn statement_problem(&self, error: RunError, files: &MigrationSet) -> Problem {
        let failed = statement_that_failed(&error, files, self.engine());
        let code = error.db().map(|said| said.code.clone()).unwrap_or_default();
        let who = if code == "42501" { self.who().await } else { None };
        let shape = self.shape(error.db(), failed.as_ref()).await;
        let not_caught = self.is_single() && error.db().is_some_and(|said| not_caught::is_likely(said, files));
        let mut problem = explained(error, failed.as_ref(), files, self.engine(), who.as_ref());
        if not_caught {
            not_caught::explain(&mut problem);
        }
        if let (Some(shape), Some(cause)) = (shape, &mut problem.cause) {
            cause.push_str(&what_is_there(&shape));
        }
        problem
    }

    /// A statement that failed on the shadow and must fail on the target, with what its error means there.
    pub(crate) async fn would_fail(&self, rehearsal: &Rehearsal, files: &MigrationSet) -> Option<Problem> {
        let (migration, failure) = rehearsal.failed()?;
        let said = said(failure);
        let mut problem = failure_problem(migration, failure, &rehearsal.on);
        problem.code = "statement.failed";
        problem.label = Some(failure.message.clone());
        problem.message = format!(
            "failed to apply {} {}: a statement fails on {} already, before the database was touched",
            migration.version, migration.name, rehearsal.on
        );
        let statement = Some(&failure.statement);
        let (version, engine) = (&migration.version, self.engine());
        let context = Context { engine, statement, version, files, role: None, database: None };
        let diagnosis = diagnose(&said, context);
        problem.cause = diagnosis.cause.or(problem.cause);
        problem.remedies.extend(diagnosis.remedies);
        if let (Some(shape), Some(cause)) = (self.shape(Some(&said), statement).await, &mut problem.cause) {
            cause.push_str(&what_is_there(&shape));
        }
        if failure.position.is_none()
            && let (Some(name), Some((_, span))) = (missing_name(&said), &mut problem.at)
            && let Some(place) = place_of(name, &failure.statement.sql, engine)
        {
            let start = failure.statement.span.start;
            *span = Span { start: start + place.start, end: start + place.end };
        }
        problem
            .remedies
            .push("if it runs there all the same, without looking first: whimbrel apply --no-rehearse".to_owned());
        Some(problem.state("nothing was touched"))
    }

    /// How what is there compares with what a statement was to create, where that is why it failed.
    async fn shape(&self, error: Option<&DbError>, statement: Option<&Statement>) -> Option<Shape> {
        let (error, statement) = (error?, statement?);
        match &self.connection {
            Connection::Postgres(postgres) if matches!(error.code.as_str(), "42P07" | "42701") => {
                shape::compare(postgres, statement, false).await.ok()
            }
            // SQLite has no code of its own for it.
            Connection::Sqlite(sqlite) if error.message.contains("already exists") => {
                whimbrel_db::sqlite::shape::compare(sqlite.connection(), statement).ok()
            }
            _ => None,
        }
    }

    /// The role and the database as the server has them: a pooler may have changed both.
    async fn who(&self) -> Option<(String, String)> {
        let Connection::Postgres(postgres) = &self.connection else { return None };
        // Where even this fails the message does without names.
        let replies = postgres.run("SELECT current_user, pg_catalog.current_database()").await.ok()?;
        let [Some(role), Some(database)] = replies.first()?.rows.first()?.as_slice() else { return None };
        Some((role.clone(), database.clone()))
    }
}

/// A failure on the shadow as the database's error that it was.
fn said(failure: &TryFailure) -> DbError {
    DbError {
        code: failure.code.clone(),
        message: failure.message.clone(),
        detail: failure.detail.clone(),
        hint: failure.hint.clone(),
        context: failure.context.clone(),
        position: failure.position,
        schema: None,
        table: None,
        column: None,
        constraint: None,
        completed: 0,
        disconnected: false,
    }
}

fn statement_that_failed(error: &RunError, files: &MigrationSet, engine: Engine) -> Option<Statement> {
    let which = error.failure.which()?;
    let (_, at) = error.statement()?;
    let section = match which.direction {
        Direction::Apply => SectionKind::Up,
        Direction::Revert => SectionKind::Down,
    };
    // A way back that is recorded and has no file has no statement here, and gets the advice that needs none.
    let statements = files.get(&which.version)?.statements(section, engine).ok()?;
    statements.into_iter().find(|s| s.span.start <= at.start && at.start < s.span.end)
}

fn explained(
    error: RunError,
    statement: Option<&Statement>,
    files: &MigrationSet,
    engine: Engine,
    who: Option<&(String, String)>,
) -> Problem {
    let diagnosis = error.db().zip(error.failure.which()).map(|(said, which)| {
        let (role, database) =
            who.map_or((None, None), |(role, database)| (Some(role.as_str()), Some(database.as_str())));
        diagnose(said, Context { engine, statement, version: &which.version, files, role, database })
    });
    let name = error.db().filter(|said| said.position.is_none()).and_then(missing_name).map(str::to_owned);
    let mut problem = Problem::from(error);
    if let (Some(statement), Some(name), Some((_, span))) = (statement, name, &mut problem.at)
        && let Some(place) = place_of(&name, &statement.sql, engine)
    {
        *span = Span { start: statement.span.start + place.start, end: statement.span.start + place.end };
    }
    if let Some(diagnosis) = diagnosis {
        problem.cause = problem.cause.or(diagnosis.cause);
        problem.remedies.extend(diagnosis.remedies);
    }
    problem
}

/// Where a statement uses a name: the last time, since what it creates itself comes first.
fn place_of(name: &str, sql: &str, engine: Engine) -> Option<Span> {
    let bare = name.rsplit('.').next().unwrap_or(name);
    Lexer::new(sql, engine).filter(|token| token.identifier().as_deref() == Some(bare)).last().map(|token| token.span)
}

/// How what is there compares with what was to be created.
fn what_is_there(shape: &Shape) -> String {
    match shape {
        Shape::Same => "\nwhat is there is what the statement asks for".to_owned(),
        Shape::Different(differences) => {
            let lines: String = differences.iter().map(|difference| format!("\n  {difference}")).collect();
            format!("\nwhat is there is not what the statement asks for:{lines}")
        }
        Shape::CannotTell(_) => String::new(),
    }
}
