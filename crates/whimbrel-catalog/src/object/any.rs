//! One object of any kind, and where a catalog has it. A new kind is one more row in each of the two tables.

use super::{
    Check, Column, CompositeType, Domain, Enum, EventTrigger, Exclusion, Extension, ForeignKey, Function, Index, Key,
    MaterializedView, Policy, RangeType, Rule, Schema, Sequence, Table, Trigger, View,
};
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::Name;
use crate::sql::{Alter, Context, Sql, Step};

macro_rules! objects {
    ($($kind:ident),* $(,)?) => {
        /// One object of any kind.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Object<'a> {
            $($kind(&'a $kind),)*
        }

        impl Object<'_> {
            pub(crate) fn kind(&self) -> ObjectKind {
                match self { $(Self::$kind(it) => it.kind(),)* }
            }

            pub(crate) fn describe(&self) -> Description {
                match self { $(Self::$kind(it) => it.describe(),)* }
            }

            pub(crate) fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
                match self { $(Self::$kind(it) => it.create(id, cx),)* }
            }

            pub(crate) fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
                match self { $(Self::$kind(it) => it.drop(id, cx),)* }
            }

            pub(crate) fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
                match (self, new) {
                    $((Self::$kind(old), Self::$kind(new)) => old.alter(new, id, cx),)*
                    _ => Alter::Replace,
                }
            }

            pub(crate) fn needs(&self, id: &ObjectId) -> Vec<ObjectId> {
                match self { $(Self::$kind(it) => it.needs(id),)* }
            }

            pub(crate) fn is_inherited(&self) -> bool {
                match self { $(Self::$kind(it) => it.is_inherited(),)* }
            }
        }
    };
}

objects![
    Schema,
    Extension,
    Enum,
    Domain,
    CompositeType,
    RangeType,
    Sequence,
    Table,
    Column,
    Key,
    ForeignKey,
    Check,
    Exclusion,
    Index,
    View,
    MaterializedView,
    Function,
    Trigger,
    EventTrigger,
    Rule,
    Policy,
];

impl Catalog {
    /// The object of that id. A default has none: it is in its column.
    pub fn object(&self, id: &ObjectId) -> Option<Object<'_>> {
        use ObjectKind as K;
        let name = || Name { schema: id.schema.clone(), name: id.name.clone() };
        if id.on.is_some() {
            return self.part(id);
        }
        Some(match id.kind {
            K::Schema => Object::Schema(self.schemas.get(&id.name)?),
            K::Extension => Object::Extension(self.extensions.get(&id.name)?),
            K::Enum => Object::Enum(self.enums.get(&name())?),
            K::Domain => Object::Domain(self.domains.get(&name())?),
            K::CompositeType => Object::CompositeType(self.composite_types.get(&name())?),
            K::RangeType => Object::RangeType(self.range_types.get(&name())?),
            K::Sequence => Object::Sequence(self.sequences.get(&name())?),
            K::Table | K::ForeignTable => Object::Table(self.tables.get(&name())?),
            K::View => Object::View(self.views.get(&name())?),
            K::MaterializedView => Object::MaterializedView(self.materialized_views.get(&name())?),
            K::Function | K::Procedure | K::Aggregate => Object::Function(self.functions.get(&name())?),
            K::EventTrigger => Object::EventTrigger(self.event_triggers.get(&id.name)?),
            _ => return None,
        })
    }

    /// The object of that id, which belongs to a table or view.
    fn part(&self, id: &ObjectId) -> Option<Object<'_>> {
        use ObjectKind as K;
        let relation = id.relation()?;
        if let Some(table) = self.tables.get(&relation) {
            return Some(match id.kind {
                K::Column => Object::Column(table.column(&id.name)?),
                K::PrimaryKey => {
                    Object::Key(table.primary_key.as_ref().filter(|(name, _)| *name == id.name).map(|p| &p.1)?)
                }
                K::Unique => Object::Key(table.uniques.get(&id.name)?),
                K::ForeignKey => Object::ForeignKey(table.foreign_keys.get(&id.name)?),
                K::Check => Object::Check(table.checks.get(&id.name)?),
                K::Exclusion => Object::Exclusion(table.exclusions.get(&id.name)?),
                K::Index => Object::Index(table.indexes.get(&id.name)?),
                K::Trigger => Object::Trigger(table.triggers.get(&id.name)?),
                K::Rule => Object::Rule(table.rules.get(&id.name)?),
                K::Policy => Object::Policy(table.policies.get(&id.name)?),
                _ => return None,
            });
        }
        if let Some(view) = self.views.get(&relation) {
            return Some(match id.kind {
                K::Trigger => Object::Trigger(view.triggers.get(&id.name)?),
                K::Rule => Object::Rule(view.rules.get(&id.name)?),
                _ => return None,
            });
        }
        let view = self.materialized_views.get(&relation)?;
        (id.kind == K::Index).then(|| view.indexes.get(&id.name).map(Object::Index)).flatten()
    }
}
