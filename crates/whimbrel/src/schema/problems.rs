//! What can go wrong with whole schemas, as the user is told of it.

use std::path::Path;

use whimbrel_catalog::generate::{Cycle, Statement};
use whimbrel_catalog::rename::Rename;
use whimbrel_catalog::summary::{by_table, one_line};
use whimbrel_catalog::{Change, ident};
use whimbrel_db::load::{LoadError, Remark, Script};
use whimbrel_db::{ConnectError, DbError, Postgres};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::{SourceFile, Span};

use crate::project::together;

/// What helps where the shadow database is what is missing something.
pub(crate) const OTHER_SHADOWS: [&str; 2] = [
    "install it for a PostgreSQL on this machine, and try it there: --shadow local",
    "or name a server that has it: --shadow-url postgres://… (a scratch database is made there and dropped again)",
];

fn other_shadows(problem: Problem) -> Problem {
    OTHER_SHADOWS.into_iter().fold(problem, Problem::remedy)
}

/// The database's own words.
fn said(mut problem: Problem, error: &DbError) -> Problem {
    problem.database.push(("message", error.message.clone()));
    problem.database.push(("code", error.code.clone()));
    problem.database.extend(error.detail.clone().map(|text| ("detail", text)));
    problem.database.extend(error.hint.clone().map(|text| ("hint", text)));
    problem
}

pub(super) fn connect(error: ConnectError) -> Problem {
    let mut problem = Problem::new(ExitClass::NotConnected, error.code, error.message);
    problem.database.extend(error.said.map(|said| ("message", said)));
    problem.cause = error.cause;
    problem.remedies = error.remedies;
    problem.state("nothing was touched")
}

pub(super) fn no_shadow(error: ConnectError) -> Problem {
    let failed = |code, message: String| Problem::new(ExitClass::Failed, code, message);
    let mut problem = match error.code.starts_with("shadow.local") {
        true => {
            let mut problem = failed(error.code, error.message);
            problem.database.extend(error.said.map(|said| ("message", said)));
            problem
        }
        false => {
            let mut problem = failed("shadow.failed", "failed to make a shadow database".to_owned());
            problem.database.push(("message", error.said.unwrap_or(error.message)));
            problem
        }
    };
    problem.cause = error.cause;
    problem.remedies = error.remedies;
    problem.state("nothing was changed")
}

/// Something that is ours failed on the shadow: not a statement of a migration.
pub(crate) fn shadow_failed(error: &DbError, on: &str) -> Problem {
    let problem = said(Problem::new(ExitClass::Failed, "shadow.failed", format!("failed to rehearse on {on}")), error);
    let problem = match error.disconnected {
        true => problem
            .cause("the connection to the shadow database is gone: what ran there may have ended its server process")
            .remedy("try it on a server of its own: --shadow local, or --shadow-url postgres://…"),
        false => problem,
    };
    problem.state("nothing was changed: this ran on a shadow database only")
}

/// Nothing was read or loaded before.
pub(crate) fn no_shadow_to_try_on() -> Problem {
    Problem::new(ExitClass::Failed, "shadow.failed", "failed to rehearse: there is no shadow database")
}

pub(super) fn shadow_is_sqlite() -> Problem {
    Problem::new(
        ExitClass::Usage,
        "shadow.sqlite",
        "failed to make a shadow database: SQLite cannot hold a PostgreSQL schema",
    )
    .remedy("give --shadow-url the URL of a PostgreSQL server, or leave it away")
    .state("nothing was touched")
}

pub(super) fn two_engines() -> Problem {
    Problem::new(ExitClass::Usage, "schema.engines", "failed to compare: one is SQLite and the other PostgreSQL")
        .cause("their schemas are not of one language, and nothing turns one into the other")
        .remedy(
            "name two schemas of one kind; files and migrations are read by the kind of the other, or of the target",
        )
        .state("nothing was touched")
}

pub(super) fn read(error: &DbError) -> Problem {
    let class = if error.disconnected { ExitClass::NotConnected } else { ExitClass::Failed };
    let problem = said(Problem::new(class, "catalog.failed", "failed to read the schema"), error);
    let mut problem = match error.code.as_str() {
        "42501" => {
            let remedy = error
                .hint
                .as_deref()
                .unwrap_or("as a superuser: GRANT SELECT on that catalog to the role, or connect as another role");
            problem.cause("this role may not read what is needed").remedy(remedy)
        }
        _ => problem,
    };
    // It is the remedy then.
    problem.database.retain(|(name, _)| error.code != "42501" || *name != "hint");
    problem.state("nothing was changed")
}

pub(super) fn file(shown: &Path, error: &std::io::Error) -> Problem {
    Problem::new(ExitClass::Usage, "source.unreadable", format!("failed to read {}: {error}", shown.display()))
        .state("nothing was touched")
}

pub(super) fn cycle(cycle: &Cycle) -> Problem {
    Problem::new(ExitClass::Failed, "schema.cycle", format!("failed to order the schema: {cycle}"))
        .remedy("take one of these dependencies away, or write this part by hand")
        .state("nothing was changed")
}

/// A statement of a migration that failed on the shadow.
pub(super) fn statement(
    error: &DbError,
    statement: &whimbrel_source::Statement,
    file: &SourceFile,
    on: &str,
) -> Problem {
    let message = format!("failed to run {} on {on}", file.path.display());
    let first_line = file.line(statement.span.start).end.min(statement.span.end);
    let start = statement.span.start;
    let span = match error.position {
        Some(at) => {
            let at = (start + at).min(statement.span.end);
            Span { start: at, end: file.line(at).end.min(statement.span.end).max(at) }
        }
        None => Span { start, end: first_line },
    };
    let problem = Problem::new(ExitClass::Failed, "shadow.statement", message).at(file.clone(), span, "");
    missing_here(said(problem, error), error).state("nothing was changed: this ran on a shadow database only")
}

/// Where it is the shadow that lacks something.
fn missing_here(problem: Problem, error: &DbError) -> Problem {
    match error.code.as_str() {
        "0A000" | "58P01" if error.message.contains("extension") => {
            other_shadows(problem.cause("the shadow database does not have this extension"))
        }
        "42704" if error.message.starts_with("role ") => problem
            .cause("roles belong to a whole server, and this one is not ours to create roles on")
            .remedy("create the role there, or leave --shadow-url away to use the PostgreSQL inside this program"),
        _ => problem,
    }
}

/// The role that an error says is missing.
pub(super) fn missing_role(error: &DbError) -> Option<String> {
    let name = error.message.strip_prefix("role \"")?.strip_suffix("\" does not exist")?;
    (error.code == "42704").then(|| name.to_owned())
}

pub(super) async fn create_role(shadow: &Postgres, role: &str, on: &str) -> Result<(), Problem> {
    match shadow.run(&format!("CREATE ROLE {}", ident(role))).await {
        Err(error) if error.code != "42710" => {
            let message = format!("failed to create the role {role} on {on}");
            Err(said(Problem::new(ExitClass::Failed, "shadow.role", message), &error))
        }
        _ => Ok(()),
    }
}

/// The files of a complete schema that could not be loaded: the causes first.
pub(super) fn load(error: LoadError, on: &str) -> Problem {
    match error {
        LoadError::Refused(errors) => together(errors),
        LoadError::Failed(failures) => {
            let problem = |failure: whimbrel_db::load::Failure| {
                let (file, span) = failure.at.clone();
                let message = format!("failed to load {} on {on}", failure.subject);
                let mut problem = Problem::new(ExitClass::Usage, "schema.load", message).at(file, span, "");
                problem = said(problem, &failure.error);
                problem.cause.clone_from(&failure.cause);
                problem.remedies.extend(failure.remedies.clone());
                problem
            };
            together(failures.into_iter().map(problem).collect()).state("nothing was changed")
        }
        LoadError::Database(error) => {
            let message = format!("failed to load the schema on {on}");
            missing_here(said(Problem::new(ExitClass::Failed, "schema.load", message), &error), &error)
        }
    }
}

pub(super) fn remark(remark: &Remark) -> String {
    let (file, span) = &remark.at;
    format!("{}:{}: {}", file.path.display(), file.place(span.start).line, remark.message)
}

/// `-- whimbrel:rename users.name=full_name` in a file of the schema that is wanted.
pub(super) fn asked_renames(script: &Script) -> Vec<String> {
    let lines = script.files().iter().flat_map(|file| file.text.lines());
    lines
        .filter_map(|line| line.trim().strip_prefix("-- whimbrel:rename "))
        .map(|text| text.trim().to_owned())
        .collect()
}

pub(super) fn not_held(error: &DbError, statement: &Statement, on: &str) -> Problem {
    let what = format!("{} {}", statement.object.kind, statement.object.short());
    let message = format!("failed to make a copy of the schema on {on}: {what}");
    let problem = said(Problem::new(ExitClass::Failed, "shadow.copy", message), error);
    let problem = if error.code == "42501" || error.code == "42601" {
        let version = "take one of the database's version: --shadow local:VERSION, or --shadow-url postgres://…";
        problem.cause("the shadow is another version than the database, and does not know this").remedy(version)
    } else {
        missing_here(problem, error)
    };
    problem.state("nothing was changed")
}

/// Each difference on a line.
fn listed(changes: &[Change]) -> String {
    let summary = by_table(changes);
    let mut lines = Vec::new();
    for table in &summary.tables {
        let name = format!("{} {}", table.table.kind, table.table.short());
        for fact in &table.facts {
            let shown = |value: &Option<String>| value.as_deref().map_or("none".to_owned(), one_line);
            lines.push(format!("  {name}: {} {} → {}", fact.name, shown(&fact.old), shown(&fact.new)));
        }
        lines.extend(table.parts.iter().map(|part| format!("  {name}: {} {}: {}", part.kind, part.name, part.text)));
    }
    lines.extend(summary.others.iter().map(|part| format!("  {} {}: {}", part.kind, part.name, part.text)));
    lines.join("\n")
}

pub(super) fn not_the_same(left: &[Change], on: &str) -> Problem {
    let message = format!("failed to make a copy of the schema on {on}: it came out otherwise\n{}", listed(left));
    Problem::new(ExitClass::Failed, "shadow.copy", message)
        .cause("this is a bug in whimbrel: what it writes of this schema does not make the same schema")
        .remedy("report it with the definition of the object; until then, write this part by hand")
        .state("nothing was changed")
}

pub(super) fn rename(error: &DbError, rename: &Rename, on: &str) -> Problem {
    let message = format!("failed to rename {} on {on}", rename.asked());
    said(Problem::new(ExitClass::Usage, "schema.rename", message), error).state("nothing was changed")
}

pub(super) fn no_such_rename(asked: &str, message: &str) -> Problem {
    Problem::new(ExitClass::Usage, "schema.rename", format!("failed to rename `{asked}`: {message}"))
        .cause("what is left of the sign must be in the first schema")
        .remedy("write it as old=new: users=accounts for a table, users.name=full_name for a column")
        .state("nothing was changed")
}

pub(super) fn does_not_run(error: &DbError, statements: &[Statement], at: usize, on: &str) -> Problem {
    let Some(statement) = statements.get(at) else { return read(error) };
    let message = format!(
        "failed to prove the difference on {on}: statement {} of {} does not run\n  {}",
        at + 1,
        statements.len(),
        statement.sql.replace('\n', "\n  ")
    );
    said(Problem::new(ExitClass::Failed, "difference.not_proven", message), error)
        .cause("the schemas differ in a way that could not be turned into statements that work")
        .remedy("write this part by hand, as a migration; and report it with both schemas")
        .state("nothing was changed")
}

pub(super) fn does_not_converge(left: &[Change], on: &str) -> Problem {
    let message = format!("failed to prove the difference on {on}: this is left of it\n{}", listed(left));
    Problem::new(ExitClass::Failed, "difference.not_proven", message)
        .cause("the statements ran and did not make the schema that is wanted")
        .remedy("write this part by hand, as a migration; and report it with both schemas")
        .state("nothing was changed")
}

pub(super) fn rows_refused(error: &DbError, statements: &[Statement], at: usize, on: &str) -> Problem {
    let Some(statement) = statements.get(at) else { return read(error) };
    let message = format!(
        "failed to prove the difference with rows on {on}: statement {} of {} does not run where tables have rows\n  {}",
        at + 1,
        statements.len(),
        statement.sql.replace('\n', "\n  ")
    );
    said(Problem::new(ExitClass::Failed, "difference.rows_refused", message), error)
        .cause("rows of the first schema do not fit the second, and no statement says what they are to become")
        .remedy("write a migration that changes these rows first, then this statement")
        .remedy("or, where the tables are empty: leave --with-rows away")
        .state("nothing was changed")
}

/// Sample rows are made by PostgreSQL's types, of which SQLite has none.
pub(super) fn rows_on_sqlite() -> Problem {
    Problem::new(ExitClass::Usage, "usage.with_rows", "failed to make sample rows: these schemas are SQLite's")
        .cause("values are made by the types of columns, and SQLite lets any value into any column")
        .remedy("leave --with-rows away, and try the statements on a copy of the database file")
        .state("nothing was touched")
}

pub(super) fn rows_lost(lost: &[String], on: &str) -> Problem {
    let message =
        format!("failed to prove the difference with rows on {on}: lost, and not announced\n  {}", lost.join("\n  "));
    Problem::new(ExitClass::Failed, "difference.rows_lost", message)
        .cause("the statements change rows that they should leave alone")
        .remedy("write this part by hand, as a migration; and report it with both schemas")
        .state("nothing was changed")
}

pub(super) fn no_derived_way(version: &whimbrel_source::Version) -> Problem {
    Problem::new(ExitClass::Failed, "derive.failed", format!("failed to derive the way back of {version}"))
        .remedy("write it under `-- migrate:down` in its file")
}
