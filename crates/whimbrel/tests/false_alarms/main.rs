//! False alarms and hazards passed, counted: what Whimbrel says of each statement of the tracer's corpus, beside what a
//! server shows that the statement does. `docs/false-alarms.md` says what counts, and has the result.
//!
//! `statements.tsv` keeps it. After a change that is meant:
//! `SQUAWK=path cargo test --workspace --test false_alarms -- --ignored`, then `cargo xtask docs`. Without
//! SQUAWK what that program said is kept.

#![allow(missing_docs, reason = "a test")]

#[path = "../../../whimbrel-db/tests/trace/case.rs"]
#[allow(dead_code, reason = "all of it is for the tracer's own test")]
mod case;
mod claims;
mod record;
mod truth;

use std::path::Path;

use whimbrel::{Address, ConnectOptions};
use whimbrel_db::{Connection, Postgres};
use whimbrel_testing::{Database, shared};

use self::case::{Case, cases};
use self::record::{Record, Records};
use self::truth::Probe;

/// Whose behaviour counts: the newest, which knows all statements of the corpus.
pub const VERSION: u32 = 18;

pub const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../whimbrel-db/tests/trace");

pub fn address(url: &str) -> Address {
    let around = whimbrel::address::Surroundings { variable: &|_| None, base: Path::new(".") };
    Address::parse(url, around).expect("the test server's URL")
}

pub fn options() -> ConnectOptions {
    ConnectOptions { application_name: "whimbrel-test".into(), wait: None }
}

pub async fn connect(url: &str) -> Postgres {
    match whimbrel_db::connect(&address(url), &options()).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}

/// The corpus's tables, as a target and for trying what breaks.
struct Stage {
    target: Database,
    probe: Probe,
}

impl Stage {
    async fn set() -> Self {
        let setup = std::fs::read_to_string(Path::new(CORPUS).join("setup.sql")).expect("it can be read");
        let target = shared(VERSION).database();
        target.psql(&setup);
        Self { target, probe: Probe::of(&shared(VERSION), &setup).await }
    }

    /// All but what Squawk says.
    async fn record(&self, case: &Case) -> Record {
        let sql = case.sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let hazards = self.probe.hazards(case).await;
        Record { sql, hazards, whimbrel: claims::whimbrel(self.target.url(), case).await, ..Record::default() }
    }
}

fn corpus() -> Vec<Case> {
    cases(&Path::new(CORPUS).join("cases"))
}

/// So many tests share the corpus, so that they run beside each other.
const SHARES: usize = 12;

async fn check_share(share: usize) {
    let (stage, records) = (Stage::set().await, Records::read());
    let mut wrong = String::new();
    for case in corpus().iter().skip(share).step_by(SHARES) {
        let (now, kept) = (stage.record(case).await, records.statements.get(&case.name));
        let is_kept =
            kept.is_some_and(|it| (&it.sql, &it.hazards, &it.whimbrel) == (&now.sql, &now.hazards, &now.whimbrel));
        if !is_kept {
            wrong.push_str(&format!("{}\n now {now:?}\n kept {kept:?}\n", case.name));
        }
    }
    assert!(wrong.is_empty(), "statements.tsv has something else:\n{wrong}");
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
    false_alarms_are_as_they_are_kept_0 = 0,
    false_alarms_are_as_they_are_kept_1 = 1,
    false_alarms_are_as_they_are_kept_2 = 2,
    false_alarms_are_as_they_are_kept_3 = 3,
    false_alarms_are_as_they_are_kept_4 = 4,
    false_alarms_are_as_they_are_kept_5 = 5,
    false_alarms_are_as_they_are_kept_6 = 6,
    false_alarms_are_as_they_are_kept_7 = 7,
    false_alarms_are_as_they_are_kept_8 = 8,
    false_alarms_are_as_they_are_kept_9 = 9,
    false_alarms_are_as_they_are_kept_10 = 10,
    false_alarms_are_as_they_are_kept_11 = 11
);

#[test]
fn there_is_no_false_alarm_and_no_hazard_is_passed() {
    let (records, corpus) = (Records::read(), corpus());
    assert_eq!(records.statements.keys().collect::<Vec<_>>(), corpus.iter().map(|case| &case.name).collect::<Vec<_>>());
    let wrong = records.statements.iter().filter(|(_, it)| it.hazards.is_empty() != it.whimbrel.harm.is_empty());
    assert_eq!(wrong.collect::<Vec<_>>(), []);
}

#[tokio::test]
#[ignore = "writes statements.tsv"]
async fn record_what_is_seen_and_said() {
    #[expect(clippy::disallowed_methods, reason = "how whoever runs this names the program")]
    let squawk = std::env::var_os("SQUAWK").map(std::path::PathBuf::from);
    let (stage, mut kept) = (Stage::set().await, Records::read());
    let mut new = Records { squawk: kept.squawk.clone(), ..Records::default() };
    if let Some(program) = &squawk {
        let version = std::process::Command::new(program).arg("--version").output().expect("it can be run");
        new.squawk = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    }
    for case in corpus() {
        let mut record = stage.record(&case).await;
        record.squawk = match &squawk {
            Some(program) => claims::squawk(program, &case),
            None => kept.statements.remove(&case.name).unwrap_or_default().squawk,
        };
        new.statements.insert(case.name, record);
    }
    new.write();
}
