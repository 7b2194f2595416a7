//! What is timed. Each scene takes turns, Whimbrel and the other, so that a drift of the machine hits both.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use whimbrel_testing::{OwnServer, Proxy};

use crate::measure::{self, Measured, Row};
use crate::work::Work;
use crate::{lint, schema, trace};

/// A scene.
pub type Scene = fn(&Bench, &'static str, usize) -> Row;

/// All, by name.
pub const ALL: [(&str, Scene); 9] = [
    ("apply 1,000 migrations, loopback / psql -f, 1,000 transactions", apply_loopback),
    ("apply 1,000 migrations, proxy 10 ms each way / psql -f", apply_proxy),
    ("status, 10,000 applied / psql -c reading the history", status),
    ("apply with nothing to do, 10,000 applied / psql -c reading the history", nothing_to_do),
    ("--version / psql --version", version),
    ("apply 10,000 migrations, loopback / psql -f, 10,000 transactions", apply_many),
    ("dump of 1,000 tables / pg_dump --schema-only", dump_1_000),
    ("dump of 5,000 tables / pg_dump --schema-only", dump_5_000),
    ("dump of 20,000 tables / pg_dump --schema-only", dump_20_000),
];

/// Linting: whether the statements are in many files.
pub const LINT: [(&str, bool); 2] = [
    ("lint of 10,000 statements, one file / squawk", false),
    ("lint of 10,000 statements, 1,000 files / squawk", true),
];

/// The server and the binary.
pub struct Bench {
    server: OwnServer,
    binary: PathBuf,
}

const CONF: [(&str, &str); 3] = [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")];

impl Bench {
    /// Starts the server.
    pub fn start() -> Self {
        let binary = std::env::current_exe().expect("this program has a path").with_file_name("whimbrel");
        Self { server: OwnServer::start(15, &CONF, &[]), binary }
    }

    /// What a reader must know of the set-up.
    pub fn settings(&self) -> String {
        let settings = CONF.map(|(name, value)| format!("{name}={value}")).join(", ");
        format!(
            "PostgreSQL {} of its own, {settings}, other settings as installed; both sides over TCP on loopback.",
            self.server.version()
        )
    }

    fn whimbrel(&self, work: &Work, url: &str, command: &str) -> Measured {
        let project = work.project().display().to_string();
        let command = [&self.binary.display().to_string(), "-C", &project, "--quiet", command].map(str::to_owned);
        measure::run(&command, &[("DATABASE_URL", url)])
    }

    fn psql(&self, url: &str, arguments: &[&str]) -> Measured {
        let psql = whimbrel_testing::client_tool("psql").display().to_string();
        let mut command = vec![psql, "-Xq".to_owned(), "-v".to_owned(), "ON_ERROR_STOP=1".to_owned()];
        command.extend(arguments.iter().map(|a| (*a).to_owned()));
        command.push(url.to_owned());
        measure::run(&command, &[])
    }

    /// Both sides do the same work, each on an empty database that was there before either began; who goes first
    /// changes from round to round.
    fn apply(&self, name: &'static str, rounds: usize, work: &Work, url_of: impl Fn(&str) -> String) -> Row {
        let mut row = Row { name, ours: Vec::new(), theirs: Vec::new() };
        let script = work.script().display().to_string();
        for round in 0..rounds {
            let (our, their) = (self.server.database(), self.server.database());
            let mut ours = || row.ours.push(self.whimbrel(work, &url_of(our.url()), "apply"));
            let mut theirs = || row.theirs.push(self.psql(&url_of(their.url()), &["-f", &script]));
            if round % 2 == 0 {
                ours();
                theirs();
            } else {
                theirs();
                ours();
            }
        }
        row
    }

    /// Writing a schema, against pg_dump.
    fn dump(&self, name: &'static str, rounds: usize, tables: usize) -> Row {
        let database = self.server.database();
        schema::fill(&database, tables);
        let whimbrel = [&self.binary.display().to_string(), "dump", database.url()].map(str::to_owned);
        let pg_dump = whimbrel_testing::client_tool("pg_dump").display().to_string();
        let pg_dump = [&pg_dump, "--schema-only", "-d", database.url()].map(str::to_owned);
        let mut row = Row { name, ours: Vec::new(), theirs: Vec::new() };
        for _ in 0..rounds {
            row.ours.push(measure::run(&whimbrel, &[]));
            row.theirs.push(measure::run(&pg_dump, &[]));
        }
        row
    }

    /// Comparing two schemas, against reading them.
    pub fn compare(&self, rounds: usize) -> String {
        schema::compare(&self.server, 5_000, rounds)
    }

    /// Linting, against squawk; a line about Whimbrel alone where there is none.
    pub fn lint(&self, name: &'static str, rounds: usize, files: bool) -> Result<Row, String> {
        lint::run(&self.binary, name, rounds, files)
    }

    /// Running statements under the tracer, against running them.
    pub fn trace(&self, rounds: usize) -> String {
        trace::run(&self.server, rounds)
    }

    /// `command` against psql reading the same 10,000 rows.
    fn reading(&self, name: &'static str, rounds: usize, command: &str) -> Row {
        let work = Work::new(10_000);
        let database = self.server.database();
        self.whimbrel(&work, database.url(), "baseline");
        let mut row = Row { name, ours: Vec::new(), theirs: Vec::new() };
        for _ in 0..rounds {
            row.ours.push(self.whimbrel(&work, database.url(), command));
            row.theirs.push(self.psql(database.url(), &["-c", "SELECT * FROM whimbrel.history"]));
        }
        row
    }
}

fn apply_loopback(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.apply(name, rounds, &Work::new(1_000), str::to_owned)
}

fn dump_1_000(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.dump(name, rounds, 1_000)
}

fn dump_5_000(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.dump(name, rounds, 5_000)
}

fn dump_20_000(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.dump(name, rounds.min(2), 20_000)
}

fn apply_many(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.apply(name, rounds.min(2), &Work::new(10_000), str::to_owned)
}

fn apply_proxy(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    let server = SocketAddr::from(([127, 0, 0, 1], bench.server.port()));
    let proxy = Proxy::new(server).delay(Duration::from_millis(10)).start();
    let through = |url: &str| url.replace(&format!(":{}", bench.server.port()), &format!(":{}", proxy.port()));
    bench.apply(name, rounds.min(2), &Work::new(1_000), through)
}

fn status(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.reading(name, rounds, "status")
}

fn nothing_to_do(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    bench.reading(name, rounds, "apply")
}

fn version(bench: &Bench, name: &'static str, rounds: usize) -> Row {
    let mut row = Row { name, ours: Vec::new(), theirs: Vec::new() };
    let whimbrel = [bench.binary.display().to_string(), "--version".to_owned()];
    let psql = [whimbrel_testing::client_tool("psql").display().to_string(), "--version".to_owned()];
    for _ in 0..rounds.max(10) {
        row.ours.push(measure::run(&whimbrel, &[]));
        row.theirs.push(measure::run(&psql, &[]));
    }
    row
}
