//! PostgreSQL's own regression database: everything that its developers thought of.

use std::collections::BTreeMap;
use std::path::Path;

use whimbrel_catalog::Catalog;
use whimbrel_db::address::Surroundings;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::{Address, ConnectOptions, Connection};
use whimbrel_testing::regression_database;

/// Where the files of the regression tests could not be fetched there is nothing to read: the corpus of schema pairs
/// stands in for it, and the fetching has said so.
#[tokio::test]
async fn all_of_it_is_read_and_what_is_not_compared_is_listed() {
    let Some((_server, url)) = regression_database(15) else { return };
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(&url, around).expect("the test server's URL");
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    let Ok(Connection::Postgres(postgres)) = whimbrel_db::connect(&address, &options).await else {
        panic!("the server answers");
    };
    let catalog = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for change in Catalog::changes(&Catalog::default(), &catalog) {
        *kinds.entry(change.object.kind.words()).or_default() += 1;
    }
    for kind in ["table", "column", "view", "function", "aggregate", "index", "trigger", "rule", "domain"] {
        assert!(kinds.get(kind).is_some_and(|number| *number > 10), "few of kind {kind}: {kinds:?}");
    }
    let mut seen: Vec<_> = catalog.seen.iter().map(|seen| seen.kind.as_str()).collect();
    seen.dedup();
    // types that are written in C
    assert!(seen.contains(&"type") || seen.contains(&"base type"), "{seen:?}");
    assert_eq!(read(&postgres, &ReadOptions::default()).await.expect("it can be read again"), catalog);
}
