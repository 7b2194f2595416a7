//! Reading catalogs of real databases, and telling whether what exists is what was asked for.

mod alterations;
mod attributes;
mod dependencies;
mod index_parts;
mod kinds;
mod parts;
mod postgres;
mod reading;
mod regression;
mod shape;
mod sqlite;
mod tables;
mod versions;

use std::fmt::Write as _;
use std::path::Path;

use whimbrel_catalog::Catalog;
use whimbrel_db::address::Surroundings;
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_testing::Database;

/// Every object on a line, with all that describes it.
fn listing(catalog: &Catalog) -> String {
    let mut text = String::new();
    for change in Catalog::changes(&Catalog::default(), catalog) {
        let object = &change.object;
        let on = object.on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
        let schema = object.schema.as_ref().map(|s| format!("{s}.")).unwrap_or_default();
        let _ = write!(text, "{} {schema}{}{on}", object.kind, object.name);
        for fact in &change.facts {
            let _ = write!(text, " | {}: {}", fact.name, fact.new.as_deref().unwrap_or_default());
        }
        text.push('\n');
    }
    text
}

/// A session on a database of a test server.
async fn connect(database: &Database) -> Postgres {
    connect_to(database.url()).await
}

async fn connect_to(url: &str) -> Postgres {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(url, around).expect("the test server's URL");
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    match whimbrel_db::connect(&address, &options).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}
