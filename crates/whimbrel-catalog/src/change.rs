//! One difference between two catalogs.

use std::fmt;

use crate::name::{Name, quoted};

/// What kind of object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum ObjectKind {
    Schema,
    Extension,
    Enum,
    Domain,
    CompositeType,
    RangeType,
    Sequence,
    Table,
    Column,
    PrimaryKey,
    Unique,
    ForeignKey,
    Check,
    Exclusion,
    Index,
    View,
    MaterializedView,
    Function,
    Procedure,
    Aggregate,
    Trigger,
    EventTrigger,
    Rule,
    Policy,
}

impl ObjectKind {
    /// In lowercase words: `materialized view`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Extension => "extension",
            Self::Enum => "enum",
            Self::Domain => "domain",
            Self::CompositeType => "composite type",
            Self::RangeType => "range type",
            Self::Sequence => "sequence",
            Self::Table => "table",
            Self::Column => "column",
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::ForeignKey => "foreign key",
            Self::Check => "check constraint",
            Self::Exclusion => "exclusion constraint",
            Self::Index => "index",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Function => "function",
            Self::Procedure => "procedure",
            Self::Aggregate => "aggregate",
            Self::Trigger => "trigger",
            Self::EventTrigger => "event trigger",
            Self::Rule => "rule",
            Self::Policy => "policy",
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Names one object. Ordered by kind, then schema, table and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// Its kind.
    pub kind: ObjectKind,
    /// `None` in SQLite and for objects outside schemas.
    pub schema: Option<String>,
    /// The table or view it belongs to: columns, constraints, indexes, triggers, rules, policies.
    pub on: Option<String>,
    /// Its own name; functions with their argument types.
    pub name: String,
}

impl ObjectId {
    /// An object that belongs to no table.
    pub fn new(kind: ObjectKind, name: &Name) -> Self {
        Self { kind, schema: name.schema.clone(), on: None, name: name.name.clone() }
    }

    /// An object outside schemas.
    pub fn global(kind: ObjectKind, name: &str) -> Self {
        Self { kind, schema: None, on: None, name: name.to_owned() }
    }

    /// An object that belongs to a table or view.
    pub fn part(kind: ObjectKind, relation: &Name, name: &str) -> Self {
        Self { kind, schema: relation.schema.clone(), on: Some(relation.name.clone()), name: name.to_owned() }
    }

    /// The table or view it belongs to, or itself where it is one.
    pub fn relation(&self) -> Option<Name> {
        let name = match (&self.on, self.kind) {
            (Some(on), _) => on,
            (None, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView) => &self.name,
            _ => return None,
        };
        Some(Name { schema: self.schema.clone(), name: name.clone() })
    }

    /// As a reader knows it: `chats`, `app.chats`, `chats.user_id` for a column, the bare name of an index or
    /// constraint. The schema `public` is not written.
    pub fn short(&self) -> String {
        let mut out = String::new();
        if let Some(schema) = self.schema.as_deref().filter(|s| *s != "public") {
            out.push_str(&quoted(schema));
            out.push('.');
        }
        if let (ObjectKind::Column, Some(on)) = (self.kind, &self.on) {
            out.push_str(&quoted(on));
            out.push('.');
        }
        match self.kind {
            // the arguments are part of the name
            ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => out.push_str(&self.name),
            _ => out.push_str(&quoted(&self.name)),
        }
        out
    }
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Action {
    Created,
    Altered,
    Dropped,
}

/// One property that differs, such as `type`, `default`, `definition`, `on delete`, `valid`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fact {
    /// Lowercase words.
    pub name: &'static str,
    /// Before; `None` where it was not set.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// Which object.
    pub object: ObjectId,
    /// What happened.
    pub action: Action,
    /// For a created or dropped object all that describes it, in a fixed order; for an altered one what differs.
    pub facts: Vec<Fact>,
}

impl Change {
    /// The fact of that name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|f| f.name == name)
    }

    /// What the fact of that name says after the change.
    pub fn new_value(&self, name: &str) -> Option<&str> {
        self.fact(name)?.new.as_deref()
    }

    /// What the fact of that name said before the change.
    pub fn old_value(&self, name: &str) -> Option<&str> {
        self.fact(name)?.old.as_deref()
    }
}
