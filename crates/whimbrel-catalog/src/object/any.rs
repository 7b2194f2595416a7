//! One object of any kind, and where a catalog has it. A new kind is one more row in each of the two tables.

use super::mentions::has_row_of;
use super::{
    AccessMethod, Cast, Check, Collation, Column, CompositeType, Conversion, DefaultPrivileges, Domain, Enum,
    EventTrigger, Exclusion, Extension, ForeignDataWrapper, ForeignKey, Function, Index, Key, Language,
    MaterializedView, Operator, OperatorClass, OperatorFamily, Policy, Publication, RangeType, Rule, Schema, Sequence,
    Server, Statistics, Table, TextSearchConfiguration, TextSearchDictionary, TextSearchParser, TextSearchTemplate,
    Transform, Trigger, UserMapping, View,
};
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::{Name, Named};
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

            pub(crate) fn goes_with(&self) -> Option<ObjectId> {
                match self { $(Self::$kind(it) => it.goes_with(),)* }
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
    Statistics,
    Rule,
    Policy,
    DefaultPrivileges,
    Language,
    AccessMethod,
    Collation,
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
    Publication,
];

/// The objects that belong to no table: kind, field and how its keys are made: `global` by a text, `named` by a name.
macro_rules! wholes {
    ($($variant:ident: $kinds:pat => $key:ident $field:ident,)*) => {
        impl Catalog {
            fn whole(&self, id: &ObjectId) -> Option<Object<'_>> {
                use ObjectKind as K;
                match id.kind {
                    $($kinds => self.$field.get(wholes!(@$key id)).map(Object::$variant),)*
                    _ => None,
                }
            }

            fn each_whole<'a>(&'a self, each: &mut dyn FnMut(ObjectId, Object<'a>)) {
                $(for (key, it) in &self.$field {
                    each(wholes!(@id $key it.kind(), key), Object::$variant(it));
                })*
            }
        }
    };
    (@global $id:ident) => { $id.name.as_str() };
    (@named $id:ident) => { &($id.schema.as_deref(), $id.name.as_str()) as &dyn Named };
    (@id global $kind:expr, $key:ident) => { ObjectId::global($kind, $key) };
    (@id named $kind:expr, $key:ident) => { ObjectId::new($kind, $key) };
}

wholes! {
    Schema: K::Schema => global schemas,
    Extension: K::Extension => global extensions,
    Enum: K::Enum => named enums,
    Domain: K::Domain => named domains,
    CompositeType: K::CompositeType => named composite_types,
    RangeType: K::RangeType => named range_types,
    Sequence: K::Sequence => named sequences,
    Table: K::Table | K::ForeignTable => named tables,
    View: K::View => named views,
    MaterializedView: K::MaterializedView => named materialized_views,
    Function: K::Function | K::Procedure | K::Aggregate => named functions,
    EventTrigger: K::EventTrigger => global event_triggers,
    Statistics: K::Statistics => named statistics,
    DefaultPrivileges: K::DefaultPrivileges => global default_privileges,
    Language: K::Language => global languages,
    AccessMethod: K::AccessMethod => global access_methods,
    Collation: K::Collation => named collations,
    Operator: K::Operator => named operators,
    OperatorFamily: K::OperatorFamily => named operator_families,
    OperatorClass: K::OperatorClass => named operator_classes,
    Cast: K::Cast => global casts,
    Transform: K::Transform => global transforms,
    Conversion: K::Conversion => named conversions,
    TextSearchParser: K::TextSearchParser => named text_search_parsers,
    TextSearchTemplate: K::TextSearchTemplate => named text_search_templates,
    TextSearchDictionary: K::TextSearchDictionary => named text_search_dictionaries,
    TextSearchConfiguration: K::TextSearchConfiguration => named text_search_configurations,
    ForeignDataWrapper: K::ForeignDataWrapper => global foreign_data_wrappers,
    Server: K::Server => global servers,
    UserMapping: K::UserMapping => global user_mappings,
    Publication: K::Publication => global publications,
}

impl Catalog {
    /// The object of that id. A default has none: it is in its column.
    pub fn object(&self, id: &ObjectId) -> Option<Object<'_>> {
        if id.on.is_some() { self.part(id) } else { self.whole(id) }
    }

    /// Calls `each` with every object, those that belong to a table or view after it.
    pub fn each<'a>(&'a self, mut each: impl FnMut(ObjectId, Object<'a>)) {
        self.each_whole(&mut |id, object| {
            each(id.clone(), object);
            parts(&id, object, &mut each);
        });
    }

    /// Calls `each` with every object that belongs to the table or view of that id.
    pub fn each_part<'a>(&'a self, id: &ObjectId, mut each: impl FnMut(ObjectId, Object<'a>)) {
        if let Some(object) = self.object(id) {
            parts(id, object, &mut each);
        }
    }

    /// What kind of relation has that name: table, foreign table, view or materialized view.
    pub(crate) fn relation_kind(&self, schema: Option<&str>, name: &str) -> Option<ObjectKind> {
        let name: &dyn Named = &(schema, name);
        let kind = self.tables.get(name).map(Describe::kind);
        let kind = kind.or_else(|| self.views.contains_key(name).then_some(ObjectKind::View));
        kind.or_else(|| self.materialized_views.contains_key(name).then_some(ObjectKind::MaterializedView))
    }

    /// The object of that id, which belongs to a table or view.
    fn part(&self, id: &ObjectId) -> Option<Object<'_>> {
        use ObjectKind as K;
        let relation: &dyn Named = &(id.schema.as_deref(), id.on.as_deref()?);
        if let Some(table) = self.tables.get(relation) {
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
        if let Some(view) = self.views.get(relation) {
            return Some(match id.kind {
                K::Trigger => Object::Trigger(view.triggers.get(&id.name)?),
                K::Rule => Object::Rule(view.rules.get(&id.name)?),
                _ => return None,
            });
        }
        let view = self.materialized_views.get(relation)?;
        (id.kind == K::Index).then(|| view.indexes.get(&id.name).map(Object::Index)).flatten()
    }
}

fn parts<'a>(id: &ObjectId, relation: Object<'a>, each: &mut dyn FnMut(ObjectId, Object<'a>)) {
    let on = Name { schema: id.schema.clone(), name: id.name.clone() };
    let mut each = |name: &str, part: Object<'a>| each(ObjectId::part(part.kind(), &on, name), part);
    match relation {
        Object::Table(it) => {
            it.columns.iter().for_each(|column| each(&column.name, Object::Column(column)));
            it.primary_key.iter().for_each(|(name, key)| each(name, Object::Key(key)));
            it.uniques.iter().for_each(|(name, key)| each(name, Object::Key(key)));
            it.foreign_keys.iter().for_each(|(name, key)| each(name, Object::ForeignKey(key)));
            it.checks.iter().for_each(|(name, check)| each(name, Object::Check(check)));
            it.exclusions.iter().for_each(|(name, exclusion)| each(name, Object::Exclusion(exclusion)));
            it.indexes.iter().for_each(|(name, index)| each(name, Object::Index(index)));
            it.triggers.iter().for_each(|(name, trigger)| each(name, Object::Trigger(trigger)));
            it.rules.iter().for_each(|(name, rule)| each(name, Object::Rule(rule)));
            it.policies.iter().for_each(|(name, policy)| each(name, Object::Policy(policy)));
        }
        Object::View(it) => {
            it.triggers.iter().for_each(|(name, trigger)| each(name, Object::Trigger(trigger)));
            it.rules.iter().for_each(|(name, rule)| each(name, Object::Rule(rule)));
        }
        Object::MaterializedView(it) => {
            it.indexes.iter().for_each(|(name, index)| each(name, Object::Index(index)));
        }
        _ => {}
    }
}

impl Object<'_> {
    /// The columns of its table, where it takes whole rows of that: a check or index that calls a function with one.
    pub(crate) fn columns_in_rows(&self, id: &ObjectId, catalog: &Catalog) -> Vec<ObjectId> {
        let takes = |sql: &str| id.on.as_deref().is_some_and(|table| has_row_of(sql, table));
        let takes_rows = match self {
            Self::Check(check) => takes(&check.expression),
            Self::Index(index) => takes(&index.keys) || index.predicate.as_deref().is_some_and(takes),
            _ => false,
        };
        let table = id.relation().filter(|_| takes_rows);
        let columns = table.and_then(|name| Some((catalog.tables.get(&name)?, name)));
        let columns = columns.into_iter().flat_map(|(table, name)| {
            table.columns.iter().map(move |column| ObjectId::part(ObjectKind::Column, &name, &column.name))
        });
        columns.collect()
    }
}
