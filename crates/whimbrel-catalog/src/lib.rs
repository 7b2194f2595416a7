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
pub mod generate;
mod keywords;
mod line;
mod name;
mod object;
pub mod rename;
pub mod shape;
mod sql;
pub mod summary;

pub use attribute::{ALL, Attributes, Grantee, Part, Privilege};
pub use catalog::{Catalog, RelationMut, Seen};
pub use change::{Action, Change, Fact, ObjectId, ObjectKind};
pub use dependency::Dependencies;
pub use name::{Name, ident, literal, quoted, without_schema};
pub use object::{
    Check, Column, CompositeType, DefaultPrivileges, Domain, Enum, EventTrigger, Exclusion, Extension, Firing,
    ForeignKey, Function, Generated, Identity, Index, Key, KeyAction, MaterializedView, NotNull, Object, ObjectClass,
    Partition, Policy, RangeType, Routine, Rule, Schema, Sequence, SequenceOptions, SqliteTable, Table, Trigger, View,
    ViewColumn,
};
pub use shape::{Difference, Shape};
pub use sql::{Alter, Context, Hazard, HazardKind, Step};
