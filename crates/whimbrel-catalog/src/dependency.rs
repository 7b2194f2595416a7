//! Which object needs which, as far as only the server knows it: what expressions, bodies and definitions name.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::ObjectId;

/// Dependencies between objects of one catalog. Not in it: what an object's own value says (`Sql::needs`), and that a
/// part needs its table and everything its schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dependencies {
    edges: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
}

impl Dependencies {
    /// `dependent` cannot be without `on`.
    pub fn insert(&mut self, dependent: ObjectId, on: ObjectId) {
        if dependent != on {
            self.edges.entry(dependent).or_default().insert(on);
        }
    }

    /// What the object needs.
    pub fn of(&self, dependent: &ObjectId) -> impl Iterator<Item = &ObjectId> {
        self.edges.get(dependent).into_iter().flatten()
    }

    /// Who needs the object. Looks at all dependencies.
    pub fn dependants<'a>(&'a self, on: &'a ObjectId) -> impl Iterator<Item = &'a ObjectId> {
        self.edges.iter().filter(move |(_, needs)| needs.contains(on)).map(|(dependent, _)| dependent)
    }

    /// All: dependent, and what it needs.
    pub fn iter(&self) -> impl Iterator<Item = (&ObjectId, &ObjectId)> {
        self.edges.iter().flat_map(|(dependent, on)| on.iter().map(move |on| (dependent, on)))
    }
}
