//! Random pairs of schemas: the difference leads from one to the other in one step, and a dump makes the same again.

use std::fmt::Write as _;

use proptest::prelude::*;
use rusqlite::Connection;
use whimbrel_catalog::Catalog;
use whimbrel_catalog::generate::{sqlite, text};

use super::corpus::{assert_same, catalog, database, run};

#[derive(Debug, Clone)]
struct Column {
    name: usize,
    data_type: usize,
    not_null: u8,
    default: u8,
    collate: bool,
    generated: u8,
    unique: u8,
    check: u8,
    references: u8,
}

#[derive(Debug, Clone)]
struct Table {
    columns: Vec<Column>,
    strict: bool,
    without_rowid: bool,
    primary: u8,
    apart: bool,
    check: u8,
    unique: u8,
    index: u8,
    trigger: u8,
}

#[derive(Debug, Clone)]
struct Schema {
    tables: [Option<Table>; 3],
    views: [u8; 3],
}

const NAMES: [&str; 6] = ["id", "Name", "\"odd one\"", "\"order\"", "size", "key"];
const TABLES: [&str; 3] = ["one", "\"Two\"", "three"];

fn column() -> impl Strategy<Value = Column> {
    let flags = (0..4u8, 0..8u8, any::<bool>(), 0..8u8, 0..6u8, 0..8u8, 0..6u8);
    (0..NAMES.len(), 0..6usize, flags).prop_map(
        |(name, data_type, (not_null, default, collate, generated, unique, check, references))| Column {
            name,
            data_type,
            not_null,
            default,
            collate,
            generated,
            unique,
            check,
            references,
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let flags = (any::<bool>(), any::<bool>(), 0..6u8, any::<bool>(), 0..5u8, 0..5u8, 0..6u8, 0..5u8);
    (prop::collection::vec(column(), 1..5), flags).prop_map(
        |(mut columns, (strict, without_rowid, primary, apart, check, unique, index, trigger))| {
            let mut seen = Vec::new();
            columns.retain(|column| {
                let first = !seen.contains(&column.name);
                seen.push(column.name);
                first
            });
            columns[0].generated = 0;
            let without_rowid = without_rowid && primary > 0;
            Table { columns, strict, without_rowid, primary, apart, check, unique, index, trigger }
        },
    )
}

fn schema() -> impl Strategy<Value = Schema> {
    let tables = prop::array::uniform3(prop::option::weighted(0.8, table()));
    (tables, prop::array::uniform3(0..5u8)).prop_map(|(tables, views)| Schema { tables, views })
}

impl Schema {
    fn sql(&self) -> String {
        let mut sql = String::new();
        for (i, table) in self.tables.iter().enumerate() {
            if let Some(table) = table {
                table.write(i, &mut sql);
            }
        }
        for (i, kind) in self.views.iter().enumerate() {
            let from = TABLES[i];
            let first = self.tables[i].as_ref().map_or("id", |table| NAMES[table.columns[0].name]);
            let _ = match kind {
                0 | 1 => Ok(()),
                2 => writeln!(sql, "CREATE VIEW v{i} AS SELECT * FROM {from};"),
                3 => writeln!(sql, "CREATE VIEW v{i} (a, b) AS SELECT {first}, count(*)+1 FROM {from} GROUP BY 1;"),
                _ if i > 0 => writeln!(sql, "CREATE VIEW v{i} AS select * from v{};", i - 1),
                _ => writeln!(sql, "CREATE VIEW v{i} AS SELECT max( {first} ), {first} || 'x' FROM {from};"),
            };
        }
        sql
    }
}

impl Table {
    fn write(&self, number: usize, sql: &mut String) {
        let name = TABLES[number];
        let rowid_key = self.primary == 1 || self.primary == 2;
        let first = NAMES[self.columns[0].name];
        let last = NAMES[self.columns[self.columns.len() - 1].name];
        let mut items: Vec<String> = Vec::new();
        for (i, column) in self.columns.iter().enumerate() {
            items.push(self.column(column, i == 0 && rowid_key && !self.apart));
        }
        let plain = self.columns.iter().rev().find(|column| column.generated < 6).map_or(first, |c| NAMES[c.name]);
        match self.primary {
            1 | 2 if self.apart => items.push(format!("PRIMARY KEY ({first})")),
            3 => items.push(format!("CONSTRAINT pk{number} PRIMARY KEY ({first} DESC)")),
            4 if plain != first => items.push(format!("PRIMARY KEY ({plain} COLLATE nocase, {first})")),
            4 | 5 => items.push(format!("primary key ({first}) ON CONFLICT REPLACE")),
            _ => {}
        }
        match self.unique {
            1 => items.push(format!("UNIQUE ({first}, {last})")),
            2 => items.push(format!("CONSTRAINT \"U q\" UNIQUE ({last} DESC) on conflict ignore")),
            _ => {}
        }
        match self.check {
            1 => items.push(format!("CHECK ({first}<>{last} or  {first} is null)")),
            2 => items.push(format!("CONSTRAINT Named CHECK (({first} > -1))")),
            3 => items.push(format!("CHECK ({first} <> 'x') CHECK ({first} <> 'y')")),
            _ => {}
        }
        let flags = match (self.strict, self.without_rowid) {
            (false, false) => "",
            (true, false) => " STRICT",
            (false, true) => " without rowid",
            (true, true) => " WITHOUT ROWID, STRICT",
        };
        let _ = writeln!(sql, "CREATE TABLE {name} ({}){flags};", items.join(", "));
        let _ = match self.index {
            1 => writeln!(sql, "CREATE INDEX i{number} ON {name} ({last} desc, {first});"),
            2 => writeln!(sql, "CREATE UNIQUE INDEX \"I {number}\" ON {name} ({first}) WHERE {last} NOT NULL;"),
            3 => writeln!(sql, "CREATE INDEX i{number} ON {name} (lower({first}), {last} collate rtrim);"),
            _ => Ok(()),
        };
        let _ = match self.trigger {
            1 => writeln!(
                sql,
                "CREATE TRIGGER t{number} AFTER INSERT ON {name} BEGIN UPDATE {name} SET {plain}=1 WHERE {first}=NEW.{first}; END;"
            ),
            2 => writeln!(
                sql,
                "CREATE TRIGGER t{number} BEFORE DELETE ON {name} WHEN old.{first} > 1 BEGIN DELETE FROM one WHERE 0; END;"
            ),
            _ => Ok(()),
        };
    }

    fn column(&self, column: &Column, key: bool) -> String {
        const STRICT: [&str; 6] = ["INTEGER", "TEXT", "REAL", "INT", "ANY", "BLOB"];
        const LOOSE: [&str; 6] = ["INTEGER", "text", "", "varchar (10)", "NUMERIC", "blob"];
        let name = NAMES[column.name];
        let types = if self.strict { STRICT } else { LOOSE };
        let mut text = format!("{name} {}", if key { "integer" } else { types[column.data_type] });
        if key {
            let auto = self.primary == 2 && !self.without_rowid;
            text.push_str(if auto { " PRIMARY KEY AUTOINCREMENT" } else { " PRIMARY KEY" });
        }
        let generated = column.generated >= 6;
        text.push_str(match (column.not_null, generated) {
            (1, _) => " NOT NULL",
            (2, false) => " constraint nn NOT NULL ON CONFLICT FAIL",
            _ => "",
        });
        if !generated {
            text.push_str(match column.default {
                1 => " DEFAULT 1",
                2 => " DEFAULT ( 1+1 )",
                3 => " DEFAULT NULL",
                4 if !self.strict => " default Bare",
                5 => " DEFAULT +7",
                6 if !self.strict => " DEFAULT CURRENT_TIMESTAMP",
                _ => "",
            });
        }
        if column.collate {
            text.push_str(" COLLATE nocase");
        }
        if generated {
            let of = NAMES[self.columns[0].name];
            let kind = if column.generated == 6 { "STORED" } else { "" };
            let _ = write!(text, " AS ( {of}||'x' ) {kind}");
        }
        text.push_str(match column.unique {
            1 => " UNIQUE",
            2 => " CONSTRAINT uq UNIQUE ON CONFLICT FAIL",
            _ => "",
        });
        let _ = match column.check {
            1 => write!(text, " CHECK ({name} > 0)"),
            2 => write!(text, " CONSTRAINT ck CHECK (length( {name} )<9)"),
            3 => write!(text, " CHECK ({name} IN (1,2)) CHECK ({name} IS NOT 3)"),
            _ => Ok(()),
        };
        text.push_str(match column.references {
            1 => " REFERENCES one",
            2 => " REFERENCES \"two\" (id) ON DELETE CASCADE",
            3 => " CONSTRAINT fk REFERENCES THREE (Name) DEFERRABLE INITIALLY DEFERRED",
            _ => "",
        });
        text
    }
}

/// A database of that schema, unless SQLite refuses it.
fn possible(schema: &Schema) -> Option<Connection> {
    let connection = database("");
    connection.execute_batch(&schema.sql()).is_ok().then_some(connection)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_schema_becomes_any_other(a in schema(), b in schema()) {
        let (there, wanted) = (possible(&a), possible(&b));
        prop_assume!(there.is_some() && wanted.is_some());
        let (there, wanted) = (there.expect("it is"), wanted.expect("it is"));
        let statements = sqlite(&catalog(&there), &catalog(&wanted));
        run(&there, &statements);
        assert_same(&there, &wanted);
        prop_assert_eq!(sqlite(&catalog(&there), &catalog(&wanted)), vec![]);
    }

    #[test]
    fn any_schema_is_dumped(a in schema()) {
        let first = possible(&a);
        prop_assume!(first.is_some());
        let first = first.expect("it is");
        let dump = text(&sqlite(&Catalog::default(), &catalog(&first)));
        let second = database(&dump);
        assert_same(&second, &first);
        prop_assert_eq!(text(&sqlite(&Catalog::default(), &catalog(&second))), dump);
    }
}
