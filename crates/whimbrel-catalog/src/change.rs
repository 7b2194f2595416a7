//! One difference between two catalogs.

use std::fmt;

use crate::name::{Name, ident, quoted};

/// What kind of object it is. In the order in which a schema is best written and read: what others are made of first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum ObjectKind {
    Schema,
    Extension,
    Language,
    AccessMethod,
    Collation,
    Enum,
    CompositeType,
    RangeType,
    Domain,
    Sequence,
    Function,
    Procedure,
    Aggregate,
    Operator,
    OperatorFamily,
    OperatorClass,
    Cast,
    Transform,
    Conversion,
    TextSearchParser,
    TextSearchTemplate,
    TextSearchDictionary,
    TextSearchConfiguration,
    ForeignDataWrapper,
    Server,
    UserMapping,
    Table,
    ForeignTable,
    Column,
    /// Of a column: never a change of its own, but something that others depend on and that has to be ordered.
    Default,
    PrimaryKey,
    Unique,
    Check,
    Exclusion,
    ForeignKey,
    View,
    MaterializedView,
    Index,
    Statistics,
    Rule,
    Trigger,
    Policy,
    EventTrigger,
    Publication,
    DefaultPrivileges,
}

impl ObjectKind {
    /// In lowercase words: `materialized view`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Extension => "extension",
            Self::Language => "language",
            Self::AccessMethod => "access method",
            Self::Collation => "collation",
            Self::Enum => "enum",
            Self::CompositeType => "composite type",
            Self::RangeType => "range type",
            Self::Domain => "domain",
            Self::Sequence => "sequence",
            Self::Function => "function",
            Self::Procedure => "procedure",
            Self::Aggregate => "aggregate",
            Self::Operator => "operator",
            Self::OperatorFamily => "operator family",
            Self::OperatorClass => "operator class",
            Self::Cast => "cast",
            Self::Transform => "transform",
            Self::Conversion => "conversion",
            Self::TextSearchParser => "text search parser",
            Self::TextSearchTemplate => "text search template",
            Self::TextSearchDictionary => "text search dictionary",
            Self::TextSearchConfiguration => "text search configuration",
            Self::ForeignDataWrapper => "foreign-data wrapper",
            Self::Server => "server",
            Self::UserMapping => "user mapping",
            Self::Table => "table",
            Self::ForeignTable => "foreign table",
            Self::Column => "column",
            Self::Default => "default",
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::Check => "check constraint",
            Self::Exclusion => "exclusion constraint",
            Self::ForeignKey => "foreign key",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Index => "index",
            Self::Statistics => "statistics",
            Self::Rule => "rule",
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::EventTrigger => "event trigger",
            Self::Publication => "publication",
            Self::DefaultPrivileges => "default privileges",
        }
    }

    /// True where the name is more than an identifier, and is kept as SQL writes it: `area(integer)`,
    /// `=== (integer, integer)`, `ops USING btree`, `(text AS public.mood)`, `FOR app SERVER other`.
    pub fn is_spelled(self) -> bool {
        matches!(
            self,
            Self::Function
                | Self::Procedure
                | Self::Aggregate
                | Self::Operator
                | Self::OperatorFamily
                | Self::OperatorClass
                | Self::Cast
                | Self::Transform
                | Self::UserMapping
                | Self::DefaultPrivileges
        )
    }

    /// As `DROP`, `ALTER` and `COMMENT ON` call it: `MATERIALIZED VIEW`. Constraints are called so by `COMMENT ON`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Schema => "SCHEMA",
            Self::Extension => "EXTENSION",
            Self::Language => "LANGUAGE",
            Self::AccessMethod => "ACCESS METHOD",
            Self::Collation => "COLLATION",
            Self::Enum | Self::CompositeType | Self::RangeType => "TYPE",
            Self::Domain => "DOMAIN",
            Self::Sequence => "SEQUENCE",
            Self::Function => "FUNCTION",
            Self::Procedure => "PROCEDURE",
            Self::Aggregate => "AGGREGATE",
            Self::Operator => "OPERATOR",
            Self::OperatorFamily => "OPERATOR FAMILY",
            Self::OperatorClass => "OPERATOR CLASS",
            Self::Cast => "CAST",
            Self::Transform => "TRANSFORM",
            Self::Conversion => "CONVERSION",
            Self::TextSearchParser => "TEXT SEARCH PARSER",
            Self::TextSearchTemplate => "TEXT SEARCH TEMPLATE",
            Self::TextSearchDictionary => "TEXT SEARCH DICTIONARY",
            Self::TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
            Self::ForeignDataWrapper => "FOREIGN DATA WRAPPER",
            Self::Server => "SERVER",
            Self::UserMapping => "USER MAPPING",
            Self::Table => "TABLE",
            Self::ForeignTable => "FOREIGN TABLE",
            Self::Column => "COLUMN",
            Self::Default => "DEFAULT",
            Self::PrimaryKey | Self::Unique | Self::Check | Self::Exclusion | Self::ForeignKey => "CONSTRAINT",
            Self::View => "VIEW",
            Self::MaterializedView => "MATERIALIZED VIEW",
            Self::Index => "INDEX",
            Self::Statistics => "STATISTICS",
            Self::Rule => "RULE",
            Self::Trigger => "TRIGGER",
            Self::Policy => "POLICY",
            Self::EventTrigger => "EVENT TRIGGER",
            Self::Publication => "PUBLICATION",
            Self::DefaultPrivileges => "DEFAULT PRIVILEGES",
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
    /// Its own name; where [`ObjectKind::is_spelled`] as SQL writes it.
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
            (None, ObjectKind::Table | ObjectKind::ForeignTable | ObjectKind::View | ObjectKind::MaterializedView) => {
                &self.name
            }
            _ => return None,
        };
        Some(Name { schema: self.schema.clone(), name: name.clone() })
    }

    /// As SQL names it: `app.chats`, `app.chats.user_id` for a column, `chats_check ON app.chats` for a constraint,
    /// trigger, rule or policy, `app.area(integer, integer)`.
    pub fn sql(&self) -> String {
        let name = if self.kind.is_spelled() { self.name.clone() } else { ident(&self.name).into_owned() };
        let schema = self.schema.as_ref().map(|s| format!("{}.", ident(s))).unwrap_or_default();
        match &self.on {
            None => format!("{schema}{name}"),
            Some(on) => {
                let on = format!("{schema}{}", ident(on));
                match self.kind {
                    ObjectKind::Column | ObjectKind::Default => format!("{on}.{name}"),
                    ObjectKind::Index => format!("{schema}{name}"),
                    _ => format!("{name} ON {on}"),
                }
            }
        }
    }

    /// The table or view that it belongs to, as SQL names it; empty where it belongs to none.
    pub fn on_sql(&self) -> String {
        let schema = self.schema.as_ref().map(|s| format!("{}.", ident(s))).unwrap_or_default();
        self.on.as_ref().map(|on| format!("{schema}{}", ident(on))).unwrap_or_default()
    }

    /// As a reader knows it: `chats`, `app.chats`, `chats.user_id` for a column or its default, the bare name of an index
    /// or constraint. The schema `public` is not written.
    pub fn short(&self) -> String {
        let mut out = String::new();
        if let Some(schema) = self.schema.as_deref().filter(|s| *s != "public") {
            out.push_str(&quoted(schema));
            out.push('.');
        }
        if let (ObjectKind::Column | ObjectKind::Default, Some(on)) = (self.kind, &self.on) {
            out.push_str(&quoted(on));
            out.push('.');
        }
        match self.kind {
            kind if kind.is_spelled() => out.push_str(&self.name),
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
