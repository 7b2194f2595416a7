use super::ViewColumn;
use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list};
use crate::sql::Sql;

/// A type with attributes, made by `CREATE TYPE … AS (…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeType {
    /// In their order.
    pub attributes: Vec<ViewColumn>,
}

impl Sql for CompositeType {}

impl Describe for CompositeType {
    fn kind(&self) -> ObjectKind {
        ObjectKind::CompositeType
    }

    fn describe(&self) -> Description {
        let attributes: Vec<_> = self.attributes.iter().map(ToString::to_string).collect();
        vec![("attributes", list(&attributes))]
    }
}
