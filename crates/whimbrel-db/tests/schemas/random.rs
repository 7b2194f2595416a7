//! Pairs of schemas that nobody thought of: the difference is applied in one step, and a second one is empty.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use whimbrel_testing::shared;

use crate::check;
use crate::scratch::Pool;

const TYPES: [&str; 9] =
    ["integer", "bigint", "text", "varchar(40)", "numeric(10,2)", "boolean", "timestamptz", "jsonb", "mood"];
const TABLES: [&str; 4] = ["boats", "crews", "races", "\"Odd name\""];
const MOODS: [&str; 4] = ["calm", "glad", "it's odd", "wild"];

#[derive(Debug, Clone)]
struct Column {
    data_type: usize,
    not_null: bool,
    default: bool,
    comment: bool,
}

#[derive(Debug, Clone)]
struct Table {
    columns: Vec<Option<Column>>,
    identity: bool,
    unique: Option<usize>,
    check: Option<usize>,
    index: Option<(usize, bool)>,
    references: Option<(usize, usize)>,
    policy: bool,
    trigger: bool,
    grant: bool,
    generated: bool,
}

#[derive(Debug, Clone)]
struct Schema {
    moods: Vec<bool>,
    tables: Vec<Option<Table>>,
    /// Over which table, and whether another view stands on it.
    view: Option<(usize, bool)>,
    function: Option<bool>,
    sequence: Option<u8>,
    domain: Option<u8>,
}

fn column() -> impl Strategy<Value = Column> {
    (0..TYPES.len(), any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(data_type, not_null, default, comment)| Column { data_type, not_null, default, comment })
}

fn table() -> impl Strategy<Value = Table> {
    let columns = prop::collection::vec(prop::option::of(column()), 4);
    let parts = (
        prop::option::of(0..4_usize),
        prop::option::of(0..4_usize),
        prop::option::of((0..4_usize, any::<bool>())),
        prop::option::of((0..TABLES.len(), 0..3_usize)),
    );
    (columns, parts, any::<[bool; 5]>()).prop_map(|(columns, (unique, check, index, references), flags)| Table {
        columns,
        identity: flags[0],
        unique,
        check,
        index,
        references,
        policy: flags[1],
        trigger: flags[2],
        grant: flags[3],
        generated: flags[4],
    })
}

fn schema() -> impl Strategy<Value = Schema> {
    (
        prop::collection::vec(prop::bool::weighted(0.8), MOODS.len()),
        prop::collection::vec(prop::option::weighted(0.8, table()), TABLES.len()),
        prop::option::of((0..TABLES.len(), any::<bool>())),
        prop::option::of(any::<bool>()),
        prop::option::of(0..3_u8),
        prop::option::of(0..3_u8),
    )
        .prop_map(|(moods, tables, view, function, sequence, domain)| Schema {
            moods,
            tables,
            view,
            function,
            sequence,
            domain,
        })
}

impl Schema {
    /// As SQL, in an order that works.
    fn sql(&self) -> String {
        let moods = MOODS.iter().zip(&self.moods).enumerate();
        // never empty, so that it can be a default
        let moods = moods.filter(|(at, (_, there))| *at == 0 || **there);
        let moods: Vec<_> = moods.map(|(_, (mood, _))| format!("'{}'", mood.replace('\'', "''"))).collect();
        let mut sql = format!("CREATE TYPE mood AS ENUM ({});\n", moods.join(", "));
        if let Some(most) = self.domain {
            let _ = writeln!(sql, "CREATE DOMAIN small AS integer CHECK (VALUE < {}0);", most + 1);
        }
        if let Some(step) = self.sequence {
            let _ = writeln!(sql, "CREATE SEQUENCE ticks INCREMENT BY {} MINVALUE 1;", step + 1);
        }
        if let Some(strict) = self.function {
            let strict = if strict { "STRICT" } else { "" };
            let _ = writeln!(
                sql,
                "CREATE FUNCTION twice(n integer) RETURNS integer IMMUTABLE {strict} LANGUAGE sql AS 'SELECT n * 2';"
            );
        }
        let touch = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n";
        sql.push_str(touch);
        for (name, table) in self.there() {
            table.create(name, self, &mut sql);
        }
        for (name, table) in self.there() {
            table.references(name, self, &mut sql);
        }
        if let Some((over, chain)) = self.view
            && let Some(table) = &self.tables[over]
        {
            let columns: Vec<_> = table.names().into_iter().chain(["id".to_owned()]).collect();
            let _ = writeln!(sql, "CREATE VIEW seen AS SELECT {} FROM {};", columns.join(", "), TABLES[over]);
            if chain {
                sql.push_str("CREATE VIEW seen_again AS SELECT * FROM seen WHERE id > 1;\n");
            }
        }
        sql
    }

    fn there(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        TABLES.iter().zip(&self.tables).filter_map(|(name, table)| Some((*name, table.as_ref()?)))
    }
}

impl Table {
    fn names(&self) -> Vec<String> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, column)| column.is_some()).map(|(at, _)| format!("c{at}")).collect()
    }

    fn column(&self, at: usize) -> Option<&Column> {
        self.columns.get(at)?.as_ref()
    }

    fn create(&self, name: &str, schema: &Schema, sql: &mut String) {
        let bare = name.trim_matches('"').replace(' ', "_");
        let identity = if self.identity { " GENERATED BY DEFAULT AS IDENTITY" } else { "" };
        let mut lines = vec![format!("id bigint{identity} PRIMARY KEY")];
        for (at, column) in self.columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let not_null = if column.not_null { " NOT NULL" } else { "" };
            let default = if column.default { column.default() } else { "" };
            lines.push(format!("c{at} {}{not_null}{default}", TYPES[column.data_type]));
        }
        for at in 0..3 {
            lines.push(format!("r{at} bigint"));
        }
        if self.generated {
            lines.push(match schema.function {
                Some(_) => "g integer GENERATED ALWAYS AS (twice(id::integer)) STORED".to_owned(),
                None => "g integer GENERATED ALWAYS AS (id::integer + 1) STORED".to_owned(),
            });
        }
        if let Some(at) = self.unique.filter(|at| self.column(*at).is_some_and(|c| TYPES[c.data_type] != "jsonb")) {
            lines.push(format!("CONSTRAINT {bare}_unique UNIQUE (c{at})"));
        }
        if let Some(at) = self.check.filter(|at| self.column(*at).is_some()) {
            lines.push(format!("CONSTRAINT {bare}_check CHECK (c{at} IS NOT NULL OR id > {at})"));
        }
        if let (Some(_), true) = (schema.domain, self.trigger) {
            lines.push("s small".to_owned());
        }
        let _ = writeln!(sql, "CREATE TABLE {name} (\n  {}\n);", lines.join(",\n  "));
        for (at, _) in self.columns.iter().enumerate().filter(|(_, c)| c.as_ref().is_some_and(|c| c.comment)) {
            let _ = writeln!(sql, "COMMENT ON COLUMN {name}.c{at} IS 'column {at} of {bare}';");
        }
        if let Some((at, partial)) = self.index.filter(|(at, _)| self.column(*at).is_some()) {
            let partial = if partial { " WHERE id > 0" } else { "" };
            let _ = writeln!(sql, "CREATE INDEX {bare}_i ON {name} (c{at}, id DESC){partial};");
        }
        if self.policy {
            let _ = writeln!(sql, "ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;");
            let _ = writeln!(sql, "CREATE POLICY mine ON {name} FOR SELECT TO role_a USING (id > 0);");
        }
        if self.trigger {
            let _ =
                writeln!(sql, "CREATE TRIGGER touched BEFORE UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION touch();");
        }
        if self.grant {
            let _ = writeln!(sql, "GRANT SELECT, INSERT ON {name} TO role_b;");
        }
    }

    fn references(&self, name: &str, schema: &Schema, sql: &mut String) {
        let Some((to, action)) = self.references.filter(|(to, _)| schema.tables[*to].is_some()) else { return };
        let action = ["", " ON DELETE CASCADE", " ON DELETE SET NULL"][action];
        let _ = writeln!(
            sql,
            "ALTER TABLE {name} ADD CONSTRAINT to_other FOREIGN KEY (r{}) REFERENCES {} (id){action};",
            to % 3,
            TABLES[to]
        );
    }
}

impl Column {
    fn default(&self) -> &'static str {
        match TYPES[self.data_type] {
            "integer" | "bigint" | "numeric(10,2)" => " DEFAULT 7",
            "text" | "varchar(40)" => " DEFAULT 'it''s'",
            "boolean" => " DEFAULT true",
            "timestamptz" => " DEFAULT now()",
            "jsonb" => " DEFAULT '{}'",
            _ => " DEFAULT 'calm'",
        }
    }
}

/// A failure is shrunk to a small pair.
fn converge(version: u32, cases: u32) {
    let server = shared(version);
    check::create_roles(&server);
    let pool = Pool::new(&server);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let config = Config { cases, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&(schema(), schema()), |(a, b)| {
        let (a, b) = (a.sql(), b.sql());
        let converged = runtime.block_on(check::converges(&pool, &a, &b));
        converged.map_err(|failure| TestCaseError::fail(format!("{failure}\n-- A\n{a}\n-- B\n{b}")))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn any_pair_converges_in_one_step_on_15() {
    converge(15, 40);
}

#[test]
fn any_pair_converges_in_one_step_on_18() {
    converge(18, 20);
}
