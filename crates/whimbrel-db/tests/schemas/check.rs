//! What must hold for a case.

use std::path::Path;

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::{Catalog, HazardKind, Name};
use whimbrel_db::address::Surroundings;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_testing::{Database, Server, observed};

use crate::case::Case;

/// The version whose dumps are loaded and dumped again.
const DUMPED_ON: u32 = 15;

/// All that fails of the case on a server.
pub async fn on_server(server: &Server, case: &Case) -> Vec<String> {
    let mut failures = Vec::new();
    let (a, b) = (server.database(), server.database());
    a.psql(&case.a);
    b.psql(&case.b);
    let (old, new) = (Side::read(&a).await, Side::read(&b).await);
    a.psql(case.rows.as_deref().unwrap_or_default());
    // What a dump writes is what a difference writes, which every version is held to: one version is enough for it.
    let dumped = [("dump of A", &old), ("dump of B", &new)].into_iter().filter(|_| server.version() == DUMPED_ON);
    for (word, side) in dumped {
        failures.extend(dump(server, side, case).await.err().map(|failure| format!("{word}: {failure}")));
    }
    let forth = change(&a, &old, &new, case, case.rows.is_some()).await;
    failures.extend(forth.err().map(|failure| format!("A to B: {failure}")));
    let back = change(&b, &new, &old, case, false).await;
    failures.extend(back.err().map(|failure| format!("B to A: {failure}")));
    failures
}

/// The roles that cases name.
pub fn create_roles(server: &Server) {
    let database = server.database();
    for role in ["role_a", "role_b", "role_c"] {
        // another test may have created it, or do so at the same time
        if let Err(error) = database.try_psql(&format!("CREATE ROLE {role}")) {
            assert!(error.contains("already exists") || error.contains("duplicate key"), "{error}");
        }
    }
}

/// Turns one schema into another, reads it back, and finds no second difference.
pub async fn converges(server: &Server, a: &str, b: &str) -> Result<(), String> {
    let (a_database, b_database) = (server.database(), server.database());
    a_database.psql(a);
    b_database.psql(b);
    let (from, to) = (connect(&a_database).await, connect(&b_database).await);
    let old = read(&from, &ReadOptions::default()).await.map_err(|error| error.to_string())?;
    let new = read(&to, &ReadOptions::default()).await.map_err(|error| error.to_string())?;
    let statements = generate::statements(&old, &new, server.version()).map_err(|cycle| cycle.to_string())?;
    run(&from, &statements).await?;
    let result = read(&from, &ReadOptions::default()).await.map_err(|error| error.to_string())?;
    same(&result, &new).map_err(|failure| format!("{failure}\nafter\n{}", text(&statements)))?;
    let again = generate::statements(&result, &new, server.version()).map_err(|cycle| cycle.to_string())?;
    if again.is_empty() { Ok(()) } else { Err(format!("a second difference is not empty:\n{}", text(&again))) }
}

/// A schema as it was loaded.
struct Side {
    catalog: Catalog,
    observed: String,
}

impl Side {
    async fn read(database: &Database) -> Self {
        let postgres = connect(database).await;
        let catalog = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        Self { catalog, observed: observed(&database.pg_dump()) }
    }
}

/// Makes the schema again from its dump.
async fn dump(server: &Server, side: &Side, case: &Case) -> Result<(), String> {
    let database = server.database();
    let postgres = connect(&database).await;
    let statements = generate::dump(&side.catalog, server.version()).map_err(|cycle| cycle.to_string())?;
    run(&postgres, &statements).await?;
    let again = read(&postgres, &ReadOptions::default()).await.map_err(|error| error.to_string())?;
    same(&again, &side.catalog)?;
    let again = generate::dump(&again, server.version()).map_err(|cycle| cycle.to_string())?;
    equal("the second dump", &generate::text(&again), &generate::text(&statements))?;
    see(&database, &side.observed, case, &statements)
}

/// Turns the database, which has the schema `old`, into one with the schema `new`.
async fn change(database: &Database, old: &Side, new: &Side, case: &Case, with_rows: bool) -> Result<(), String> {
    let postgres = connect(database).await;
    let version = database.server().version();
    let before = if with_rows { rows(&postgres, old, new, case).await } else { Vec::new() };
    let statements = generate::statements(&old.catalog, &new.catalog, version).map_err(|cycle| cycle.to_string())?;
    run(&postgres, &statements).await?;
    let result = read(&postgres, &ReadOptions::default()).await.map_err(|error| error.to_string())?;
    same(&result, &new.catalog).map_err(|failure| format!("{failure}\nafter\n{}", text(&statements)))?;
    let again = generate::statements(&result, &new.catalog, version).map_err(|cycle| cycle.to_string())?;
    if !again.is_empty() {
        return Err(format!("a second difference is not empty:\n{}", text(&again)));
    }
    if with_rows {
        let after = rows(&postgres, old, new, case).await;
        if before != after {
            return Err(format!("rows did not survive: {before:?} → {after:?}\nafter\n{}", text(&statements)));
        }
        let announced = statements.iter().flat_map(|s| &s.hazards).any(|h| h.kind == HazardKind::LosesData);
        if !case.loses().is_empty() && !announced {
            return Err(format!("a loss was not announced:\n{}", text(&statements)));
        }
    }
    see(database, &new.observed, case, &statements)
}

/// Each statement on its own, as psql runs a file.
async fn run(postgres: &Postgres, statements: &[Statement]) -> Result<(), String> {
    for setting in generate::SETTINGS {
        postgres.run(setting).await.map_err(|error| error.to_string())?;
    }
    for statement in statements {
        let failed = |error| format!("{error}\nin\n{}\nof\n{}", statement.sql, text(statements));
        postgres.run(&statement.sql).await.map_err(failed)?;
    }
    Ok(())
}

fn text(statements: &[Statement]) -> String {
    statements.iter().map(|s| format!("  {}; -- {}\n", s.sql.replace('\n', "\n  "), s.reason)).collect()
}

fn same(found: &Catalog, wanted: &Catalog) -> Result<(), String> {
    let changes = Catalog::changes(found, wanted);
    if changes.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = changes.iter().map(|c| format!("  {:?} {:?}: {:?}", c.action, c.object, c.facts)).collect();
    Err(format!("not the same as wanted:\n{}", lines.join("\n")))
}

/// What pg_dump sees.
fn see(database: &Database, wanted: &str, case: &Case, statements: &[Statement]) -> Result<(), String> {
    if case.pg_dump_differs() {
        return Ok(());
    }
    let found = observed(&database.pg_dump());
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.sort_unstable();
        lines.join("\n")
    };
    let seen = match case.column_order_differs() {
        true => equal("pg_dump", &sorted(&found), &sorted(wanted)),
        false => equal("pg_dump", &found, wanted),
    };
    seen.map_err(|failure| format!("{failure}\nafter\n{}", text(statements)))
}

/// The lines that differ, where any do.
fn equal(what: &str, found: &str, wanted: &str) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let only = |left: &str, right: &str, sign: char| {
        let right: std::collections::HashSet<_> = right.lines().collect();
        let lines = left.lines().filter(|line| !right.contains(line));
        lines.map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    Err(format!("{what} differs (- wanted, + found):\n{}{}", only(wanted, found, '-'), only(found, wanted, '+')))
}

/// The number of rows of each table, and a digest of each column of an unchanged type, of what has to survive.
async fn rows(postgres: &Postgres, old: &Side, new: &Side, case: &Case) -> Vec<String> {
    let loses = case.loses();
    let mut found = Vec::new();
    for (name, table) in &old.catalog.tables {
        let Some(after) = new.catalog.tables.get(name) else { continue };
        let short = |suffix: &str| format!("{}{suffix}", name.name);
        if loses.contains(&short("").as_str()) {
            continue;
        }
        let kept = table.columns.iter().filter(|column| {
            let is_lost = loses.contains(&short(&format!(".{}", column.name)).as_str());
            // what is computed, and values of a type of the schema's own, may well change with the schema
            let is_plain = column.generated.is_none() && !column.data_type.contains('.');
            !is_lost && is_plain && after.column(&column.name).is_some_and(|c| c.data_type == column.data_type)
        });
        let digests = kept.map(|c| {
            let column = whimbrel_catalog::ident(&c.name);
            format!(", md5(string_agg(coalesce({column}::text, ''), ',' ORDER BY {column}::text))")
        });
        let sql = format!("SELECT count(*){} FROM ONLY {}", digests.collect::<String>(), sql_name(name));
        let reply = postgres.run(&sql).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
        found.push(format!("{}: {:?}", name.name, reply[0].rows));
    }
    found
}

fn sql_name(name: &Name) -> String {
    let schema = name.schema.as_deref().unwrap_or("public");
    format!("{}.{}", whimbrel_catalog::ident(schema), whimbrel_catalog::ident(&name.name))
}

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
