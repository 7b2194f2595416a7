//! What was seen and said of each statement, as it is kept: `statements.tsv`, from which `cargo xtask docs` makes the page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::claims::Said;

/// One statement, a line of the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// On one line.
    pub sql: String,
    /// What a server shows.
    pub hazards: Vec<String>,
    pub whimbrel: Said,
    pub squawk: Said,
}

const HEADING: &str = "statement\tsql\tserver\twhimbrel\twhimbrel, no harm\tsquawk\tsquawk, no harm";

/// By name.
#[derive(Debug, Default)]
pub struct Records {
    /// `squawk 2.66.0`
    pub squawk: String,
    pub statements: BTreeMap<String, Record>,
}

pub fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/false_alarms/statements.tsv")
}

impl Records {
    pub fn read() -> Self {
        let text = std::fs::read_to_string(path()).unwrap_or_default();
        let mut lines = text.lines();
        let squawk = lines.next().unwrap_or_default().trim_start_matches("# ").to_owned();
        let list = |cell: &str| cell.split("; ").filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let record = |line: &str| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [name, sql, hazards, harm, advice, squawk, other] = cells[..] else { panic!("seven columns: {line}") };
            let record = Record {
                sql: sql.to_owned(),
                hazards: list(hazards),
                whimbrel: Said { harm: list(harm), advice: list(advice) },
                squawk: Said { harm: list(squawk), advice: list(other) },
            };
            (name.to_owned(), record)
        };
        Self { squawk, statements: lines.skip(1).map(record).collect() }
    }

    pub fn write(&self) {
        let mut text = format!("# {}\n{HEADING}\n", self.squawk);
        for (name, it) in &self.statements {
            let cells = [&it.hazards, &it.whimbrel.harm, &it.whimbrel.advice, &it.squawk.harm, &it.squawk.advice];
            text.push_str(&format!("{name}\t{}\t{}\n", it.sql, cells.map(|cell| cell.join("; ")).join("\t")));
        }
        std::fs::write(path(), text).expect("disk is writable");
    }
}
