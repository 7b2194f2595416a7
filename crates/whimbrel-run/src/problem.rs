//! A run's failure as the user is told of it.

use std::time::Duration;

use whimbrel_catalog::quoted;
use whimbrel_db::DbError;
use whimbrel_plan::{Direction, ExitClass, LockHolder, Problem};
use whimbrel_source::Version;

use crate::error::{Failure, RunError, Standing, Which};
use crate::history::TABLES_AMONG_OTHERS;

impl From<RunError> for Problem {
    fn from(error: RunError) -> Self {
        let applied = error.applied();
        let place = error.statement();
        let mut problem = of(&error.failure);
        if let Some(db) = error.db() {
            problem.database = words(db);
        }
        if let Some((file, span)) = place {
            let label = problem.label.take().unwrap_or_else(|| "here".to_owned());
            problem = problem.at(file, span, label);
        }
        problem.state = Some(state(&error, &applied));
        problem.applied = applied;
        problem
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        RunError::from(failure).into()
    }
}

fn of(failure: &Failure) -> Problem {
    let failed = |code, message: String| Problem::new(ExitClass::Failed, code, message);
    match failure {
        Failure::Statement { which, at, doing, error, attempts, blockers, standing } => {
            let code = if error.disconnected { "connection.lost" } else { "statement.failed" };
            let what = if at.is_some() { String::new() } else { format!(": could not {doing}") };
            let mut problem = failed(code, format!("failed to {}{what}", verb(which)));
            problem.label = Some(error.message.clone());
            if *attempts > 1 || error.code == "55P03" {
                let times = if *attempts == 1 { "once".to_owned() } else { format!("{attempts} times") };
                problem = problem.cause(format!("{}; it was tried {times}", in_the_way(blockers)));
                problem = problem.remedy("run it again at a quieter time, or raise `lock_timeout` or `lock_attempts`");
                if let Some(holder) = blockers.first().filter(|holder| holder.pid != 0) {
                    problem = problem.remedy(format!("end that session: SELECT pg_terminate_backend({})", holder.pid));
                }
            }
            if *standing == Standing::Unknown {
                problem = problem.remedy("whimbrel status");
            }
            problem
        }
        Failure::NotVerified { which, checks, .. } => {
            let first = checks.iter().find(|check| !check.holds);
            let name = first.map_or("a check", |check| check.name.as_str());
            let mut problem = Problem::new(
                ExitClass::NotVerified,
                "verify.failed",
                format!("failed to verify {} {}: {name}", which.version, which.name),
            );
            problem.label = first.and_then(|check| check.found.clone());
            let others: Vec<_> = checks.iter().filter(|check| !check.holds).skip(1).map(|check| &*check.name).collect();
            if !others.is_empty() {
                problem = problem.cause(format!("does not hold either: {}", others.join("; ")));
            }
            problem.remedy("correct the migration or the data it meets, and run it again")
        }
        Failure::OtherShape { which, what, differences, .. } => {
            let mut problem = failed(
                "statement.other_shape",
                format!("failed to {}: {what} exists already, but is not what the migration creates", verb(which)),
            );
            problem.label = Some("IF NOT EXISTS would leave it as it is".to_owned());
            problem
                .cause(differences.join("\n"))
                .remedy("bring what exists into this shape in a migration of its own, or drop it first")
        }
        Failure::OtherEffects { which, differences, .. } => {
            let what = format!("failed to verify {} {}: the schema is not what it makes", which.version, which.name);
            Problem::new(ExitClass::NotVerified, "verify.effects", what)
                .cause(differences.join("\n"))
                .remedy(
                    "find what on the target makes the difference: an event trigger, a default of the server, \
                         a statement that looks at rows; then run it again",
                )
                .remedy("or apply without trying it first: --no-rehearse")
        }
        Failure::Locked { holder, waited } => locked(holder.as_ref(), *waited),
        Failure::HistoryNewer { found, known } => Problem::new(
            ExitClass::Usage,
            "history.newer",
            format!("failed to read the history: it is of version {found}, and this Whimbrel knows {known}"),
        )
        .cause("a newer Whimbrel has worked on this database")
        .remedy("upgrade Whimbrel to the version that wrote it, or a newer one"),
        Failure::NoPlaceForHistory { role, database, schema, wanted } => {
            let (role, database) = (quoted(role), quoted(database));
            let problem = failed(
                "history.no_place",
                format!("failed to create the history: the role {role} may create neither schema {wanted} nor a table"),
            )
            .cause("since PostgreSQL 15 only a database's owner may create tables in its schema public");
            let problem = match schema {
                Some(schema) => {
                    problem.remedy(format!("as its owner: GRANT CREATE ON SCHEMA {} TO {role};", quoted(schema)))
                }
                None => problem,
            };
            problem.remedy(format!("or, for a schema of its own: GRANT CREATE ON DATABASE {database} TO {role};"))
        }
        Failure::HistoryUnreadable { schema, owner, role, own_schema } => {
            let (schema_quoted, role_quoted) = (quoted(schema), quoted(role));
            let tables = match own_schema {
                true => format!("ALL TABLES IN SCHEMA {schema_quoted}"),
                false => TABLES_AMONG_OTHERS.map(|table| format!("{schema_quoted}.{table}")).join(", "),
            };
            failed(
                "history.unreadable",
                format!("failed to read the history: the role {role} has no access to its tables in schema {schema}"),
            )
            .cause(format!("the role {owner} created the history"))
            .remedy(format!(
                "as {owner}, to let {role} apply: GRANT USAGE ON SCHEMA {schema_quoted} TO {role_quoted}; \
                 GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {role_quoted};"
            ))
            .remedy(format!("or connect as {owner}"))
        }
        Failure::ChangedWhileUnfinished { which, step, done, of } => Problem::new(
            ExitClass::Refused,
            "journal.changed",
            format!(
                "failed to continue {} {}: step {step} of it has run and reads differently now",
                which.version, which.name
            ),
        )
        .cause(format!("{done} of its {of} steps are done; the file has changed since they ran"))
        .remedy("put the file back as it was when it was interrupted, and run it again")
        .remedy(format!(
            "or, where the database already is as the new file wants it: whimbrel repair --abandon {}, then baseline",
            which.version
        )),
        Failure::UnfinishedOtherWay { which } => {
            let (begun, wanted) = match which.direction {
                Direction::Apply => ("revert", "apply"),
                Direction::Revert => ("apply", "revert"),
            };
            Problem::new(
                ExitClass::Refused,
                "journal.other_way",
                format!("failed to {wanted} {} {}: its {begun} has begun and not ended", which.version, which.name),
            )
            .remedy(format!("end it first: whimbrel {begun}"))
        }
        Failure::InDoubt { which, step, of, .. } => {
            let mut problem = Problem::new(
                ExitClass::Refused,
                "journal.in_doubt",
                format!(
                    "failed to continue {} {}: whether step {step} of {of} was done is not known",
                    which.version, which.name
                ),
            )
            .cause("the run before ended while this statement was running outside a transaction")
            .remedy(format!("look at the database; if it was done: whimbrel repair --step-done {}", which.version))
            .remedy(format!("if it was not, or may run again: whimbrel repair --step-undone {}", which.version));
            problem.label = Some("begun, and nothing tells whether it ended".to_owned());
            problem
        }
        Failure::Interrupted { during } => {
            let what = match during {
                Some((which, _)) => format!("interrupted while it was to {}", verb(which)),
                None => "interrupted".to_owned(),
            };
            Problem::new(ExitClass::Interrupted, "run.interrupted", what)
        }
        Failure::NothingToRepair { message } => {
            Problem::new(ExitClass::Usage, "repair.nothing", format!("failed to repair: {message}"))
                .remedy("whimbrel status")
        }
        Failure::Database { doing, error } => {
            let code = if error.disconnected { "connection.lost" } else { "history.failed" };
            failed(code, format!("failed to {doing}"))
        }
        Failure::LockFile(message) => failed("lock.file", message.clone()),
    }
}

fn verb(which: &Which) -> String {
    let verb = match which.direction {
        Direction::Apply => "apply",
        Direction::Revert => "revert",
    };
    format!("{verb} {} {}", which.version, which.name)
}

fn locked(holder: Option<&LockHolder>, waited: Duration) -> Problem {
    let mut problem = Problem::new(
        ExitClass::Locked,
        "run.locked",
        format!("failed to begin: another run holds the lock on this database (waited {} s)", waited.as_secs()),
    );
    if let Some(holder) = holder {
        problem = problem.cause(format!("the lock is held by {}", described(holder)));
    }
    problem = problem.remedy("wait until it has ended, and run again; `--lock-wait 5m` waits longer");
    // A process on another machine's file system, or of another database, is not ours to end.
    if let Some(holder) = holder.filter(|holder| holder.query.is_some()) {
        problem =
            problem.remedy(format!("only if that run is dead or hangs: SELECT pg_terminate_backend({})", holder.pid));
    }
    problem
}

fn in_the_way(blockers: &[LockHolder]) -> String {
    match blockers {
        [] => "it did not get the locks it needs in time".to_owned(),
        blockers => {
            format!("in its way was {}", blockers.iter().map(described).collect::<Vec<_>>().join("; and "))
        }
    }
}

/// `process 4711 of app (web) from 10.0.0.7, for 32 s: SELECT …`
pub(crate) fn described(holder: &LockHolder) -> String {
    let mut text = format!("process {}", holder.pid);
    if let Some(user) = &holder.user {
        text.push_str(&format!(" of {user}"));
    }
    if let Some(application) = &holder.application {
        text.push_str(&format!(" ({application})"));
    }
    if let Some(client) = &holder.client {
        text.push_str(&format!(" from {client}"));
    }
    if let Some(since) = holder.since {
        text.push_str(&format!(", for {} s", since.as_secs()));
    }
    if let Some(query) = &holder.query {
        text.push_str(&format!(": {query}"));
    }
    text
}

/// The database's own words.
fn words(error: &DbError) -> Vec<(&'static str, String)> {
    let mut words = vec![("message", error.message.clone())];
    if !error.code.is_empty() {
        words.push(("code", error.code.clone()));
    }
    let more = [("detail", &error.detail), ("hint", &error.hint), ("context", &error.context)];
    words.extend(more.into_iter().filter_map(|(label, text)| Some((label, text.clone()?))));
    words
}

/// How things stand now.
fn state(error: &RunError, applied: &[Version]) -> String {
    let (failure, direction) = (&error.failure, error.direction);
    let is_lost = error.db().is_some_and(|said| said.disconnected);
    let (standing, during) = match failure {
        Failure::Statement { standing, which, .. }
        | Failure::NotVerified { standing, which, .. }
        | Failure::OtherShape { standing, which, .. }
        | Failure::OtherEffects { standing, which, .. }
        | Failure::Interrupted { during: Some((which, standing)) } => (Some(standing), Some((which, which.direction))),
        _ => (None, None),
    };
    let done = verb_done(during.map_or(direction, |(_, direction)| Some(direction)));
    let mut sentences = Vec::new();
    match (standing, &during) {
        (Some(Standing::RolledBack), Some((which, _))) => sentences.push(format!("{} was rolled back", which.version)),
        (Some(Standing::Unfinished { done, of }), Some((which, _))) => sentences.push(format!(
            "{} is unfinished: {done} of its {of} steps are done and stay, and the next run goes on there",
            which.version
        )),
        (Some(Standing::Unknown), Some((which, _))) => sentences.push(format!(
            "whether {} and what was sent after it was {done} is not known until the history can be read",
            which.version,
        )),
        _ => {}
    }
    match applied {
        [] if sentences.is_empty() => sentences.push("nothing was changed".to_owned()),
        [] => sentences.push(format!("nothing else was {done}")),
        // All commits of a run but its last may return before they are on disk.
        applied if is_lost => sentences.push(format!("{} unless the server crashed", stays(applied, direction))),
        applied => sentences.push(stays(applied, direction)),
    }
    sentences.join("; ")
}

fn verb_done(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Revert) => "reverted",
        Some(Direction::Apply) | None => "applied",
    }
}

/// What a run that ended early, or something after it, leaves done.
pub fn stays(applied: &[Version], direction: Option<Direction>) -> String {
    let done = verb_done(direction);
    match applied {
        [] => format!("nothing was {done}"),
        [one] => format!("{one} was {done} and stays"),
        [first, .., last] => format!("{} migrations, {first} to {last}, were {done} and stay", applied.len()),
    }
}
