use std::fmt;

use super::locks::{blocks_all, rewrites, shown};
use super::type_use::columns_of;
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::{Name, ident, quoted};
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

/// A type with attributes, made by `CREATE TYPE … AS (…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeType {
    /// In their order.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a composite type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Attribute {
    pub name: String,
    /// With modifiers.
    pub data_type: String,
    /// Where it is not the type's own.
    pub collation: Option<String>,
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", quoted(&self.name), self.data_type, self.collate())
    }
}

impl Attribute {
    /// ` COLLATE pg_catalog."C"`
    fn collate(&self) -> String {
        self.collation.as_ref().map(|collation| format!(" COLLATE {collation}")).unwrap_or_default()
    }

    fn definition(&self) -> String {
        format!("{} {}{}", ident(&self.name), self.data_type, self.collate())
    }

    fn is_type_of(&self, other: &Self) -> bool {
        (&self.data_type, &self.collation) == (&other.data_type, &other.collation)
    }
}

impl CompositeType {
    /// The attribute of that name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The names in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|attribute| attribute.name.as_str())
    }

    /// True where attributes stay in their order and new ones come last.
    fn keeps_order(&self, new: &Self) -> bool {
        let kept = self.names().filter(|name| new.attribute(name).is_some());
        let added = new.names().filter(|name| self.attribute(name).is_none());
        kept.chain(added).eq(new.names())
    }
}

impl Sql for CompositeType {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let attributes: Vec<_> = self.attributes.iter().map(|it| format!("\n    {}", it.definition())).collect();
        let end = if attributes.is_empty() { "" } else { "\n" };
        vec![Step::new(format!("CREATE TYPE {} AS ({}{end})", id.sql(), attributes.join(",")))]
    }

    /// PostgreSQL alters no attribute's type while a table has a column of the composite type, and puts new attributes
    /// last.
    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let pairs = new.attributes.iter().filter_map(|new| Some((self.attribute(&new.name)?, new)));
        let retyped: Vec<_> = pairs.filter(|(old, new)| !old.is_type_of(new)).map(|(_, new)| new).collect();
        let columns = columns_of(id, cx.before);
        if !self.keeps_order(new) || !retyped.is_empty() && !columns.is_empty() {
            return Alter::Beside;
        }
        let gone: Vec<_> = self.attributes.iter().filter(|old| new.attribute(&old.name).is_none()).collect();
        let tables = tables_of(id, cx.before);
        // the tables that are of the type follow
        let cascade = if tables.is_empty() { "" } else { " CASCADE" };
        let drop = |old: &&Attribute| format!("DROP ATTRIBUTE {}{cascade}", ident(&old.name));
        let mut actions: Vec<_> = gone.iter().map(drop).collect();
        let retype = |it: &&Attribute| {
            format!("ALTER ATTRIBUTE {} TYPE {}{}{cascade}", ident(&it.name), it.data_type, it.collate())
        };
        actions.extend(retyped.iter().map(retype));
        let come = new.attributes.iter().filter(|new| self.attribute(&new.name).is_none());
        actions.extend(come.map(|new| format!("ADD ATTRIBUTE {}{cascade}", new.definition())));
        let mut step = Step::new(format!("ALTER TYPE {}\n    {}", id.sql(), actions.join(",\n    ")));
        for column in columns.iter().filter(|_| !gone.is_empty()) {
            let names: Vec<_> = gone.iter().map(|old| quoted(&old.name)).collect();
            step = step.hazard(HazardKind::LosesData, format!("{} in {}", names.join(", "), column.short()));
        }
        for table in tables {
            for old in &gone {
                step =
                    step.hazard(HazardKind::LosesData, format!("all values of {}.{}", shown(table), quoted(&old.name)));
            }
            step = if retyped.is_empty() { step } else { rewrites(step, table) };
            step = blocks_all(step, table);
        }
        let steps = vec![step];
        if gone.is_empty() && retyped.is_empty() {
            return Alter::InPlace(steps);
        }
        Alter::Around { steps, refused_by: uses_attributes }
    }
}

/// The tables whose columns follow the type.
fn tables_of<'a>(id: &ObjectId, catalog: &'a Catalog) -> Vec<&'a Name> {
    let is_of = |of: &Name| of.schema == id.schema && of.name == id.name;
    let tables = catalog.tables.iter().filter(|(_, table)| table.of_type.as_ref().is_some_and(is_of));
    tables.map(|(name, _)| name).collect()
}

/// What names attributes keeps them from being dropped or altered; what only has the type does not.
fn uses_attributes(dependant: &ObjectId) -> bool {
    use ObjectKind as K;
    !matches!(
        dependant.kind,
        K::Table
            | K::ForeignTable
            | K::Column
            | K::Enum
            | K::Domain
            | K::CompositeType
            | K::RangeType
            | K::Cast
            | K::Transform
            | K::Operator
            | K::OperatorClass
            | K::OperatorFamily
            | K::Function
            | K::Procedure
            | K::Aggregate
    )
}

impl Describe for CompositeType {
    fn kind(&self) -> ObjectKind {
        ObjectKind::CompositeType
    }

    fn describe(&self) -> Description {
        let attributes: Vec<_> = self.attributes.iter().map(ToString::to_string).collect();
        vec![("attributes", list(&attributes))]
    }
}
