//! What rules ask: what the statements say, what is known of the tables they name, and what runs together.

use std::collections::{HashMap, HashSet};

use whimbrel_catalog::{Action, Catalog, LockMode, Name, ObjectId, ObjectKind, Table, Trace, ident};
use whimbrel_source::lex::Cursor;
use whimbrel_source::{Created, ObjectName, Section, SectionKind, Statement};

use crate::config::Config;
use crate::draft::plain;
use crate::finding::Basis;
use crate::input::{Observed, Run, TableFacts, Unit};
use crate::read::{self, Act};
use crate::rule::{Needs, Rule};
use crate::transaction;
use crate::tried::Back;

/// One statement with what is known of it.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// In the migration.
    pub number: usize,
    pub statement: &'a Statement,
    pub act: Act,
    /// What a `CREATE` names.
    pub created: Option<Created>,
    pub observed: Observed<'a>,
    /// Statements of one number are one transaction; `None` for what runs outside of any.
    pub transaction: Option<usize>,
}

/// One migration with what is known of it.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub run: &'a Run<'a>,
    pub config: &'a Config,
    /// In the run.
    pub index: usize,
    pub unit: &'a Unit<'a>,
    pub lines: Vec<Line<'a>>,
    born: &'a Births,
    /// Statements that create something, by its name.
    creating: HashMap<String, Vec<usize>>,
    /// Names that tables of this migration are given by RENAME TO.
    renamed_to: HashSet<String>,
}

/// Where each table of the run was made: migration and statement. By schema, empty for `public`, and name.
pub(crate) type Births = HashMap<(String, String), Vec<(usize, usize)>>;

/// A name for comparing what statements say: `public` counts as not written.
pub(crate) fn key(name: &ObjectName) -> (String, String) {
    let schema = name.schema.as_deref().filter(|schema| *schema != "public").unwrap_or_default();
    (schema.to_owned(), name.name.clone())
}

/// True where both names may be the same object.
pub(crate) fn same(a: &ObjectName, b: &ObjectName) -> bool {
    key(a) == key(b)
}

/// As SQL writes it.
pub(crate) fn sql(name: &ObjectName) -> String {
    let schema = name.schema.as_ref().map(|schema| format!("{}.", ident(schema))).unwrap_or_default();
    format!("{schema}{}", ident(&name.name))
}

/// True where the object of a trace is the one that the statement names.
pub(crate) fn is(id: &ObjectId, name: &ObjectName) -> bool {
    let schema = name.schema.as_deref().unwrap_or("public");
    id.name == name.name && id.schema.as_deref().is_none_or(|of| of == schema)
}

/// The object's name as a statement would write it.
pub(crate) fn named(id: &ObjectId) -> ObjectName {
    ObjectName { schema: id.schema.clone().filter(|schema| schema != "public"), name: id.name.clone() }
}

/// The table of a catalog that a statement names.
pub(crate) fn table<'c>(catalog: &'c Catalog, name: &ObjectName) -> Option<&'c Table> {
    candidates(name).into_iter().find_map(|name| catalog.tables.get(&name))
}

/// The names that it may have in a catalog.
fn candidates(name: &ObjectName) -> [Name; 2] {
    let schema = name.schema.as_deref().unwrap_or("public");
    [Name::in_schema(schema, &name.name), Name::bare(&name.name)]
}

/// Reads the statements of each migration.
pub(crate) fn read<'a>(run: &'a Run<'a>) -> Vec<Vec<Line<'a>>> {
    run.migrations
        .iter()
        .map(|unit| {
            let transactions = transaction::numbers(unit, run.engine);
            let lines =
                unit.statements.iter().zip(transactions).enumerate().map(|(number, (statement, transaction))| {
                    let act = read::read(&statement.sql, run.engine);
                    let begins =
                        |word: &str| statement.sql.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
                    let created = begins("CREATE").then(|| statement.created(run.engine)).flatten();
                    let observed = unit.observed.get(number).copied().unwrap_or_default();
                    Line { number, statement, act, created, observed, transaction }
                });
            lines.collect()
        })
        .collect()
}

/// Who makes which table.
pub(crate) fn births(all: &[Vec<Line<'_>>]) -> Births {
    let mut births = Births::new();
    for (migration, lines) in all.iter().enumerate() {
        for line in lines {
            let mut born = |name: ObjectName| births.entry(key(&name)).or_default().push((migration, line.number));
            if let Some(trace) = line.observed.trace {
                let kinds = [ObjectKind::Table, ObjectKind::MaterializedView];
                let made = |change: &&whimbrel_catalog::Change| {
                    change.action == Action::Created && kinds.contains(&change.object.kind)
                };
                trace.changes.iter().filter(made).for_each(|change| born(named(&change.object)));
            } else if let Act::CreateTable(table) = &line.act {
                born(table.name.clone());
            } else if let Some(created) = line.created.as_ref().filter(|created| created.what == "MATERIALIZED VIEW") {
                born(created.name.clone());
            }
        }
    }
    births
}

impl<'a> Context<'a> {
    pub fn new(run: &'a Run<'a>, config: &'a Config, index: usize, lines: Vec<Line<'a>>, born: &'a Births) -> Self {
        let mut creating: HashMap<String, Vec<usize>> = HashMap::new();
        let mut renamed_to = HashSet::new();
        for line in &lines {
            if let Some(created) = &line.created {
                creating.entry(created.name.name.clone()).or_default().push(line.number);
            }
            if let Act::AlterTable(alter) = &line.act {
                renamed_to.extend(alter.actions.iter().filter_map(|(action, _)| match action {
                    read::Action::RenameTable(to) => Some(to.clone()),
                    _ => None,
                }));
            }
        }
        Self { run, config, index, unit: &run.migrations[index], lines, born, creating, renamed_to }
    }

    /// The section that is linted.
    pub fn section(&self) -> Option<&'a Section> {
        self.unit.migration.section(SectionKind::Up, self.run.engine)
    }

    /// Its way back.
    pub fn down_section(&self) -> Option<&'a Section> {
        self.unit.migration.section(SectionKind::Down, self.run.engine)
    }

    /// The statements of its way back; none where it cannot be split, which whoever runs it is told.
    pub fn down_statements(&self) -> Vec<Statement> {
        self.unit.migration.statements(SectionKind::Down, self.run.engine).unwrap_or_default()
    }

    /// What the way back was worth when it was tried.
    pub fn back(&self) -> Option<&'a Back> {
        self.unit.tried.as_ref()?.back.as_ref()
    }

    /// True where a rule that finds nothing has found out that there is nothing.
    pub fn knows(&self, rule: &Rule) -> bool {
        let observed = || self.unit.observed.iter().any(|observed| observed.trace.is_some());
        match rule.needs {
            Needs::Text => true,
            Needs::Trace => observed(),
            Needs::Rehearsal(tried) => self.unit.tried.as_ref().is_some_and(tried),
        }
    }

    /// True where the table is made by this run, before the statement: nobody uses it yet, and it has few rows.
    pub fn is_new(&self, line: &Line<'_>, name: &ObjectName) -> bool {
        let is_made_by_the_run = self.run.together && !self.is_renamed_to(&name.name) && self.is_absent(name);
        is_made_by_the_run
            || self.born.get(&key(name)).is_some_and(|born| {
                born.iter().any(|&(migration, number)| {
                    (migration == self.index && number < line.number) || (migration < self.index && self.run.together)
                })
            })
    }

    /// True where the target is known to have no such table. Where no schema is written it may be in any.
    fn is_absent(&self, name: &ObjectName) -> bool {
        let Some(there) = &self.run.target.there else { return false };
        match name.schema {
            Some(_) => !candidates(name).iter().any(|it| there.contains(it)),
            None => !there.iter().any(|it| it.name == name.name),
        }
    }

    /// What statements of this migration create under that name, whatever its schema.
    pub fn creating(&self, name: &str) -> impl Iterator<Item = (usize, &Created)> {
        let numbers = self.creating.get(name).into_iter().flatten();
        numbers.filter_map(|&number| Some((number, self.lines[number].created.as_ref()?)))
    }

    /// True for `ALTER something name` of what an earlier statement of this migration creates.
    pub fn alters_what_is_new(&self, line: &Line<'_>) -> bool {
        let mut cursor = Cursor::new(&line.statement.sql, self.run.engine);
        cursor.eat(&line.statement.verb());
        cursor.eat("IF EXISTS");
        let name = cursor.object_name().map(|(name, _)| name);
        name.is_some_and(|name| {
            self.creating(&name.name).any(|(number, created)| number < line.number && same(&created.name, &name))
        })
    }

    /// True where a statement of this migration gives that name to a table.
    pub fn is_renamed_to(&self, name: &str) -> bool {
        self.renamed_to.contains(name)
    }

    /// How many rows the target has in it, where that is known.
    pub fn rows(&self, name: &ObjectName) -> Option<u64> {
        self.size(name).map(|size| size.rows)
    }

    fn size(&self, name: &ObjectName) -> Option<&TableFacts> {
        candidates(name).iter().find_map(|name| self.run.target.tables.get(name))
    }

    /// True where nobody notices that the table is locked, read or written anew: it is new, or known to be small.
    pub fn is_calm(&self, line: &Line<'_>, name: &ObjectName) -> bool {
        let is_small = |size: &TableFacts| size.rows <= self.config.small_rows && size.bytes <= SMALL_BYTES;
        self.is_new(line, name) || self.size(name).is_some_and(is_small)
    }

    /// ` (4000000 rows)`, where that is known.
    pub fn rows_words(&self, name: &ObjectName) -> String {
        self.rows(name).map(|rows| format!(" ({rows} rows)")).unwrap_or_default()
    }
}

/// Few rows may be large: a table of more bytes than this is not small, whatever is in it.
const SMALL_BYTES: u64 = 256 * 1024 * 1024;

impl<'a> Line<'a> {
    /// The table as it was before the statement.
    pub fn table_before(&self, name: &ObjectName) -> Option<&'a Table> {
        table(self.observed.before?, name)
    }

    /// Whether the statement wrote the table's rows anew, or a partition's; `None` where nobody tried.
    pub fn rewrote(&self, name: &ObjectName) -> Option<bool> {
        self.observed.trace.map(|trace| trace.rewritten.iter().any(|id| self.is_part(id, name)))
    }

    /// Whether the statement read the table from end to end, or wrote it anew; `None` where nobody tried.
    pub fn scanned(&self, name: &ObjectName) -> Option<bool> {
        let seen = |trace: &Trace| trace.scanned.iter().chain(&trace.rewritten).any(|id| self.is_part(id, name));
        self.observed.trace.map(seen)
    }

    /// True for the table itself, a partition of it, and one that inherits from it.
    pub fn is_part(&self, id: &ObjectId, name: &ObjectName) -> bool {
        let mut at = Some(named(id));
        while let Some(one) = at {
            if key(&one) == key(name) {
                return true;
            }
            at = self.parent(&one);
        }
        false
    }

    /// The partitioned table that a table is in the end a partition of; itself where it is none.
    pub fn root(&self, name: &ObjectName) -> ObjectName {
        let mut at = name.clone();
        while let Some(parent) = self.parent(&at) {
            at = parent;
        }
        at
    }

    /// The table that it is a partition of, or inherits from.
    fn parent(&self, name: &ObjectName) -> Option<ObjectName> {
        let table = self.table_before(name)?;
        let parent = table.partition_of.as_ref().map(|partition| &partition.parent).or(table.inherits.first())?;
        let schema = parent.schema.clone().filter(|schema| schema != "public");
        Some(ObjectName { schema, name: parent.name.clone() })
    }

    /// The lock on the table in plain words: as seen, else the one that PostgreSQL takes for such a statement.
    pub fn lock_words(&self, name: &ObjectName, usual: LockMode) -> String {
        let seen = self
            .observed
            .trace
            .and_then(|trace| trace.locks.iter().filter(|lock| is(&lock.relation, name)).map(|lock| lock.mode).max());
        plain(seen.unwrap_or(usual), &name.to_string())
    }

    /// What a finding that looks at what the statement did rests on.
    pub fn basis(&self) -> Basis {
        if self.observed.trace.is_some() { Basis::Trace } else { Basis::Text }
    }
}
