//! Names that one object takes and another has to give up first.

use std::collections::HashMap;

use super::{Builder, Deed};
use crate::change::{ObjectId, ObjectKind};
use crate::name::Name;
use crate::object::Object;

impl Builder<'_, '_> {
    /// A name is free before it is taken again.
    pub(super) fn names(&self, pairs: &mut Vec<(usize, usize)>) {
        let mut freed: HashMap<(Space, &str, &str, &str), usize> = HashMap::new();
        for (id, &unit) in &self.goes {
            let unit = self.asides.get(id).copied().unwrap_or(unit);
            for space in spaces(id.id()) {
                freed.insert(space, unit);
            }
        }
        for (id, &unit) in self.comes.iter().filter(|_| !freed.is_empty()) {
            if self.units[unit].deed == Deed::Create {
                pairs.extend(spaces(id.id()).iter().filter_map(|space| freed.get(space)).map(|&first| (first, unit)));
            }
        }
        self.names_of_sequences(pairs);
    }

    /// As [`Self::names`], for the sequences that identity columns have: they come and go with a statement of the column.
    fn names_of_sequences(&self, pairs: &mut Vec<(usize, usize)>) {
        let sequence = |object: Option<Object<'_>>, id: &ObjectId| match object {
            Some(Object::Column(column)) => column.identity_sequence(id),
            Some(Object::Sequence(_)) => Some(Name { schema: id.schema.clone(), name: id.name.clone() }),
            _ => None,
        };
        let is_one = |id: &ObjectId| matches!(id.kind, ObjectKind::Column | ObjectKind::Sequence);
        let mut freed = HashMap::new();
        for (id, &unit) in self.goes.iter().filter(|(id, _)| is_one(id)) {
            freed.extend(sequence(id.before(), id).map(|name| (name, unit)));
        }
        let altered = |unit: usize| self.units[unit].deed == Deed::Alter;
        for (id, &unit) in self.comes.iter().filter(|(id, unit)| is_one(id) && altered(**unit)) {
            let gone = sequence(id.before(), id).filter(|name| sequence(id.after(), id).as_ref() != Some(name));
            freed.extend(gone.map(|name| (name, unit)));
        }
        for (id, &unit) in self.comes.iter().filter(|(id, _)| !freed.is_empty() && is_one(id)) {
            let had = if altered(unit) { sequence(id.before(), id) } else { None };
            let taken = sequence(id.after(), id).filter(|name| Some(name) != had.as_ref());
            pairs.extend(taken.and_then(|name| freed.get(&name)).map(|&first| (first, unit)));
        }
    }
}

/// Where a name may be taken only once.
#[derive(PartialEq, Eq, Hash)]
enum Space {
    /// Tables, views, sequences, indexes; the types of the first two.
    Relation,
    Routine,
    /// Constraints of one table.
    Constraint,
    Kind(ObjectKind),
}

/// The names that an object takes: space, schema, table, name.
fn spaces(id: &ObjectId) -> Vec<(Space, &str, &str, &str)> {
    use ObjectKind as K;
    let schema = id.schema.as_deref().unwrap_or_default();
    let on = id.on.as_deref().unwrap_or_default();
    let name = id.name.as_str();
    match id.kind {
        K::Table
        | K::ForeignTable
        | K::View
        | K::MaterializedView
        | K::Sequence
        | K::Index
        | K::CompositeType
        | K::Enum
        | K::Domain
        | K::RangeType => vec![(Space::Relation, schema, "", name)],
        K::PrimaryKey | K::Unique | K::Exclusion => {
            vec![(Space::Relation, schema, "", name), (Space::Constraint, schema, on, name)]
        }
        K::Check | K::ForeignKey => vec![(Space::Constraint, schema, on, name)],
        K::Function | K::Procedure | K::Aggregate => vec![(Space::Routine, schema, "", name)],
        kind => vec![(Space::Kind(kind), schema, on, name)],
    }
}
