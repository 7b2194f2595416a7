//! The whole schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::attribute::Attributes;
use crate::change::ObjectId;
use crate::dependency::Dependencies;
use crate::name::Name;
use crate::object::{
    AccessMethod, Cast, Collation, CompositeType, Conversion, DefaultPrivileges, Domain, Enum, EventTrigger, Extension,
    ForeignDataWrapper, Function, Index, Language, MaterializedView, Operator, OperatorClass, OperatorFamily,
    Publication, RangeType, Rule, Schema, Sequence, Server, Statistics, Table, TextSearchConfiguration,
    TextSearchDictionary, TextSearchParser, TextSearchTemplate, Transform, Trigger, UserMapping, View,
};
use crate::uncompared::Uncompared;

/// A database's schema at one moment. Objects of the system, of extensions and of Whimbrel itself are not in it.
///
/// What belongs to a table (columns, constraints, indexes, triggers, rules, policies) is inside the table.
///
/// Two catalogs are equal where their schemas are: `dependencies` follow from the rest, and what is only `seen` is not
/// compared.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Catalog {
    pub schemas: BTreeMap<String, Schema>,
    pub extensions: BTreeMap<String, Extension>,
    pub enums: BTreeMap<Name, Enum>,
    pub domains: BTreeMap<Name, Domain>,
    pub composite_types: BTreeMap<Name, CompositeType>,
    pub range_types: BTreeMap<Name, RangeType>,
    /// Without those of identity columns: these are in the column.
    pub sequences: BTreeMap<Name, Sequence>,
    pub tables: BTreeMap<Name, Table>,
    pub views: BTreeMap<Name, View>,
    pub materialized_views: BTreeMap<Name, MaterializedView>,
    /// Functions, procedures and aggregates; the name ends in the argument types.
    pub functions: BTreeMap<Name, Function>,
    pub statistics: BTreeMap<Name, Statistics>,
    pub event_triggers: BTreeMap<String, EventTrigger>,
    pub default_privileges: BTreeMap<String, DefaultPrivileges>,
    pub languages: BTreeMap<String, Language>,
    pub access_methods: BTreeMap<String, AccessMethod>,
    pub collations: BTreeMap<Name, Collation>,
    /// By name and operand types: `=== (integer, integer)`.
    pub operators: BTreeMap<Name, Operator>,
    /// By name and access method: `ops USING btree`.
    pub operator_families: BTreeMap<Name, OperatorFamily>,
    /// By name and access method: `ops USING btree`.
    pub operator_classes: BTreeMap<Name, OperatorClass>,
    /// By their types: `(text AS public.mood)`.
    pub casts: BTreeMap<String, Cast>,
    /// By type and language: `FOR app.point LANGUAGE plpython3u`.
    pub transforms: BTreeMap<String, Transform>,
    pub conversions: BTreeMap<Name, Conversion>,
    pub text_search_parsers: BTreeMap<Name, TextSearchParser>,
    pub text_search_templates: BTreeMap<Name, TextSearchTemplate>,
    pub text_search_dictionaries: BTreeMap<Name, TextSearchDictionary>,
    pub text_search_configurations: BTreeMap<Name, TextSearchConfiguration>,
    pub foreign_data_wrappers: BTreeMap<String, ForeignDataWrapper>,
    pub servers: BTreeMap<String, Server>,
    /// By role and server: `FOR app SERVER other`.
    pub user_mappings: BTreeMap<String, UserMapping>,
    pub publications: BTreeMap<String, Publication>,
    /// Owner, comment, privileges and security labels of those objects that have any, columns included.
    pub attributes: BTreeMap<ObjectId, Attributes>,
    /// What only the server knows of who needs whom. Never compared: it follows from the rest.
    pub dependencies: Dependencies,
    /// The roles that made the schema: the database's owner, the role that read it, and who owns the history in it.
    /// What belongs to one of them has no owner of its own. Never compared: see [`Catalog::reconcile`].
    pub makers: BTreeSet<String>,
    /// What is there and is not compared.
    pub seen: Vec<Seen>,
}

macro_rules! equal {
    ($($field:ident),* $(,)?) => {
        impl PartialEq for Catalog {
            fn eq(&self, other: &Self) -> bool {
                // a new field has to be named here, or not to be compared on purpose
                let Self { $($field,)* dependencies: _, makers: _, seen: _ } = self;
                $(*$field == other.$field)&&*
            }
        }

        impl Eq for Catalog {}
    };
}

equal![
    schemas,
    extensions,
    enums,
    domains,
    composite_types,
    range_types,
    sequences,
    tables,
    views,
    materialized_views,
    functions,
    statistics,
    event_triggers,
    default_privileges,
    languages,
    access_methods,
    collations,
    operators,
    operator_families,
    operator_classes,
    casts,
    transforms,
    conversions,
    text_search_parsers,
    text_search_templates,
    text_search_dictionaries,
    text_search_configurations,
    foreign_data_wrappers,
    servers,
    user_mappings,
    publications,
    attributes,
];

/// An object that is there and is not compared, because its kind is not modelled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// In lowercase words: `subscription`.
    pub kind: String,
    /// As SQL names it.
    pub name: String,
}

/// A table or view, for adding what belongs to it.
#[allow(missing_docs)]
pub enum RelationMut<'a> {
    Table(&'a mut Table),
    View(&'a mut View),
    MaterializedView(&'a mut MaterializedView),
}

impl Catalog {
    /// What a new database has: the schema `public` and the language PL/pgSQL.
    pub fn empty() -> Self {
        let plpgsql = Extension { schema: "pg_catalog".to_owned(), version: None, relocatable: Uncompared(false) };
        Self {
            schemas: BTreeMap::from([("public".to_owned(), Schema)]),
            extensions: BTreeMap::from([("plpgsql".to_owned(), plpgsql)]),
            ..Self::default()
        }
    }

    /// The table or view of that name; these share one name space.
    pub fn relation_mut(&mut self, name: &Name) -> Option<RelationMut<'_>> {
        if let Some(table) = self.tables.get_mut(name) {
            return Some(RelationMut::Table(table));
        }
        if let Some(view) = self.views.get_mut(name) {
            return Some(RelationMut::View(view));
        }
        self.materialized_views.get_mut(name).map(RelationMut::MaterializedView)
    }
}

impl<'a> RelationMut<'a> {
    /// Its indexes; a view has none.
    pub fn indexes(self) -> Option<&'a mut BTreeMap<String, Index>> {
        match self {
            Self::Table(table) => Some(&mut table.indexes),
            Self::View(_) => None,
            Self::MaterializedView(view) => Some(&mut view.indexes),
        }
    }

    /// Its triggers; a materialized view has none.
    pub fn triggers(self) -> Option<&'a mut BTreeMap<String, Trigger>> {
        match self {
            Self::Table(table) => Some(&mut table.triggers),
            Self::View(view) => Some(&mut view.triggers),
            Self::MaterializedView(_) => None,
        }
    }

    /// Its rules; a materialized view has none.
    pub fn rules(self) -> Option<&'a mut BTreeMap<String, Rule>> {
        match self {
            Self::Table(table) => Some(&mut table.rules),
            Self::View(view) => Some(&mut view.rules),
            Self::MaterializedView(_) => None,
        }
    }
}
