//! What is to be run: a statement as it is written, or what takes its place.

use std::sync::Arc;

use whimbrel_source::{ObjectName, Span};

/// One thing to run.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Which of the script's statements it comes from.
    pub statement: usize,
    /// What is sent. A part of the statement that is left out is blank, so that places stay what they are.
    pub sql: String,
    /// Whether `sql` is something else than what was written.
    pub changed: bool,
    /// Set for what was taken out of another statement or added to it: the part of the statement it stands for.
    pub part: Option<Span>,
    /// The items, in order, whose settings are in force where it stands; of a setting, itself the last.
    pub settings: Arc<[usize]>,
    /// It is one of those: to run it is to bring its settings in force.
    pub is_setting: bool,
    /// The rows of a COPY, in the file.
    pub rows: Option<Span>,
    /// It reads or writes rows: such statements keep their order.
    pub is_data: bool,
    /// It goes over all that is there at its time, or changes what comes after it: it keeps its place.
    pub is_sweeping: bool,
    /// A function or procedure, whose body PostgreSQL need not check.
    pub is_routine: bool,
    /// Its body is not checked when it is created, but afterwards.
    pub unchecked: bool,
    /// What it creates.
    pub makes: Vec<Thing>,
    /// What it drops.
    pub drops: Vec<ObjectName>,
    /// What it changes only where that exists: `ALTER TABLE IF EXISTS`.
    pub wants: Option<ObjectName>,
}

/// What a statement makes, or lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    pub kind: ThingKind,
    pub name: ObjectName,
}

/// As far as messages of databases tell kinds apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ThingKind {
    /// A relation, type, function, schema, role, …: no two of them are mistaken for each other often enough.
    Object,
    /// A column, by its name alone.
    Column,
    /// A primary key or another unique key, by the name of its table.
    Key,
}

impl Item {
    /// Something that has to run before a statement and is not in the script.
    pub(super) fn added(statement: usize, sql: String) -> Self {
        Self {
            statement,
            sql,
            changed: true,
            part: None,
            settings: Arc::new([]),
            is_setting: false,
            rows: None,
            is_data: false,
            is_sweeping: false,
            is_routine: false,
            unchecked: false,
            makes: Vec::new(),
            drops: Vec::new(),
            wants: None,
        }
    }
}

impl Thing {
    pub(super) fn object(name: ObjectName) -> Self {
        Self { kind: ThingKind::Object, name }
    }

    pub(super) fn column(name: String) -> Self {
        Self { kind: ThingKind::Column, name: ObjectName { schema: None, name } }
    }

    /// Whether this is what `missing` means. Which schema a name without one is in, only the database knows.
    pub(super) fn may_be(&self, missing: &Thing) -> bool {
        self.kind == missing.kind && may_be_same(&self.name, &missing.name)
    }
}

/// Whether two names may mean the same.
pub(super) fn may_be_same(a: &ObjectName, b: &ObjectName) -> bool {
    let schemas = match (&a.schema, &b.schema) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    schemas && a.name == b.name
}
