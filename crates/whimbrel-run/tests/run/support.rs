//! A target, migrations written in the test, and what a run says.

use std::path::Path;
use std::time::Duration;

use whimbrel_db::address::{Address, Surroundings};
use whimbrel_db::{ConnectOptions, Connection, Postgres};
use whimbrel_plan::step::WayBack;
use whimbrel_plan::{Event, History, MigrationRun, Observer, Plan, Problem};
use whimbrel_run::{RunError, RunOptions, history, lock};
use whimbrel_source::{Engine, Migration, SourceFile};

/// Keeps every event.
#[derive(Default)]
pub struct Seen(pub Vec<Event>);

impl Observer for Seen {
    fn event(&mut self, event: Event) {
        self.0.push(event);
    }
}

/// A migration from a file's name and text.
pub fn migration(name: &str, text: &str) -> Migration {
    Migration::parse(SourceFile::new(format!("migrations/{name}"), text)).expect("the test's migration is well-formed")
}

/// `up` sections, versions counted from 1.
pub fn ups(texts: &[&str]) -> Vec<Migration> {
    let one = |(index, text): (usize, &&str)| {
        migration(&format!("{}_m{}.sql", index + 1, index + 1), &format!("-- migrate:up\n{text}\n"))
    };
    texts.iter().enumerate().map(one).collect()
}

pub fn plan(migrations: &[Migration], engine: Engine) -> Plan {
    Plan::apply(&migrations.iter().collect::<Vec<_>>(), engine).expect("the test's migrations can be planned")
}

pub fn postgres(connection: &Connection) -> &Postgres {
    match connection {
        Connection::Postgres(session) => session,
        Connection::Sqlite(_) => panic!("a PostgreSQL session"),
    }
}

pub fn options() -> RunOptions {
    RunOptions {
        lock_timeout: Duration::from_millis(300),
        lock_attempts: 3,
        lock_wait: Duration::ZERO,
        actor: "mira@web-1".to_owned(),
        ..RunOptions::default()
    }
}

/// Connects to any URL.
pub async fn connect(url: &str) -> Connection {
    let around = Surroundings { variable: &|_| None, base: Path::new("/") };
    let address = Address::parse(url, around).expect("the URL is well-formed");
    let options = ConnectOptions { application_name: "whimbrel test".to_owned(), wait: None };
    whimbrel_db::connect(&address, &options).await.unwrap_or_else(|error| panic!("{error}: {:?}", error.said))
}

/// What is left to do of `migrations`, run as the façade does: lock, history, plan, run, release.
pub async fn apply_with(
    connection: &Connection,
    migrations: &[Migration],
    options: &RunOptions,
    seen: &mut Seen,
) -> Result<Vec<MigrationRun>, RunError> {
    let engine = match connection {
        Connection::Postgres(_) => Engine::Postgres,
        Connection::Sqlite(_) => Engine::Sqlite,
    };
    let lock = lock::acquire(connection, options, seen).await?;
    let history = history::read(connection, &options.history_schema).await?;
    let pending: Vec<&Migration> = migrations.iter().filter(|m| !history.applied.contains_key(&m.version)).collect();
    let plan = Plan::apply(&pending, engine).expect("the test's migrations can be planned");
    let result = whimbrel_run::run(connection, &plan, options, seen).await;
    lock.release(connection, seen).await;
    result
}

pub async fn apply(connection: &Connection, migrations: &[Migration]) -> Result<Vec<MigrationRun>, RunError> {
    apply_with(connection, migrations, &options(), &mut Seen::default()).await
}

/// Takes all that is applied back, newest first, from what the history recorded.
pub async fn revert_all(connection: &Connection, engine: Engine) -> Result<Vec<MigrationRun>, RunError> {
    let options = options();
    let history = history::read(connection, "whimbrel").await?;
    let versions: Vec<_> = history.applied.keys().rev().cloned().collect();
    let downs = history::downs(connection, "whimbrel", &versions).await?;
    let ways: Vec<WayBack> = versions
        .iter()
        .map(|version| {
            let down = &downs[version];
            let text = down.text.as_deref().expect("the test's migrations have a way back");
            WayBack::recorded(&history.applied[version].event, text, down.transaction)
        })
        .collect();
    let plan = Plan::revert(&ways, engine).expect("the recorded ways back can be planned");
    whimbrel_run::run(connection, &plan, &options, &mut ()).await
}

pub async fn read(connection: &Connection) -> History {
    history::read(connection, "whimbrel").await.expect("the history can be read")
}

/// Versions that are applied now.
pub async fn applied(connection: &Connection) -> Vec<String> {
    read(connection).await.applied.keys().map(ToString::to_string).collect()
}

/// All that a user is told of a failure, as one text.
pub fn told(error: RunError) -> String {
    let problem = Problem::from(error);
    let mut text = format!("{:?} {}: {}\n", problem.class, problem.code, problem.message);
    if let Some((file, span)) = &problem.at {
        let place = file.place(span.start);
        text.push_str(&format!("at {}:{}:{} `{}`", file.path.display(), place.line, place.column, file.slice(*span)));
        text.push_str(&format!(" ({})\n", problem.label.as_deref().unwrap_or_default()));
    }
    for (label, words) in &problem.database {
        text.push_str(&format!("{label}: {words}\n"));
    }
    if let Some(cause) = &problem.cause {
        text.push_str(&format!("cause: {cause}\n"));
    }
    for remedy in &problem.remedies {
        text.push_str(&format!("remedy: {remedy}\n"));
    }
    text.push_str(&format!("state: {}\n", problem.state.as_deref().unwrap_or("(none)")));
    text
}
