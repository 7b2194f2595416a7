//! Who has values of a type.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};

/// The columns of tables that have values of the type, also inside those of types that are made of it.
pub(super) fn columns_of(id: &ObjectId, catalog: &Catalog) -> Vec<ObjectId> {
    let mut seen = BTreeSet::from([id.clone()]);
    let mut columns = Vec::new();
    let mut open = vec![id.clone()];
    while let Some(of) = open.pop() {
        for dependant in catalog.dependencies.dependants(&of) {
            if seen.insert(dependant.clone()) {
                match dependant.kind {
                    ObjectKind::Column => columns.push(dependant.clone()),
                    kind if is_type(kind) => open.push(dependant.clone()),
                    _ => {}
                }
            }
        }
    }
    columns.sort();
    columns
}

/// True for what columns can be of.
pub(crate) fn is_type(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Enum | ObjectKind::Domain | ObjectKind::CompositeType | ObjectKind::RangeType)
}
