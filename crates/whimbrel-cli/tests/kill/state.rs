//! What a run leaves behind, to be compared with what an undisturbed one leaves.

use std::path::Path;

use whimbrel_catalog::Catalog;
use whimbrel_db::address::{Address, Surroundings};
use whimbrel_db::postgres::catalog::{self, ReadOptions};
use whimbrel_db::{ConnectOptions, Connection};
use whimbrel_testing::Database;

/// Everything of a database that must be as after an undisturbed run.
#[derive(Debug, PartialEq)]
pub struct State {
    dump: String,
    catalog: Catalog,
    /// Rows of all tables.
    rows: String,
    /// Version and kind of every event but failures, which a run that was cut off may have recorded.
    history: String,
}

impl State {
    /// Reads it. Nothing may be left of what is needed only while running: no row in the journal, no invalid index,
    /// and, once the server has seen its session end, no lock.
    pub fn of(database: &Database) -> Self {
        until_alone(database);
        // One psql for all of it: a test reads hundreds of states.
        let answer = database.psql(
            "SELECT 'journal: ' || version || ' ' || step || ' ' || state FROM whimbrel.journal;
             SELECT 'invalid: ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid;
             \\echo -- history
             SELECT version || ' ' || kind FROM whimbrel.history WHERE kind <> 'failed' ORDER BY version, id;
             \\echo -- rows
             SELECT format('SELECT %L || t::text FROM %I t ORDER BY t::text', relname || ' ', relname) FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
             \\gexec",
        );
        let (unfinished, rest) = answer.split_once("-- history\n").unwrap();
        let (history, rows) = rest.split_once("-- rows").unwrap();
        assert_eq!(unfinished, "", "left unfinished");
        Self {
            dump: database.pg_dump(),
            catalog: catalog(database),
            rows: rows.trim().to_owned(),
            history: history.trim().to_owned(),
        }
    }

    /// Whether it is the same but for the way there.
    pub fn same_schema_and_rows(&self, other: &Self) -> bool {
        (&self.dump, &self.catalog, &self.rows) == (&other.dump, &other.catalog, &other.rows)
    }

    /// Whether each of `versions` was applied exactly once and nothing else happened.
    pub fn assert_applied_once(&self, versions: &[&str]) {
        let once: Vec<String> = versions.iter().map(|version| format!("{version} applied")).collect();
        assert_eq!(self.history, once.join("\n"));
    }
}

/// Waits until no other session is on the database (each ends soon after its client) and no lock is left.
pub fn until_alone(database: &Database) {
    let left = "SELECT 'session ' || pid FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
                UNION ALL
                SELECT 'lock of ' || pid FROM pg_locks WHERE locktype = 'advisory'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    while !database.psql(left).is_empty() {
        std::thread::yield_now();
    }
}

/// As Whimbrel reads it.
fn catalog(database: &Database) -> Catalog {
    let around = Surroundings { variable: &|_| None, base: Path::new("/") };
    let address = Address::parse(database.url(), around).unwrap();
    let options = ConnectOptions { application_name: "whimbrel test".to_owned(), wait: None };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let Connection::Postgres(session) = whimbrel_db::connect(&address, &options).await.unwrap() else {
            panic!("it is a PostgreSQL")
        };
        let options = ReadOptions { ignore_schemas: vec!["whimbrel".to_owned()], ..ReadOptions::default() };
        let catalog = catalog::read(&session, &options).await.unwrap();
        session.close().await;
        catalog
    })
}
