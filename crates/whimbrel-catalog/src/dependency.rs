//! Which object needs which, as far as only the server knows it: what expressions, bodies and definitions name.

use indexmap::IndexMap;

use crate::change::ObjectId;

/// Dependencies between objects of one catalog. Not in it: what an object's own value says (`Sql::needs`), and that a
/// part needs its table and everything its schema.
#[derive(Debug, Clone, Default)]
pub struct Dependencies {
    /// Each object once, with the places of those that it needs.
    objects: IndexMap<ObjectId, Vec<usize>, foldhash::fast::RandomState>,
}

impl Dependencies {
    /// `dependent` cannot be without `on`.
    pub fn insert(&mut self, dependent: ObjectId, on: ObjectId) {
        if dependent == on {
            return;
        }
        let on = self.objects.entry(on);
        let place = on.index();
        on.or_default();
        let needs = self.objects.entry(dependent).or_default();
        if !needs.contains(&place) {
            needs.push(place);
        }
    }

    /// What the object needs, in no order.
    pub fn of(&self, dependent: &ObjectId) -> impl Iterator<Item = &ObjectId> {
        self.named(self.objects.get(dependent))
    }

    /// Who needs the object, in no order. Looks at all dependencies.
    pub fn dependants(&self, on: &ObjectId) -> impl Iterator<Item = &ObjectId> {
        let place = self.objects.get_index_of(on);
        let needs_it = move |needs: &Vec<usize>| place.is_some_and(|place| needs.contains(&place));
        self.objects.iter().filter(move |(_, needs)| needs_it(needs)).map(|(dependent, _)| dependent)
    }

    /// All, in no order: dependent, and what it needs.
    pub fn iter(&self) -> impl Iterator<Item = (&ObjectId, &ObjectId)> {
        self.objects.iter().flat_map(|(dependent, needs)| self.named(Some(needs)).map(move |on| (dependent, on)))
    }

    fn named<'a>(&'a self, places: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a ObjectId> {
        places.into_iter().flatten().filter_map(|&place| Some(self.objects.get_index(place)?.0))
    }
}
