//! Tables under others: places among partitions, and columns that children have from their parents.

use std::collections::HashMap;

use super::super::graph::Node;
use super::{Builder, Deed};
use crate::change::{ObjectId, ObjectKind};
use crate::name::Name;
use crate::object::Object;

impl Builder<'_, '_> {
    /// A place among the partitions of a table is free before it is taken again.
    pub(super) fn places(&self, pairs: &mut Vec<(usize, usize)>) {
        let parent = |object| match object {
            Some(Object::Table(table)) => table.partition_of.as_ref().map(|partition| &partition.parent),
            _ => None,
        };
        let mut freed: HashMap<&Name, Vec<usize>> = HashMap::new();
        for (id, &unit) in self.goes.iter().chain(&self.leaves) {
            if let Some(parent) = parent(id.before()) {
                freed.entry(parent).or_default().push(unit);
            }
        }
        for (id, &unit) in &self.comes {
            let parent = parent(id.after()).filter(|_| self.units[unit].deed != Deed::Alter);
            let before = parent.and_then(|parent| freed.get(parent));
            pairs.extend(before.into_iter().flatten().map(|&first| (first, unit)));
        }
        pairs.extend(self.leaves.iter().filter_map(|(id, &leave)| Some((leave, *self.comes.get(id)?))));
    }

    /// A column is altered at the parent before it is at the child: what the child inherits it cannot lose, and what the
    /// parent's statement takes along may need more at the child. A column that comes to be inherited is altered when its
    /// table has joined.
    pub(super) fn inherited(&self, pairs: &mut Vec<(usize, usize)>) {
        let altered = |id| self.comes.get(&id).copied().filter(|&unit| self.units[unit].deed == Deed::Alter);
        for &id in self.comes.keys().filter(|id| id.kind == ObjectKind::Column) {
            let Some(unit) = altered(id) else { continue };
            let relation = self.graph.relation_after(id);
            let Some(Object::Table(table)) = relation.and_then(Node::after) else { continue };
            let partitioned = table.partition_of.iter().map(|partition| &partition.parent);
            let parents = partitioned.chain(&table.inherits);
            let columns = parents.map(|parent| ObjectId::part(ObjectKind::Column, parent, &id.name));
            pairs.extend(columns.filter_map(|column| altered(self.graph.node(column))).map(|first| (first, unit)));
            let is_inherited = table.column(&id.name).is_some_and(|column| column.origin.is_inherited());
            let arrives = relation.and_then(|table| self.comes.get(&table).copied());
            let arrives = arrives.filter(|&unit| is_inherited && self.units[unit].deed == Deed::Arrive);
            pairs.extend(arrives.map(|first| (first, unit)));
        }
    }
}
