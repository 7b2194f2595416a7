//! Every pair of schemas in `crates/whimbrel/tests/schemas-sqlite`, in both directions: the statements run, nothing
//! differs afterwards, rows survive where no loss was announced, and a dump makes the same schema again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use whimbrel_catalog::generate::{Statement, sqlite, text};
use whimbrel_catalog::{Catalog, HazardKind};
use whimbrel_db::Sqlite;
use whimbrel_db::sqlite::catalog::read;

use super::observer::observe;

/// One folder of the corpus.
struct Case {
    name: String,
    folder: PathBuf,
    a: String,
    b: String,
    rows: String,
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../whimbrel/tests/schemas-sqlite");
    let root = root.canonicalize().expect("the corpus is there");
    let folders = std::fs::read_dir(&root).expect("it can be read").map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<Case> = folders
        .filter(|folder| folder.is_dir())
        .map(|folder| {
            let file = |name: &str| std::fs::read_to_string(folder.join(name));
            Case {
                name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
                a: file("a.sql").expect("each case has a.sql"),
                b: file("b.sql").expect("each case has b.sql"),
                rows: file("rows.sql").unwrap_or_default(),
                folder,
            }
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(cases.len() >= 40, "the corpus is whole");
    cases
}

/// A database in memory, foreign keys not enforced.
pub(super) fn database(sql: &str) -> Connection {
    let connection = Connection::open_in_memory().expect("memory");
    connection.execute_batch("PRAGMA foreign_keys = OFF").expect("it is a pragma");
    connection.execute_batch(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    connection
}

pub(super) fn catalog(connection: &Connection) -> Catalog {
    read(connection).expect("it can be read")
}

pub(super) fn run(connection: &Connection, statements: &[Statement]) {
    connection.execute_batch("BEGIN").expect("no transaction is open");
    for statement in statements {
        connection.execute_batch(&statement.sql).unwrap_or_else(|error| panic!("{error}\nin: {}", statement.sql));
    }
    connection.execute_batch("COMMIT").expect("it commits");
}

fn written(statements: &[Statement]) -> String {
    let mut out = String::new();
    for statement in statements {
        let _ = writeln!(out, "-- {}", statement.reason);
        for hazard in &statement.hazards {
            let _ = writeln!(out, "-- {}: {}", hazard.kind.words(), hazard.what);
        }
        let _ = writeln!(out, "{};\n", statement.sql);
    }
    out
}

#[test]
fn every_pair_converges_in_both_directions() {
    for case in cases() {
        println!("case {}", case.name);
        let filled = format!("{}\n{}", case.a, case.rows);
        let there = database(&filled);
        let up = converge(&there, &case.b);
        let down = converge(&there, &case.a);
        let empty = converge(&database(&case.b), &case.a);
        assert_eq!(written(&down), written(&empty), "what was there before does not matter");
        // a case of one meaning in two spellings has no statements
        insta::with_settings!({ snapshot_path => &case.folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("plan", format!("-- A to B\n\n{}-- B to A\n\n{}", written(&up), written(&down)));
        });
    }
}

/// Turns the database into what `sql` makes.
fn converge(connection: &Connection, sql: &str) -> Vec<Statement> {
    let fresh = database(sql);
    let wanted = catalog(&fresh);
    let statements = sqlite(&catalog(connection), &wanted);
    let before = Rows::of(connection);
    run(connection, &statements);
    assert_same(connection, &fresh);
    let again = sqlite(&catalog(connection), &wanted);
    assert_eq!(written(&again), "", "a second difference is empty");
    before.assert_in(connection, &statements);
    statements
}

/// By our own reading and by that of an observer.
pub(super) fn assert_same(found: &Connection, wanted: &Connection) {
    let changes = Catalog::changes(&catalog(found), &catalog(wanted));
    assert!(changes.is_empty(), "{changes:#?}");
    let (is, should_be) = (observe(found), observe(wanted));
    let only_in = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|fact| !other.contains(fact)).cloned().collect()
    };
    assert_eq!((only_in(&is, &should_be), only_in(&should_be, &is)), (Vec::new(), Vec::new()), "found, wanted");
    assert_eq!(is.len(), should_be.len(), "each as often");
    let fine: String = found.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("it can be checked");
    assert_eq!(fine, "ok");
}

/// The rows of a database, table by table.
struct Rows {
    tables: BTreeMap<String, Vec<String>>,
    violations: i64,
    counters: Vec<(String, i64)>,
}

impl Rows {
    fn of(connection: &Connection) -> Self {
        let sql = "SELECT lower(l.name), lower(x.name) FROM pragma_table_list AS l, pragma_table_xinfo(l.name) AS x
                   WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                     AND x.hidden = 0
                     -- a full-text table of another's rows has none of its own
                     AND NOT EXISTS (SELECT 1 FROM sqlite_schema AS m WHERE m.name = l.name AND m.sql LIKE '%content=%')
                   ORDER BY 1, 2";
        let mut statement = connection.prepare(sql).expect("it is right");
        let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("it runs");
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column) in pairs.map(|pair: rusqlite::Result<(String, String)>| pair.expect("a row")) {
            tables.entry(table).or_default().push(column);
        }
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
        // where a parent table is missing nothing can be checked
        let violations = number("SELECT count(*) FROM pragma_foreign_key_check").unwrap_or(0);
        let counters = connection.prepare("SELECT lower(name), seq FROM sqlite_sequence ORDER BY 1").map(|mut it| {
            let rows = it.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("it runs");
            rows.collect::<rusqlite::Result<Vec<_>>>().expect("rows")
        });
        let mut rows = Self { tables: BTreeMap::new(), violations, counters: counters.unwrap_or_default() };
        for (table, columns) in tables {
            for column in columns {
                let values = values(connection, &table, &column);
                rows.tables.insert(format!("{table}.{column}"), values);
            }
        }
        rows
    }

    /// Every value is there that no statement said would be lost.
    fn assert_in(&self, connection: &Connection, statements: &[Statement]) {
        let lost = |what: &str| {
            statements.iter().flat_map(|statement| &statement.hazards).any(|hazard| {
                hazard.kind == HazardKind::LosesData
                    && hazard.what.to_lowercase().split([' ', ',']).any(|word| word == what)
            })
        };
        let after = Self::of(connection);
        for (column, values) in self.tables.iter().filter(|(_, values)| !values.is_empty()) {
            let table = column.split('.').next().expect("a table");
            if lost(table) || lost(column) {
                continue;
            }
            assert_eq!(after.tables.get(column), Some(values), "the values of {column}");
        }
        assert!(after.violations <= self.violations, "rows have lost their parents");
        for (table, counted) in &self.counters {
            let counts = |rows: &Self| rows.counters.iter().find(|(name, _)| name == table).map(|(_, seq)| *seq);
            let sql =
                "SELECT count(*) FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE AND sql LIKE '%AUTOINCREMENT%'";
            let still: i64 = connection.query_row(sql, [table], |row| row.get(0)).expect("it runs");
            if still > 0 {
                assert_eq!(counts(&after), Some(*counted), "what {table} has counted to");
            }
        }
    }
}

/// As texts: a type may change.
fn values(connection: &Connection, table: &str, column: &str) -> Vec<String> {
    let read = |sql: &str| -> rusqlite::Result<Vec<String>> {
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    let [table, column] = [table, column].map(|name| format!("\"{}\"", name.replace('"', "\"\"")));
    let sql = format!(
        "SELECT CASE typeof({column}) WHEN 'blob' THEN hex({column}) ELSE coalesce(CAST({column} AS TEXT), 'NULL') END
         FROM {table} ORDER BY 1"
    );
    let values = read(&sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    values.iter().map(|value| value.strip_suffix(".0").unwrap_or(value).to_owned()).collect()
}

#[test]
fn a_dump_makes_the_same_schema() {
    for case in cases() {
        for sql in [&case.a, &case.b] {
            println!("case {}", case.name);
            let first = database(sql);
            let dump = text(&sqlite(&Catalog::default(), &catalog(&first)));
            let second = database(&dump);
            assert_same(&second, &first);
            assert_eq!(text(&sqlite(&Catalog::default(), &catalog(&second))), dump);
        }
    }
}

#[test]
fn a_session_of_a_migration_runs_them_too() {
    for case in cases() {
        println!("case {}", case.name);
        let session = Sqlite::in_memory().expect("memory");
        session.enforce_foreign_keys(false).expect("it is a switch");
        session.run_sql(&format!("{}\n{}", case.a, case.rows)).unwrap_or_else(|error| panic!("{error}"));
        for wanted in [&case.b, &case.a] {
            let fresh = database(wanted);
            let statements = sqlite(&catalog(session.connection()), &catalog(&fresh));
            session.begin().expect("no transaction is open");
            session.enforce_foreign_keys(false).expect("it is a switch");
            for statement in &statements {
                session.execute_sql(&statement.sql).unwrap_or_else(|error| panic!("{error}\nin: {}", statement.sql));
            }
            session.commit().unwrap_or_else(|error| panic!("{error}"));
            assert_same(session.connection(), &fresh);
        }
    }
}
