//! The tracer held to what servers show others of the same statements: a corpus of statements over tables with rows, on
//! the oldest, Debian's and the newest version that schemas are compared on.
//!
//! Each statement runs twice. Under the tracer, in a transaction that stays open while a second session reads its locks
//! and tries to read and to write every table; and in another copy of the database without one, where its files and the
//! server's own statistics are read. Both must tell the same, and the snapshot beside the statement shows it.

mod case;
#[cfg(feature = "embedded")]
mod embedded;
mod observer;
mod outside;
mod sequence;
mod told;
mod undone;

use std::fmt::Write;

use futures_util::future::join_all;
use whimbrel_catalog::Catalog;
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::postgres::trace::Tracer;
use whimbrel_testing::{Database, schema_versions, shared};

use self::case::{Case, cases, folder};
use self::observer::{Classes, Plain, classes, connect, locks, run_plainly};
use self::told::Told;

/// One server's databases with the tables of the corpus.
struct Stage {
    version: u32,
    tracing: Postgres,
    observer: Postgres,
    classes: Classes,
    catalog: Catalog,
    plain: Plain,
    _database: Database,
}

impl Stage {
    async fn set(version: u32) -> Self {
        let (database, second) = (shared(version).database(), shared(version).database());
        database.psql(include_str!("setup.sql"));
        second.psql(include_str!("setup.sql"));
        let (tracing, observer) = (connect(database.url()).await, connect(database.url()).await);
        let catalog = read(&observer, &ReadOptions::default()).await.expect("it can be read");
        let classes = classes(&observer).await;
        Self { version, tracing, observer, classes, catalog, plain: Plain::of(second).await, _database: database }
    }

    /// What the tracer says, and what others see where that is not the same.
    async fn check(&self, case: &Case) -> (Told, Option<Told>) {
        self.tracing.run("BEGIN").await.expect("no transaction is open");
        let options = ReadOptions { in_transaction: true, ..ReadOptions::default() };
        let mut tracer =
            Tracer::begin(&self.tracing, Some((self.catalog.clone(), options.clone()))).await.expect("it begins");
        let trace = tracer.run(&case.sql, case.rows.as_deref()).await;
        let trace = trace.unwrap_or_else(|error| panic!("{} on {}: {error:?}", case.name, self.version));
        let changes = tracer.changes().await.expect("the catalog can be read");
        let mut seen = Told::default();
        locks(&self.observer, &self.classes, self.tracing.pid(), &mut seen).await;
        let now = read(&self.tracing, &options).await.expect("it can be read");
        seen.changes(&Catalog::changes(&self.catalog, &now));
        self.tracing.run("ROLLBACK").await.expect("it ends");
        run_plainly(&self.plain, case, &mut seen).await;

        let mut told = Told::of(&trace);
        told.changes(&changes);
        // what is rolled back is not counted of a table that was emptied before
        let is_emptied = |table: &str| trace.emptied.iter().any(|id| told::name(id) == table);
        let is_known = |table: &str| self.classes.values().any(|class| class.name == table);
        let to_compare = told.with_rows_of(|table| is_known(table) && !is_emptied(table));
        trace.notices.iter().for_each(|notice| told.add("notices", notice.clone()));
        (told, (to_compare != seen).then_some(seen))
    }
}

/// So many tests share the corpus, so that they run beside each other.
const SHARES: usize = 6;

async fn check_share(share: usize) {
    let stages = join_all(schema_versions().into_iter().map(Stage::set)).await;
    let mut wrong = String::new();
    for case in cases(&folder("cases")).iter().skip(share).step_by(SHARES) {
        let stages: Vec<_> = stages.iter().filter(|stage| case.runs_on(stage.version)).collect();
        let results = join_all(stages.iter().map(|stage| stage.check(case))).await;
        let mut told = Vec::new();
        for (stage, (trace, seen)) in stages.into_iter().zip(results) {
            if let Some(seen) = seen {
                let (name, version, trace, seen) = (&case.name, stage.version, trace.text(), seen.text());
                write!(wrong, "{name} on {version}\n the tracer says\n{trace} others see\n{seen}").expect("it can");
            }
            told.push((stage.version, trace));
        }
        snapshot("cases", case, told);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What was told on each version, those that show the same together.
fn snapshot(folder: &str, case: &Case, told: Vec<(u32, Told)>) {
    let mut groups: Vec<(Vec<String>, Told)> = Vec::new();
    for (version, told) in told {
        match groups.iter_mut().find(|(_, known)| *known == told) {
            Some((versions, _)) => versions.push(version.to_string()),
            None => groups.push((vec![version.to_string()], told)),
        }
    }
    let text = groups.iter().map(|(versions, told)| format!("PostgreSQL {}\n{}", versions.join(", "), told.text()));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_description(case.text().trim_end());
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(case.name.as_str(), text.collect::<String>()));
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
    the_tracer_tells_what_others_see_0 = 0,
    the_tracer_tells_what_others_see_1 = 1,
    the_tracer_tells_what_others_see_2 = 2,
    the_tracer_tells_what_others_see_3 = 3,
    the_tracer_tells_what_others_see_4 = 4,
    the_tracer_tells_what_others_see_5 = 5
);
