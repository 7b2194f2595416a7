//! Who needs whom, in each of the two catalogs.

use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::object::Object;

/// The dependencies of both catalogs, from the server and from the objects' own values.
pub(super) struct Edges {
    before: Graph,
    after: Graph,
}

#[derive(Default)]
struct Graph {
    needs: HashMap<ObjectId, Vec<ObjectId>>,
    dependants: HashMap<ObjectId, Vec<ObjectId>>,
}

impl Edges {
    pub(super) fn of(before: &Catalog, after: &Catalog) -> Self {
        Self { before: Graph::of(before), after: Graph::of(after) }
    }

    /// Who needs the object in the catalog that is there now.
    pub(super) fn dependants_before(&self, id: &ObjectId) -> &[ObjectId] {
        self.before.dependants.get(id).map_or(&[], Vec::as_slice)
    }

    /// What the object needs in the catalog that is there now.
    pub(super) fn needs_before(&self, id: &ObjectId) -> &[ObjectId] {
        self.before.needs.get(id).map_or(&[], Vec::as_slice)
    }

    /// What the object needs in the catalog that is wanted.
    pub(super) fn needs_after(&self, id: &ObjectId) -> &[ObjectId] {
        self.after.needs.get(id).map_or(&[], Vec::as_slice)
    }
}

impl Graph {
    fn of(catalog: &Catalog) -> Self {
        let mut graph = Self::default();
        for (dependent, on) in catalog.dependencies.iter() {
            graph.insert(dependent.clone(), on.clone());
        }
        catalog.each(|id, object| {
            for on in object.needs(&id) {
                graph.insert(id.clone(), on);
            }
            // whatever has the column's default needs the column, and the other way round it never does
            if let Object::Column(column) = object
                && column.default.is_some()
            {
                graph.insert(ObjectId { kind: ObjectKind::Default, ..id.clone() }, id.clone());
            }
            // whatever takes a whole row of its table takes every column
            for column in object.columns_in_rows(&id, catalog) {
                graph.insert(id.clone(), column);
            }
        });
        graph
    }

    fn insert(&mut self, dependent: ObjectId, on: ObjectId) {
        if dependent != on {
            self.dependants.entry(on.clone()).or_default().push(dependent.clone());
            self.needs.entry(dependent).or_default().push(on);
        }
    }
}
