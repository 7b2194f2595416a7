//! One difference between two catalogs.

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

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Action {
    Created,
    Altered,
    Dropped,
}

/// One property that differs, such as `type`, `default`, `definition`, `on delete`, `valid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Lowercase words.
    pub name: &'static str,
    /// Before; `None` where it was not set.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which object.
    pub object: ObjectId,
    /// What happened.
    pub action: Action,
    /// For a created or dropped object all that describes it, in a fixed order; for an altered one what differs.
    pub facts: Vec<Fact>,
}
