//! What must hold for a case.

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::{Catalog, HazardKind, Name};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{Database, Server};

use crate::case::Case;
use crate::scratch::{Pool, Scratch};
use crate::seen::{equal, seen};

/// The version whose dumps are loaded and dumped again.
const DUMPED_ON: u32 = 15;

/// All that fails of the case on the server of the databases.
pub async fn on_server(pool: &Pool, case: &Case) -> Vec<String> {
    let mut failures = Vec::new();
    let (a, b) = (Side::load(pool, &case.a).await, Side::load(pool, &case.b).await);
    // What a dump writes is what a difference writes, which every version is held to: one version is enough for it.
    let is_dumped = pool.server().version() == DUMPED_ON;
    for (word, side) in [("dump of A", &a), ("dump of B", &b)].into_iter().filter(|_| is_dumped) {
        let scratch = pool.take().await;
        failures.extend(dump(&scratch, side, case).await.err().map(|failure| format!("{word}: {failure}")));
        pool.give_back(scratch).await;
    }
    if let (Some(rows), Some(message)) = (&case.rows, case.refused()) {
        let refused = refused(&a, &b, rows, message).await;
        failures.extend(refused.err().map(|failure| format!("A to B with its rows: {failure}")));
    } else if let Some(rows) = &case.rows {
        a.scratch.load(rows).await.unwrap_or_else(|error| panic!("{}/rows.sql: {error}", case.name));
    }
    let forth = change(&a, &b, case, case.rows.is_some() && case.refused().is_none()).await;
    failures.extend(forth.err().map(|failure| format!("A to B: {failure}")));
    let back = change(&b, &a, case, false).await;
    failures.extend(back.err().map(|failure| format!("B to A: {failure}")));
    pool.give_back(a.scratch).await;
    pool.give_back(b.scratch).await;
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
pub async fn converges(pool: &Pool, a: &str, b: &str) -> Result<(), String> {
    let (from, to) = (pool.take().await, pool.take().await);
    for (scratch, sql) in [(&from, a), (&to, b)] {
        scratch.load(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }
    let (old, new) = (catalog(&from).await?, catalog(&to).await?);
    become_equal(&from.postgres, server_version(&from), &old, &new).await?;
    pool.give_back(from).await;
    pool.give_back(to).await;
    Ok(())
}

/// A schema as it was loaded, and the database that has it.
struct Side {
    scratch: Scratch,
    catalog: Catalog,
    seen: String,
}

impl Side {
    async fn load(pool: &Pool, sql: &str) -> Self {
        let scratch = pool.take().await;
        scratch.load(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let catalog = catalog(&scratch).await.expect("it can be read");
        let seen = seen(&scratch.database);
        Self { scratch, catalog, seen }
    }
}

fn server_version(scratch: &Scratch) -> u32 {
    scratch.database.server().version()
}

async fn catalog(scratch: &Scratch) -> Result<Catalog, String> {
    read(&scratch.postgres, &ReadOptions::default()).await.map_err(|error| error.to_string())
}

/// Makes the schema again from its dump.
async fn dump(scratch: &Scratch, side: &Side, case: &Case) -> Result<(), String> {
    let version = scratch.database.server().version();
    let statements = generate::dump(&side.catalog, version).map_err(|cycle| cycle.to_string())?;
    run(&scratch.postgres, &statements).await?;
    let again = catalog(scratch).await?;
    same(&again, &side.catalog)?;
    let again = generate::dump(&again, version).map_err(|cycle| cycle.to_string())?;
    equal("the second dump", &generate::text(&again), &generate::text(&statements))?;
    see(&scratch.database, &side.seen, case, &statements)
}

/// Applies the difference of two schemas in one step, reads it back, and finds no second difference.
pub async fn become_equal(
    postgres: &Postgres,
    version: u32,
    old: &Catalog,
    new: &Catalog,
) -> Result<Vec<Statement>, String> {
    let statements = generate::statements(old, new, version).map_err(|cycle| cycle.to_string())?;
    run(postgres, &statements).await?;
    let result = read(postgres, &ReadOptions::default()).await.map_err(|error| error.to_string())?;
    same(&result, new).map_err(|failure| format!("{failure}\nafter\n{}", text(&statements)))?;
    let again = generate::statements(&result, new, version).map_err(|cycle| cycle.to_string())?;
    match again.is_empty() {
        true => Ok(statements),
        false => Err(format!("a second difference is not empty:\n{}", text(&again))),
    }
}

/// Turns the database of one side, where its schema still is, into one with the schema of the other.
async fn change(old: &Side, new: &Side, case: &Case, with_rows: bool) -> Result<(), String> {
    let (scratch, postgres) = (&old.scratch, &old.scratch.postgres);
    let before = if with_rows { rows(postgres, old, new, case).await } else { Vec::new() };
    let statements = become_equal(postgres, server_version(scratch), &old.catalog, &new.catalog).await?;
    if with_rows {
        let after = rows(postgres, old, new, case).await;
        if before != after {
            return Err(format!("rows did not survive: {before:?} → {after:?}\nafter\n{}", text(&statements)));
        }
        if !case.loses().is_empty() && !statements.iter().any(loses_data) {
            return Err(format!("a loss was not announced:\n{}", text(&statements)));
        }
    }
    see(&scratch.database, &new.seen, case, &statements)
}

fn loses_data(statement: &Statement) -> bool {
    statement.hazards.iter().any(|hazard| hazard.kind == HazardKind::LosesData)
}

/// Rows that B has no place for: the statement that would lose them fails, and says before that it may. It leaves the
/// database without the rows.
async fn refused(old: &Side, new: &Side, rows: &str, message: &str) -> Result<(), String> {
    let postgres = &old.scratch.postgres;
    let version = old.scratch.database.server().version();
    let statements = generate::statements(&old.catalog, &new.catalog, version).map_err(|cycle| cycle.to_string())?;
    let mut outcome = Err(format!("it is not refused:\n{}", text(&statements)));
    let sql = |error: whimbrel_db::DbError| error.to_string();
    postgres.run("BEGIN").await.map_err(sql)?;
    postgres.run(rows).await.map_err(sql)?;
    for setting in generate::SETTINGS {
        postgres.run(setting).await.map_err(sql)?;
    }
    for statement in &statements {
        let Err(error) = postgres.run(&statement.sql).await else { continue };
        let error = error.to_string();
        outcome = if !error.contains(message) {
            Err(error)
        } else if !loses_data(statement) {
            Err(format!("a loss was not announced by\n{}", statement.sql))
        } else {
            Ok(())
        };
        break;
    }
    postgres.run("ROLLBACK").await.map_err(sql)?;
    outcome
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
    see_dump(|| seen(database), wanted, case, statements)
}

/// The same, of a dump that is made where it is needed.
pub fn see_dump(
    found: impl FnOnce() -> String,
    wanted: &str,
    case: &Case,
    statements: &[Statement],
) -> Result<(), String> {
    if case.pg_dump_differs() {
        return Ok(());
    }
    let found = found();
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.sort_unstable();
        lines.join("\n")
    };
    // where objects need each other, pg_dump begins with the one whose row the server's catalog happens to have first
    let in_no_order = case.column_order_differs() || case.name.starts_with("cycle_");
    let seen = match in_no_order {
        true => equal("pg_dump", &sorted(&found), &sorted(wanted)),
        false => equal("pg_dump", &found, wanted),
    };
    seen.map_err(|failure| format!("{failure}\nafter\n{}", text(statements)))
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
