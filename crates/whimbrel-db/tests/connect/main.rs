//! Connecting to real servers, and to what only pretends to be one.

#[cfg(feature = "embedded")]
mod embedded;
mod fake;
mod hosts;
mod refused;
mod session;
mod tls;
mod unreachable;
mod waiting;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use whimbrel_db::address::Surroundings;
use whimbrel_db::{Address, ConnectError, ConnectOptions, Postgres, postgres};

fn config(url: &str, variables: &[(&str, &str)]) -> Box<postgres::Config> {
    let variables: HashMap<&str, &str> = [("HOME", "/nowhere")].into_iter().chain(variables.iter().copied()).collect();
    let variable = |name: &str| variables.get(name).map(|value| (*value).to_owned());
    match Address::parse(url, Surroundings { variable: &variable, base: Path::new("/") }) {
        Ok(Address::Postgres(config)) => config,
        other => panic!("not the address of a server: {other:?}"),
    }
}

async fn connect_with(url: &str, variables: &[(&str, &str)], wait: Option<Duration>) -> Result<Postgres, ConnectError> {
    let options = ConnectOptions { application_name: "whimbrel 0.1".to_owned(), wait };
    postgres::connect(&config(url, variables), &options).await
}

async fn connect(url: &str) -> Result<Postgres, ConnectError> {
    connect_with(url, &[], None).await
}

/// The one value that `sql` returns.
async fn value(session: &Postgres, sql: &str) -> String {
    let replies = session.run(sql).await.expect("a statement that works");
    replies[0].rows[0][0].clone().expect("not NULL")
}

/// A failure as a user would read it.
fn told(result: Result<Postgres, ConnectError>) -> String {
    let Err(error) = result else { return "connected".to_owned() };
    let mut out = format!("{}: {}\n", error.code, error.message);
    for line in error.said.iter().flat_map(|said| said.lines()) {
        out.push_str(&format!("  said: {line}\n"));
    }
    out.push_str(&error.cause.iter().map(|cause| format!("  cause: {cause}\n")).collect::<String>());
    out.push_str(
        &error.remedies.iter().map(|remedy| format!("  → {}\n", remedy.replace('\n', "\n    "))).collect::<String>(),
    );
    out
}

/// Snapshots must not depend on ports and temporary folders.
fn settings(folders: &[(&Path, &str)]) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    for (folder, name) in folders {
        let folder = folder.to_str().expect("UTF-8");
        settings.add_filter(&folder.replace('.', r"\."), *name);
        settings.add_filter(&folder.replace('/', "%2F").replace('.', r"\."), *name);
    }
    settings.add_filter(r":\d{4,5}\b", ":PORT");
    settings.add_filter(r"port \d{4,5}\b", "port PORT");
    settings.add_filter(r"-p \d{4,5}\b", "-p PORT");
    settings.add_filter(r"PGSQL\.\d{4,5}\b", "PGSQL.PORT");
    settings
}
