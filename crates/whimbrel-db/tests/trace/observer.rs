//! What others see of a statement, without the tracer: a second session while its transaction is open, and what files and
//! counters show of the same statement in a session without one.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use tokio::sync::Mutex;
use whimbrel_catalog::LockMode;
use whimbrel_db::address::Surroundings;
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_testing::Database;

use crate::case::Case;
use crate::told::Told;

const CLASSES: &str = include_str!("classes.sql");
const LOCKS: &str = include_str!("locks.sql");
const COUNTS: &str = include_str!("counts.sql");
const FOREIGN_KEYS: &str = include_str!("foreign_keys.sql");

pub async fn connect(url: &str) -> Postgres {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(url, around).expect("the test server's URL");
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    match whimbrel_db::connect(&address, &options).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}

pub async fn rows(postgres: &Postgres, sql: &str) -> Vec<Vec<String>> {
    let replies = postgres.run(sql).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
    let rows = replies.into_iter().last().expect("a reply").rows;
    rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
}

/// A relation as `pg_class` has it.
#[derive(Clone, Debug)]
pub struct Class {
    pub name: String,
    pub kind: String,
    pub table: String,
    pub file: String,
    pub sql: String,
}

pub type Classes = BTreeMap<String, Class>;

pub async fn classes(postgres: &Postgres) -> Classes {
    let class = |row: Vec<String>| {
        let [oid, name, kind, table, file, sql] = row.try_into().expect("six columns");
        (oid, Class { name, kind, table, file, sql })
    };
    rows(postgres, CLASSES).await.into_iter().map(class).collect()
}

/// The locks of another session, on what `observer` can know of, and who has to wait for them: tried.
pub async fn locks(observer: &Postgres, classes: &Classes, pid: i32, told: &mut Told) {
    let mut strongest: HashMap<String, LockMode> = HashMap::new();
    for row in rows(observer, &LOCKS.replace(":pid", &pid.to_string())).await {
        let mode = LockMode::from_pg_locks(&row[1]).expect("a mode of a lock on a table");
        let held = strongest.entry(row[0].clone()).or_insert(mode);
        *held = mode.max(*held);
    }
    for (oid, mode) in strongest {
        // what it has made and committed is nobody's yet
        if let Some(class) = classes.get(&oid) {
            told.lock(mode, &class.name);
        }
    }
    for class in classes.values() {
        let waits = async |sql: String| match observer.run(&format!("SET lock_timeout = '20ms'; {sql}")).await {
            Ok(_) => false,
            Err(error) if error.code == "55P03" => true,
            Err(error) => panic!("{error}: {sql}"),
        };
        if matches!(class.kind.as_str(), "r" | "p" | "m") {
            let readers = waits(format!("SELECT FROM ONLY {} LIMIT 1", class.sql)).await;
            let writers = class.kind != "m" && waits(format!("DELETE FROM ONLY {} WHERE false", class.sql)).await;
            told.waits(&class.name, readers, writers);
        }
    }
}

/// Runs the statement in a session that knows nothing of tracing, and tells what became of the files and what the server
/// has counted once that session has ended. All is rolled back.
pub async fn run_plainly(stage: &Plain, case: &Case, told: &mut Told) {
    let session = connect(stage.database.url()).await;
    session.run("SET enable_seqscan = off; SET jit = off; BEGIN").await.expect("no transaction is open");
    match &case.rows {
        Some(rows) => drop(session.copy_in(&case.sql, rows).await.expect("it runs")),
        None => drop(session.run(&case.sql).await.expect("it runs")),
    }
    let (after, keys) = (classes(&session).await, rows(&session, FOREIGN_KEYS).await);
    session.run("ROLLBACK; RESET ALL; SELECT FROM public.counted").await.expect("it ends");
    end(session, &stage.observer).await;
    files(&stage.classes, &after, case, told);

    // an older server tells a little later what it has counted
    let mut last = stage.counts.lock().await;
    let counts = counts_after(&stage.observer, &stage.counted, last[&stage.counted].scans).await;
    for (oid, class) in stage.classes.iter().filter(|(oid, _)| counts.contains_key(*oid) && **oid != stage.counted) {
        let (now, then) = (&counts[oid], &last[oid]);
        let is_emptied = case.sql.contains("TRUNCATE") && after[oid].file != class.file;
        // The server reads the rows of a table with a new foreign key by a query, which may find all it needs in an index.
        let is_read_by_index = now.index_entries >= then.index_entries + then.rows && then.rows > 0;
        let is_checked = keys.iter().any(|key| key[1] == *oid && !stage.keys.contains(key));
        if now.scans > then.scans && !is_emptied || is_checked && is_read_by_index {
            told.add("scanned", class.name.clone());
        }
        if class.kind == "r" {
            told.written(
                &class.name,
                now.inserted - then.inserted,
                now.updated - then.updated,
                now.deleted - then.deleted,
            );
        }
    }
    *last = counts;
}

/// A database for running statements without a tracer.
pub struct Plain {
    database: Database,
    observer: Postgres,
    classes: Classes,
    /// Valid foreign keys.
    keys: Vec<Vec<String>>,
    /// What was counted up to the last statement.
    counts: Mutex<BTreeMap<String, Counts>>,
    /// The oid of the table that is read last by every session.
    counted: String,
}

impl Plain {
    pub async fn of(database: Database) -> Self {
        let observer = connect(database.url()).await;
        let classes = classes(&observer).await;
        let counted = classes.iter().find(|(_, class)| class.name == "table counted").expect("it is there").0.clone();
        let keys = rows(&observer, FOREIGN_KEYS).await;
        // what filled the database has ended before this one
        let session = connect(database.url()).await;
        session.run("SELECT FROM public.counted").await.expect("it can be read");
        end(session, &observer).await;
        let counts = Mutex::new(counts_after(&observer, &counted, 0).await);
        Self { database, observer, classes, keys, counts, counted }
    }
}

/// Ends a session and waits until its process is gone: it tells the server what it has counted table by table, and the last
/// of them may come before the others.
async fn end(session: Postgres, observer: &Postgres) {
    let pid = rows(&session, "SELECT pg_backend_pid()").await.remove(0).remove(0);
    session.close().await;
    let is_there = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}");
    while rows(observer, &is_there).await[0][0] != "0" {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What the server has counted of a table.
struct Counts {
    scans: u64,
    inserted: u64,
    updated: u64,
    deleted: u64,
    index_entries: u64,
    rows: u64,
}

/// As soon as the last scan of `counted` is among them.
async fn counts_after(observer: &Postgres, counted: &str, scans: u64) -> BTreeMap<String, Counts> {
    loop {
        let counts = counts(observer).await;
        if counts[counted].scans > scans {
            return counts;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn counts(observer: &Postgres) -> BTreeMap<String, Counts> {
    let counts = |row: Vec<String>| {
        let [oid, numbers @ ..]: [String; 7] = row.try_into().expect("seven columns");
        let [scans, inserted, updated, deleted, index_entries, rows] =
            numbers.map(|number| number.parse().expect("a number"));
        (oid, Counts { scans, inserted, updated, deleted, index_entries, rows })
    };
    rows(observer, &format!("SELECT pg_stat_clear_snapshot(); {COUNTS}")).await.into_iter().map(counts).collect()
}

/// What has another file than before.
fn files(before: &Classes, after: &Classes, case: &Case, told: &mut Told) {
    let is_other = |oid: &str| before.get(oid).map(|class| &class.file) != after.get(oid).map(|class| &class.file);
    for (oid, then) in before {
        // ALTER TABLE makes an index anew, with another oid
        let now =
            after.get(oid).or_else(|| after.values().find(|now| now.name == then.name && now.table == then.table));
        let Some(now) = now.filter(|now| now.file != then.file) else { continue };
        match then.kind.as_str() {
            "r" if case.sql.contains("TRUNCATE") => told.add("emptied", then.name.clone()),
            "r" | "m" => told.add("rewritten", then.name.clone()),
            "i" if !is_other(&now.table) => told.add("rewritten", then.name.clone()),
            _ => {}
        }
    }
    for (oid, now) in after.iter().filter(|(oid, now)| now.kind == "i" && !before.contains_key(*oid)) {
        let is_known = before.values().any(|then| then.name == now.name || then.file == now.file);
        if before.contains_key(&now.table) && !is_known {
            told.add("built", after[oid].name.clone());
        }
    }
}
