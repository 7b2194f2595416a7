//! Why what is left could not be loaded: which statements are the reason, and which only wait for those.

use std::collections::BTreeMap;

use whimbrel_source::Engine;

use super::item::{Item, Thing, ThingKind};
use super::queue::Queue;
use super::{Failure, Roles, Script, names, refuse};
use crate::DbError;

const LOCAL: &str = "try it on a throw-away server of a PostgreSQL that is installed here: --shadow local";
const OTHER_SERVER: &str =
    "or name a server that can as the shadow: --shadow-url postgres://USER:PASSWORD@HOST:5432/postgres";

/// What is known of the place where the schema was to be loaded.
pub(super) struct Around {
    pub roles: Roles,
    /// The embedded PostgreSQL.
    pub is_embedded: bool,
}

/// All failures of a queue that came to its end: reasons first, then those that wait.
pub(super) fn failures(script: &Script, queue: &Queue, around: &Around) -> Vec<Failure> {
    let left: BTreeMap<usize, &DbError> = queue.left().collect();
    let waits: BTreeMap<usize, Vec<usize>> =
        left.iter().map(|(&id, error)| (id, waits_for(queue, id, error))).collect();
    let extensions = extensions(script, queue, &left);
    let mut failures: Vec<(usize, Failure)> = Vec::new();
    for (&id, &error) in &left {
        let item = &queue.items[id];
        let mut failure = Failure::new(script, item, error);
        let circle = circle(&waits, id);
        if !circle.is_empty() {
            failure.cause = Some(format!("it needs {}, which needs it in turn", places(script, queue, &circle)));
            failure
                .remedies
                .push("take out of one of them what needs the other, and add it below with ALTER".to_owned());
        } else if !waits[&id].is_empty() {
            failure.cause = Some(format!("it waits for {}, which failed", places(script, queue, &waits[&id])));
            failure.waits_for = waits[&id].iter().map(|id| queue.items[*id].statement).collect();
        } else if let Some(extension) = perhaps_from(error, &extensions) {
            let maker = places(script, queue, &[extension]);
            failure.cause = Some(format!("nothing in {} creates it; perhaps {maker} would have", files(script)));
            failure.waits_for = vec![queue.items[extension].statement];
        } else {
            explain(&mut failure, script, queue, id, error, around);
        }
        failures.push((id, failure));
    }
    failures.sort_by_key(|(id, failure)| (!failure.waits_for.is_empty(), failure.statement, *id));
    failures.into_iter().map(|(_, failure)| failure).collect()
}

/// A failure after which nothing else could be tried.
pub(super) fn last_words(script: &Script, item: &Item, error: &DbError, around: &Around) -> Failure {
    let mut failure = Failure::new(script, item, error);
    if around.is_embedded && refuse::handles_exceptions(&script.statements()[item.statement].sql) {
        no_handlers(&mut failure);
    } else if around.is_embedded && error.disconnected {
        failure.cause =
            Some("the embedded PostgreSQL ended while it ran this, as endless or deep recursion ends it".to_owned());
        failure.remedies.extend([LOCAL.to_owned(), OTHER_SERVER.to_owned()]);
    }
    failure
}

fn no_handlers(failure: &mut Failure) {
    failure.cause = Some("the embedded PostgreSQL does not run the EXCEPTION handlers of PL/pgSQL".to_owned());
    failure.remedies.push("ask whether it exists instead of handling the exception".to_owned());
    failure.remedies.extend([format!("or {LOCAL}"), OTHER_SERVER.to_owned()]);
}

/// What failed too and makes what this lacks.
fn waits_for(queue: &Queue, id: usize, error: &DbError) -> Vec<usize> {
    let missing = names::missing(error);
    let makers = missing.map_or(Vec::new(), |missing| queue.makers_of(&missing, id));
    makers.into_iter().filter(|maker| queue.error(*maker).is_some()).collect()
}

/// Those that an item waits for and that wait for it; empty where it is in no circle.
fn circle(waits: &BTreeMap<usize, Vec<usize>>, id: usize) -> Vec<usize> {
    let reaches = |from: usize| {
        let (mut seen, mut next) = (vec![from], vec![from]);
        while let Some(at) = next.pop() {
            for &further in waits.get(&at).into_iter().flatten() {
                if further == id {
                    return true;
                }
                if !seen.contains(&further) {
                    seen.push(further);
                    next.push(further);
                }
            }
        }
        false
    };
    waits[&id].iter().copied().filter(|&other| reaches(other)).collect()
}

/// The extensions that could not be created.
fn extensions(script: &Script, queue: &Queue, left: &BTreeMap<usize, &DbError>) -> Vec<usize> {
    let is_extension = |id: &usize| {
        let statement = &script.statements()[queue.items[*id].statement];
        statement.created(Engine::Postgres).is_some_and(|created| created.what == "EXTENSION")
    };
    left.keys().copied().filter(is_extension).collect()
}

/// The extension that may have made what is missing: a function, a type, an operator or a class of them.
fn perhaps_from(error: &DbError, extensions: &[usize]) -> Option<usize> {
    let could = matches!(error.code.as_str(), "42883" | "42704" | "3F000") && names::missing(error).is_some();
    let is_role = refuse::missing_role(&error.code, &error.message).is_some();
    extensions.first().copied().filter(|_| could && !is_role)
}

fn explain(failure: &mut Failure, script: &Script, queue: &Queue, id: usize, error: &DbError, around: &Around) {
    let statement = &script.statements()[failure.statement];
    let code = error.code.as_str();
    if let Some(role) = refuse::missing_role(code, &error.message) {
        if around.roles == Roles::Leave {
            let name = crate::sql::identifier(role);
            failure.cause =
                Some("roles belong to the whole server, so none is created there for trying a schema out".to_owned());
            failure.remedies.push(format!("create it on the server of the shadow: CREATE ROLE {name}"));
            failure.remedies.push("or let the embedded PostgreSQL be the shadow, where it is made up".to_owned());
        }
    } else if let Some(extension) = refuse::missing_extension(statement, code) {
        let where_to = if around.is_embedded { "the embedded PostgreSQL" } else { "the server of the shadow" };
        failure.cause = Some(format!("{where_to} does not have the extension {extension}"));
        let install = "install it for a PostgreSQL on this machine, and try it there: --shadow local";
        failure.remedies.extend([install.to_owned(), OTHER_SERVER.to_owned()]);
    } else if is_duplicate(code) {
        let twin = queue.items[id].makes.first().and_then(|thing| queue.made_by(thing, id));
        if let Some(twin) = twin {
            failure.cause = Some(format!("{} creates it, too", places(script, queue, &[twin])));
            failure.remedies.push("remove one of the two".to_owned());
        }
    } else if !queue.items[id].drops.is_empty() && names::missing(error).is_some() {
        failure.cause = Some("the schema is loaded into an empty database".to_owned());
        failure.remedies.push("write DROP … IF EXISTS, or remove it".to_owned());
    } else if let Some(missing) = names::missing(error).filter(|_| code != "22023") {
        failure.cause = Some(match missing.kind {
            ThingKind::Key => format!("nothing in {} gives {} such a key", files(script), missing.name),
            ThingKind::Column => return,
            ThingKind::Object => not_created(script, queue, &missing, id),
        });
    } else if around.is_embedded && refuse::handles_exceptions(&statement.sql) {
        no_handlers(failure);
    }
}

fn not_created(script: &Script, queue: &Queue, missing: &Thing, id: usize) -> String {
    match queue.made_by(missing, id) {
        // Another function of that name, or a table in another schema.
        Some(maker) => format!("{} creates another", places(script, queue, &[maker])),
        None => format!("nothing in {} creates it", files(script)),
    }
}

fn is_duplicate(code: &str) -> bool {
    ["42P07", "42710", "42701", "42723", "42P06"].contains(&code) || code == "SQLITE_ERROR"
}

/// `schema.sql`, `these files`
fn files(script: &Script) -> String {
    match script.files() {
        [one] => one.path.display().to_string(),
        _ => "these files".to_owned(),
    }
}

/// `CREATE TABLE users (schema.sql:3)`, several joined by `and`.
fn places(script: &Script, queue: &Queue, ids: &[usize]) -> String {
    let place = |id: &usize| {
        let statement = queue.items[*id].statement;
        format!("{} ({})", script.subject(statement), script.place(statement))
    };
    ids.iter().map(place).collect::<Vec<_>>().join(" and ")
}
