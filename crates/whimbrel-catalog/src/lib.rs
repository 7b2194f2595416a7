//! The schema of a database as a value, and the differences between two of them. Pure.
//!
//! [`Catalog`] holds the objects by name; `object` has one file per kind. [`Catalog::changes`] compares two, and
//! [`summary`] groups the changes by table for whoever tells of them.

mod catalog;
mod change;
mod describe;
mod diff;
mod line;
mod name;
mod object;
pub mod shape;
pub mod summary;

pub use catalog::{Catalog, RelationMut};
pub use change::{Action, Change, Fact, ObjectId, ObjectKind};
pub use name::{Name, quoted, without_schema};
pub use object::{
    Check, Column, CompositeType, Domain, Enum, EventTrigger, Exclusion, Extension, Firing, ForeignKey, Function,
    Generated, Identity, Index, Key, KeyAction, MaterializedView, Partition, Policy, RangeType, Routine, Rule, Schema,
    Sequence, SequenceOptions, Table, Trigger, View, ViewColumn,
};
pub use shape::{Difference, Shape};
