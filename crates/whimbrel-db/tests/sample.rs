//! Sample rows on a real server: every schema of the corpus and of the examples gets some, and a fingerprint tells
//! whether they are still there.

#![allow(clippy::print_stderr, reason = "why a table has no rows is what to read where too few have")]

use std::path::{Path, PathBuf};

use whimbrel_catalog::sample::{Sample, Value, fingerprint, sample};
use whimbrel_catalog::{Catalog, Name};
use whimbrel_db::address::Surroundings;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_testing::{Database, shared};

const VERSION: u32 = 15;
/// How many rows a table is to get.
const ROWS: usize = 4;

async fn connect(database: &Database) -> Postgres {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(database.url(), around).expect("the test server's URL");
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    match whimbrel_db::connect(&address, &options).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}

/// What became of the tables of one schema.
#[derive(Default)]
struct Result {
    tables: usize,
    filled: usize,
    reasons: Vec<String>,
}

impl Result {
    fn add(&mut self, other: Self) {
        self.tables += other.tables;
        self.filled += other.filled;
        self.reasons.extend(other.reasons);
    }
}

/// Puts sample rows into the tables, each in a savepoint, and counts the tables that have some.
async fn fill(session: &Postgres, catalog: &Catalog, sample: &Sample, name: &str) -> Result {
    let mut reasons: Vec<String> = Vec::new();
    session.run("BEGIN").await.expect("no transaction is open");
    if sample.deferred {
        session.run("SET CONSTRAINTS ALL DEFERRED").await.expect("it can be said at any time");
    }
    for filled in &sample.filled {
        session.run("SAVEPOINT one").await.expect("a transaction is open");
        for statement in &filled.statements {
            if let Err(error) = session.run(statement).await {
                reasons.push(format!("{name} {}: {} in {statement}", filled.table, error.message));
                session.run("ROLLBACK TO one").await.expect("it was set");
                break;
            }
        }
    }
    if let Err(error) = session.run("SET CONSTRAINTS ALL IMMEDIATE; COMMIT").await {
        reasons.push(format!("{name}: {}", error.message));
        session.run("ROLLBACK").await.expect("it ends");
    }
    reasons.extend(sample.empty.iter().map(|(table, reason)| format!("{name} {table}: {reason}")));
    let mut filled = 0;
    for table in catalog.tables.iter().filter(|(_, table)| table.foreign.is_none()).map(|(table, _)| table) {
        let found = session.run(&format!("SELECT EXISTS (SELECT FROM {})", table.sql())).await;
        filled += usize::from(found.expect("it can be read")[0].rows == [[Some("t".to_owned())]]);
    }
    let tables = catalog.tables.values().filter(|table| table.foreign.is_none()).count();
    Result { tables, filled, reasons }
}

/// A database with that schema and sample rows.
async fn filled(schema: &str, name: &str) -> Result {
    let database = shared(VERSION).database();
    database.psql(schema);
    let session = connect(&database).await;
    let catalog = read(&session, &ReadOptions::default()).await.expect("it can be read");
    fill(&session, &catalog, &sample(&catalog, ROWS), name).await
}

fn folder(path: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let entries = std::fs::read_dir(root).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    entries
}

/// What the migrations of an example do on PostgreSQL.
fn migrations(example: &Path) -> String {
    let mut files: Vec<_> = std::fs::read_dir(example.join("migrations")).expect("it has migrations").collect();
    files.sort_by_key(|entry| entry.as_ref().expect("an entry").path());
    let mut schema = String::new();
    for file in files {
        let text = std::fs::read_to_string(file.expect("an entry").path()).expect("it can be read");
        let mut is_up = false;
        for line in text.lines() {
            if let Some(section) = line.strip_prefix("-- migrate:") {
                is_up = section.starts_with("up") && !section.contains("sqlite");
            } else if is_up {
                schema.push_str(line);
                schema.push('\n');
            }
        }
    }
    schema
}

#[tokio::test]
async fn every_table_of_the_examples_gets_rows() {
    let mut all = Result::default();
    for example in folder("examples").into_iter().filter(|path| path.join("migrations").is_dir()) {
        all.add(filled(&migrations(&example), &example.display().to_string()).await);
    }
    // triggers may have put rows where ours were to go
    assert_eq!(all.filled, all.tables, "{:#?}", all.reasons);
    assert!(all.tables > 10, "the examples have tables");
}

#[tokio::test]
async fn every_type_and_every_usual_check_is_known() {
    let database = shared(VERSION).database();
    database.psql(include_str!("sample.sql"));
    let session = connect(&database).await;
    let catalog = read(&session, &ReadOptions::default()).await.expect("it can be read");
    let sample = sample(&catalog, ROWS);
    let result = fill(&session, &catalog, &sample, "all").await;
    assert_eq!(result.reasons, Vec::<String>::new());
    assert_eq!(result.filled, result.tables);
    let few: Vec<_> = sample.filled.iter().filter(|filled| filled.rows < ROWS).map(|f| f.table.to_string()).collect();
    assert_eq!(few, ["public.two_values"]);
    // the same schema gives the same rows
    assert_eq!(sample, whimbrel_catalog::sample::sample(&catalog, ROWS));
    insta::assert_snapshot!(
        "sample",
        sample.filled.iter().flat_map(|f| &f.statements).cloned().collect::<Vec<_>>().join(";\n")
    );
}

#[tokio::test]
async fn a_fingerprint_tells_values_and_not_their_order() {
    let database = shared(VERSION).database();
    database.psql(
        "CREATE TABLE t (id integer, \"Name\" text, at timestamptz, tags text[], pair point);
         INSERT INTO t VALUES (1, 'a', '2020-01-01', '{x}', '(1,1)'), (2, NULL, NULL, NULL, NULL), (3, '', NULL, '{}', NULL);
         CREATE TABLE child () INHERITS (t);
         INSERT INTO child VALUES (4, 'not counted');",
    );
    let session = connect(&database).await;
    let columns = ["id", "Name", "at", "tags", "pair"].map(Value::of);
    let sql = fingerprint(&Catalog::default(), &Name::in_schema("public", "t"), &columns);
    let now = async || session.run(&sql).await.expect("it runs")[0].rows[0].clone();
    let before = now().await;
    assert_eq!(before[0].as_deref(), Some("3"));
    session
        .run("CREATE TABLE other AS SELECT * FROM ONLY t ORDER BY id DESC; DELETE FROM ONLY t; INSERT INTO t SELECT * FROM other")
        .await
        .expect("it runs");
    assert_eq!(now().await, before);
    for (change, column) in [
        ("UPDATE ONLY t SET id = 5 WHERE id = 3", 1),
        ("UPDATE ONLY t SET \"Name\" = '' WHERE id = 2", 2),
        ("UPDATE ONLY t SET tags = NULL WHERE tags = '{}'", 4),
    ] {
        let before = now().await;
        session.run(change).await.expect("it runs");
        let after = now().await;
        let differ: Vec<usize> = (0..before.len()).filter(|&i| before[i] != after[i]).collect();
        assert_eq!(differ, [column], "{change}");
    }
}

/// Cases that version 15 can load.
fn cases() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for path in folder("crates/whimbrel/tests/schemas").into_iter().filter(|path| path.is_dir()) {
        let schema = std::fs::read_to_string(path.join("a.sql")).expect("each case has a.sql");
        let versions = schema.lines().take_while(|line| line.starts_with("--"));
        let bounds: Vec<&str> = versions.filter_map(|line| line.strip_prefix("-- postgres:")).collect();
        let fits = bounds.iter().flat_map(|bounds| bounds.split_whitespace()).all(|bound| {
            let number = |text: &str| text.parse::<u32>().expect("a version");
            bound.strip_prefix(">=").map_or_else(|| VERSION < number(&bound[1..]), |least| VERSION >= number(least))
        });
        if fits {
            cases.push((path.file_name().expect("a name").to_string_lossy().into_owned(), schema));
        }
    }
    cases
}

/// So many tests share the cases, so that they run beside each other.
const SHARES: usize = 6;

async fn check_share(share: usize) {
    let roles = shared(VERSION).database();
    for role in ["role_a", "role_b", "role_c"] {
        // another test may have created it
        if let Err(error) = roles.try_psql(&format!("CREATE ROLE {role}")) {
            assert!(error.contains("already exists") || error.contains("duplicate key"), "{error}");
        }
    }
    let mut all = Result::default();
    for (name, schema) in cases().into_iter().skip(share).step_by(SHARES) {
        all.add(filled(&schema, &name).await);
    }
    all.reasons.iter().for_each(|reason| eprintln!("{reason}"));
    eprintln!("{} of {} tables have rows", all.filled, all.tables);
    assert!(all.filled * 10 >= all.tables * 9, "{} of {} tables have rows", all.filled, all.tables);
}

macro_rules! shares {
    ($($name:ident = $share:literal),*) => {
        $(#[tokio::test]
        async fn $name() {
            check_share($share).await;
        })*
    };
}

shares!(
    nine_tenths_of_the_corpus_get_rows_0 = 0,
    nine_tenths_of_the_corpus_get_rows_1 = 1,
    nine_tenths_of_the_corpus_get_rows_2 = 2,
    nine_tenths_of_the_corpus_get_rows_3 = 3,
    nine_tenths_of_the_corpus_get_rows_4 = 4,
    nine_tenths_of_the_corpus_get_rows_5 = 5
);
