//! Loading schemas in any order, and the scratch databases they are loaded into.

mod data;
#[cfg(feature = "embedded")]
mod embedded;
mod failures;
mod local;
mod order;
mod shadow;
mod shuffle;
mod sqlite;

use std::fmt::Write as _;
use std::path::Path;

use whimbrel_db::address::Surroundings;
use whimbrel_db::load::{LoadError, Loaded, Roles, Script, load};
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_source::{Engine, SourceError, SourceFile, Span};
use whimbrel_testing::Database;

fn options() -> ConnectOptions {
    ConnectOptions { application_name: "whimbrel-test".into(), wait: None }
}

fn address(url: &str) -> Address {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    Address::parse(url, around).expect("the test server's URL")
}

/// A session on a database of a test server.
async fn connect(database: &Database) -> Postgres {
    match whimbrel_db::connect(&address(database.url()), &options()).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}

/// One file.
fn script(sql: &str) -> Script {
    files(&[("schema.sql", sql)])
}

fn files(files: &[(&str, &str)]) -> Script {
    let files = files.iter().map(|(path, sql)| SourceFile::new(*path, *sql)).collect();
    Script::read(files, Engine::Postgres).expect("it can be split")
}

/// Loads, and tells what came of it.
async fn told(postgres: &Postgres, script: &Script, roles: Roles) -> String {
    let result = load(postgres, script, roles).await;
    let open = postgres.run("SELECT pg_catalog.now() = pg_catalog.statement_timestamp()").await.expect("it answers");
    assert_eq!(open[0].rows[0][0].as_deref(), Some("t"), "no transaction is left open");
    tell(script, result)
}

/// The same on a database of its own, as a superuser who leaves roles alone.
async fn loaded(database: &Database, script: &Script) -> String {
    told(&connect(database).await, script, Roles::Leave).await
}

fn tell(script: &Script, result: Result<Loaded, LoadError>) -> String {
    let mut text = String::new();
    match result {
        Ok(loaded) => {
            for step in loaded.order {
                let statement = &script.statements()[step.statement];
                let line = script.file(step.statement).place(statement.span.start).line;
                let sql = step.instead.as_deref().unwrap_or(&statement.sql);
                let mark = if step.instead.is_some() { "*" } else { "" };
                let _ = writeln!(text, "{line}{mark}: {}", sql.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            for remark in loaded.remarks {
                let _ = write!(text, "remark: {}\n{}", remark.message, shown(&remark.at));
            }
            if !loaded.roles.is_empty() {
                let _ = writeln!(text, "roles: {}", loaded.roles.join(", "));
            }
        }
        Err(LoadError::Refused(errors)) => errors.iter().for_each(|error| text.push_str(&refused(error))),
        Err(LoadError::Failed(failures)) => {
            for failure in failures {
                let _ = writeln!(text, "{}: {}: {}", failure.subject, failure.error.code, failure.error.message);
                text.push_str(&shown(&failure.at));
                for (label, part) in [("detail", &failure.error.detail), ("hint", &failure.error.hint)] {
                    part.iter().for_each(|part| text.push_str(&format!("  {label}: {part}\n")));
                }
                failure.cause.iter().for_each(|cause| text.push_str(&format!("  cause: {cause}\n")));
                failure.remedies.iter().for_each(|remedy| text.push_str(&format!("  → {remedy}\n")));
                if !failure.waits_for.is_empty() {
                    let _ = writeln!(text, "  waits for: {:?}", failure.waits_for);
                }
            }
        }
        Err(LoadError::Database(error)) => {
            let _ = writeln!(text, "database: {}: {}", error.code, error.message);
        }
    }
    text
}

fn refused(error: &SourceError) -> String {
    let mut text = format!("{error}\n");
    if let (Some(at), Some(label)) = (&error.at, &error.label) {
        text.push_str(&format!("{}  {label}\n", shown(at)));
    }
    error.remedy.iter().for_each(|remedy| text.push_str(&format!("  → {remedy}\n")));
    text
}

fn shown((file, span): &(SourceFile, Span)) -> String {
    let place = file.place(span.start);
    format!("  at {}:{}:{} `{}`\n", file.path.display(), place.line, place.column, file.slice(*span))
}
