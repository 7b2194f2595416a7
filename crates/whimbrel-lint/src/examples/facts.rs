//! What the comments of an example say is known and was seen.

use whimbrel_catalog::{
    Action, Catalog, Change, Check, Column, ForeignKey, Grantee, Index, Key, Lock, LockMode, Name, ObjectId,
    ObjectKind, Partition, Policy, Privilege, Table, Trace,
};
use whimbrel_source::{Engine, Migration, ObjectName, Span, Statement};

use crate::data_type::canonical;
use crate::input::{Broken, Hidden, Observed, TableFacts, Target};
use crate::read::{self, Act, Action as Alter, Constraint, ConstraintKind};
use crate::tried::Tried;

use super::tried;

/// All of it, one of each a statement; empty where nothing is said.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub target: Target,
    traces: Vec<Trace>,
    /// One more than statements.
    catalogs: Vec<Catalog>,
    broken: Vec<Vec<Broken>>,
    hidden: Vec<Option<Hidden>>,
    rows: Vec<Option<u64>>,
    statements: usize,
}

impl Facts {
    pub fn read(migration: &Migration, statements: &[Statement], engine: Engine) -> Self {
        let mut facts = Self { statements: statements.len(), ..Self::default() };
        facts.broken.resize(statements.len(), Vec::new());
        facts.hidden.resize(statements.len(), None);
        facts.rows.resize(statements.len(), None);
        let mut catalog = Catalog::empty();
        let mut knows_schema = false;
        let text = &migration.file.text;
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("-- known: ")) {
            if let Some((table, size)) = line.split_once(" has ").filter(|(_, size)| size.contains(" rows")) {
                let (rows, bytes) = size.split_once(" rows").unwrap();
                let bytes = bytes.strip_prefix(" of ").and_then(|bytes| bytes.strip_suffix(" bytes")).unwrap_or("0");
                let facts_of = TableFacts { rows: rows.parse().unwrap(), bytes: bytes.parse().unwrap() };
                facts.target.tables.insert(Name::in_schema("public", table), facts_of);
            } else {
                knows_schema = true;
                apply(&mut catalog, line, engine);
            }
        }
        let mut start = 0;
        for (number, statement) in statements.iter().enumerate() {
            let above = migration.file.slice(Span { start, end: statement.span.start });
            start = statement.span.end;
            let seen = above.lines().filter_map(|line| line.trim().strip_prefix("-- seen: "));
            for line in seen.filter(|line| !tried::of_up(&mut Tried::default(), number, line)) {
                facts.seen(number, line);
            }
        }
        if knows_schema {
            facts.catalogs.push(catalog.clone());
            for statement in statements {
                apply(&mut catalog, &statement.sql, engine);
                facts.catalogs.push(catalog.clone());
            }
        }
        facts
    }

    fn seen(&mut self, number: usize, line: &str) {
        let table = |name: &str| ObjectId::new(ObjectKind::Table, &Name::in_schema("public", name));
        if let Some(rest) = line.strip_prefix("breaks ") {
            let (object, error) = rest.split_once(": ").unwrap();
            return self.broken[number].push(Broken { object: object_of(object), error: error.to_owned() });
        }
        if let Some(rows) = line.strip_prefix("estimates ").and_then(|line| line.strip_suffix(" rows")) {
            self.rows[number] = Some(rows.parse().unwrap());
            return;
        }
        if let Some(rest) = line.strip_prefix("skipped ") {
            let (object, differences) = rest.split_once(": ").unwrap();
            let differences = differences.split("; ").map(str::to_owned).collect();
            self.hidden[number] = Some(Hidden { object: object_of(object), differences });
            return;
        }
        self.traces.resize_with(self.statements, Trace::default);
        let trace = &mut self.traces[number];
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "nothing" => {}
            "rewrites" => trace.rewritten.push(table(rest)),
            "scans" => trace.scanned.push(table(rest)),
            "empties" => trace.emptied.push(table(rest)),
            "builds" => trace.built.push(object_of(rest)),
            "drops" => trace.changes.push(Change { object: object_of(rest), action: Action::Dropped, facts: vec![] }),
            "creates" => trace.changes.push(Change { object: object_of(rest), action: Action::Created, facts: vec![] }),
            "locks" => {
                let (name, mode) = rest.split_once(' ').unwrap();
                let mode = LockMode::ALL.into_iter().find(|known| known.words() == mode).unwrap();
                trace.locks.push(Lock { relation: table(name), mode });
            }
            _ => panic!("not understood: {line}"),
        }
    }

    pub fn observed(&self) -> Vec<Observed<'_>> {
        (0..self.statements)
            .map(|number| Observed {
                trace: self.traces.get(number),
                before: self.catalogs.get(number),
                after: self.catalogs.get(number + 1),
                broken: &self.broken[number],
                rows: self.rows[number],
                hidden: self.hidden[number].as_ref(),
            })
            .collect()
    }
}

/// `foreign key orders_user_fkey on orders`, `view active_users`
fn object_of(words: &str) -> ObjectId {
    let (words, on) = words.split_once(" on ").map_or((words, None), |(words, on)| (words, Some(on.to_owned())));
    let kinds = [
        ObjectKind::ForeignKey,
        ObjectKind::PrimaryKey,
        ObjectKind::Unique,
        ObjectKind::MaterializedView,
        ObjectKind::View,
        ObjectKind::Function,
        ObjectKind::Table,
        ObjectKind::Trigger,
        ObjectKind::Index,
        ObjectKind::Column,
    ];
    let of = |kind: &ObjectKind| words.strip_prefix(kind.words()).map(|name| (*kind, name.trim().to_owned()));
    let (kind, name) = kinds.iter().find_map(of).unwrap();
    ObjectId { kind, schema: Some("public".to_owned()), on, name }
}

fn name_of(name: &ObjectName) -> Name {
    Name::in_schema(name.schema.as_deref().unwrap_or("public"), &name.name)
}

/// What little of SQL the examples need.
fn apply(catalog: &mut Catalog, sql: &str, engine: Engine) {
    if let Some(rest) = sql.strip_prefix("GRANT ") {
        let (privilege, rest) = rest.split_once(" ON ").unwrap();
        let (table, role) = rest.split_once(" TO ").unwrap();
        let id = ObjectId::new(ObjectKind::Table, &Name::in_schema("public", table));
        let role = Grantee::Role(role.to_owned());
        let privilege = Privilege { role, privilege: privilege.to_owned(), grantable: false, by: None };
        catalog.attributes.entry(id).or_default().granted.insert(privilege);
        return;
    }
    match read::read(sql, engine) {
        Act::CreateTable(new) => {
            let mut table = Table::default();
            for column in &new.columns {
                let mut own = Column::new(&column.name, canonical(&column.data_type));
                own.not_null = column.not_null;
                table.columns.push(own);
            }
            if new.partition {
                let (_, parent) = sql.split_once(" OF ").unwrap();
                let parent = Name::in_schema("public", parent.split(' ').next().unwrap());
                table.partition_of = Some(Partition { parent, bound: String::new() });
            }
            new.all_constraints().for_each(|constraint| add(&mut table, &new.name.name, constraint));
            catalog.tables.insert(name_of(&new.name), table);
        }
        Act::CreateIndex(index) => {
            let Some(table) = catalog.tables.get_mut(&name_of(&index.table)) else { return };
            let name = index.name.map_or("an_index".to_owned(), |name| name.name);
            let mut new = Index::new(index.unique, index.method, index.keys.join(", "));
            new.predicate = index.predicate;
            table.indexes.insert(name, new);
        }
        Act::CreatePolicy { table } => {
            let Some(table) = catalog.tables.get_mut(&name_of(&table)) else { return };
            let policy =
                Policy { command: "ALL".to_owned(), permissive: true, roles: Vec::new(), using: None, check: None };
            table.policies.insert("own".to_owned(), policy);
        }
        Act::Drop(drop) if drop.what == "TABLE" => {
            for name in drop.names.iter().map(name_of) {
                catalog.tables.remove(&name);
                catalog.attributes.retain(|id, _| id.relation().as_ref() != Some(&name));
            }
        }
        Act::AlterTable(alter) => {
            let Some(table) = catalog.tables.get_mut(&name_of(&alter.table)) else { return };
            for (action, _) in &alter.actions {
                match action {
                    Alter::AddConstraint(constraint) => add(table, &alter.table.name, constraint),
                    Alter::AddColumn(column) => {
                        table.columns.push(Column::new(&column.name, canonical(&column.data_type)));
                    }
                    Alter::EnableRowSecurity => table.row_security = true,
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn add(table: &mut Table, of: &str, constraint: &Constraint) {
    let name = constraint.name.clone();
    match &constraint.kind {
        ConstraintKind::PrimaryKey(columns) => {
            table.primary_key = Some((name.unwrap_or_else(|| format!("{of}_pkey")), Key::new(true, columns)));
        }
        ConstraintKind::Unique(columns) => {
            let name = name.unwrap_or_else(|| format!("{of}_{}_key", columns.join("_")));
            table.uniques.insert(name, Key::new(false, columns));
        }
        ConstraintKind::Check(expression) => {
            let mut check = Check::new(expression);
            check.validated = !constraint.not_valid;
            table.checks.insert(name.unwrap_or_else(|| format!("{of}_check")), check);
        }
        ConstraintKind::ForeignKey { columns, reference } => {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let referenced: Vec<&str> = reference.columns.iter().map(String::as_str).collect();
            let key = ForeignKey::new(&columns, name_of(&reference.table), &referenced);
            table.foreign_keys.insert(name.unwrap_or_else(|| format!("{of}_fkey")), key);
        }
        _ => {}
    }
}
