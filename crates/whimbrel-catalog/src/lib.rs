//! The schema of a database as a value, and the differences between two of them. Pure.
//!
//! [`Catalog`] holds the objects by name; `object` has one file per kind. [`Catalog::changes`] compares two, and
//! [`summary`] groups the changes by table for whoever tells of them.

mod attribute;
mod catalog;
mod change;
mod dependency;
mod describe;
mod diff;
mod expression;
pub mod generate;
mod keywords;
mod line;
mod name;
pub mod normal;
mod object;
pub mod rename;
pub mod sample;
pub mod shape;
mod sql;
pub mod summary;
pub mod trace;
mod uncompared;

pub use attribute::{ALL, Attributes, Grantee, Part, Privilege};
pub use catalog::{Catalog, RelationMut, Seen};
pub use change::{Action, Change, Fact, ObjectId, ObjectKind};
pub use dependency::Dependencies;
pub use expression::closing;
pub use name::{Name, ident, literal, quoted, without_schema};
pub use object::{
    AccessMethod, Argument, ArgumentMode, Attachment, Attribute, Cast, CastContext, CastMethod, Check, Collation,
    Column, ColumnSettings, CompositeType, ConstraintTrigger, Conversion, DefaultPrivileges, Domain, DomainCheck, Enum,
    EventTrigger, Exclusion, Extension, Firing, Foreign, ForeignDataWrapper, ForeignKey, ForeignOption, ForeignOptions,
    Function, Generated, Identity, Index, Key, KeyAction, Language, MaterializedView, Nature, NotNull,
    NotNullConstraint, Object, ObjectClass, Operator, OperatorClass, OperatorFamily, OperatorMember, Partition, Policy,
    Publication, PublishedTable, RangeType, ReplicaIdentity, Routine, Rule, Schema, Secret, Sequence, SequenceOptions,
    Server, SqliteTable, Statistics, Table, TextSearchConfiguration, TextSearchDictionary, TextSearchParser,
    TextSearchTemplate, Transform, Trigger, TriggerAction, UserMapping, View, ViewColumn, automatic_name,
    dictionary_options,
};
pub use shape::{Difference, Shape};
pub use sql::{Alter, Context, Hazard, HazardKind, Step};
pub use trace::{Lock, LockMode, LocksKnown, RowsWritten, Trace};
pub use uncompared::{Origin, Uncompared};
