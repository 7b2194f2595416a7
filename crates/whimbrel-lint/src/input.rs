//! What is linted, and what is known about it. Everything but the migrations and their statements may be left out:
//! a rule then says less, and what it cannot know from the text alone it says as a warning.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::{Catalog, Name, ObjectId, Trace};
use whimbrel_source::{Engine, Migration, Statement};

use crate::tried::Tried;

/// Migrations that run one after the other.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    /// The engine whose `up` sections these are.
    pub engine: Engine,
    /// PostgreSQL's major version, where known; else any that Whimbrel supports.
    pub version: Option<u32>,
    /// In the order they run.
    pub migrations: Vec<Unit<'a>>,
    /// True where all of these run now, one after the other: a table that the first creates is then still empty for
    /// the last. False for files of which some have run long ago.
    pub together: bool,
    /// What is known of the target's rows.
    pub target: Target,
}

/// One migration.
#[derive(Debug, Clone)]
pub struct Unit<'a> {
    /// The file.
    pub migration: &'a Migration,
    /// Of its `up` section: `migration.statements(SectionKind::Up, engine)`.
    pub statements: &'a [Statement],
    /// What was seen of each statement, in their order; empty where nothing was, and no longer than `statements`.
    pub observed: Vec<Observed<'a>>,
    /// What came of trying it in other directions than forward; `None` where nobody tried it.
    pub tried: Option<Tried>,
}

/// What is known of one statement because it ran on a shadow database.
#[derive(Debug, Clone, Copy, Default)]
pub struct Observed<'a> {
    /// What it did.
    pub trace: Option<&'a Trace>,
    /// The schema before it.
    pub before: Option<&'a Catalog>,
    /// The schema after it.
    pub after: Option<&'a Catalog>,
    /// What worked before the statement and fails after it.
    pub broken: &'a [Broken],
    /// How many rows of the target it writes by the target's own estimate; UPDATE and DELETE only, where it can be asked for.
    pub rows: Option<u64>,
    /// What an `IF NOT EXISTS` of the statement passed over, where that is not what the statement asks for.
    pub hidden: Option<&'a Hidden>,
}

/// An object that a statement breaks without dropping it, such as a function whose body reads a dropped column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// A view, function, procedure or trigger.
    pub object: ObjectId,
    /// What the server says now when it is used.
    pub error: String,
}

/// What was there already under the name that an `IF NOT EXISTS` statement gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The object.
    pub object: ObjectId,
    /// How it differs from what the statement asks for, one a line: `column email is character varying(100), not text`.
    pub differences: Vec<String>,
}

/// What is known of the target's rows.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// By table. Of a table that is not in here nothing is known.
    pub tables: BTreeMap<Name, TableFacts>,
    /// The tables and materialized views that are there before the run; every other one is made by it. `None` where
    /// that is not known.
    pub there: Option<BTreeSet<Name>>,
}

/// How large a table of the target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableFacts {
    /// As the server estimates them, or as counted.
    pub rows: u64,
    /// Of the table with its indexes and what is stored out of line.
    pub bytes: u64,
}

impl<'a> Run<'a> {
    /// Migrations of which nothing is known but their text, each to be judged on its own.
    pub fn of_text(engine: Engine, migrations: impl IntoIterator<Item = (&'a Migration, &'a [Statement])>) -> Self {
        let migrations = migrations
            .into_iter()
            .map(|(migration, statements)| Unit { migration, statements, observed: Vec::new(), tried: None })
            .collect();
        Self { engine, version: None, migrations, together: false, target: Target::default() }
    }
}
