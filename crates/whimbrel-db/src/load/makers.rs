//! Which items make, and which drop, the things of a name.

use std::collections::{BTreeSet, HashMap};

use super::item::{Item, Thing, ThingKind, may_be_same};

/// By the last part of the name: which schema a name without one is in, only the database knows.
#[derive(Debug, Default)]
pub(super) struct Makers {
    makers: HashMap<(ThingKind, String), Vec<usize>>,
    droppers: HashMap<String, Vec<usize>>,
}

impl Makers {
    pub(super) fn add(&mut self, id: usize, item: &Item) {
        for thing in &item.makes {
            self.makers.entry((thing.kind, thing.name.name.clone())).or_default().push(id);
        }
        for name in &item.drops {
            self.droppers.entry(name.name.clone()).or_default().push(id);
        }
    }

    /// Every item that may make a thing, in the order of the files.
    pub(super) fn of<'a>(&'a self, thing: &'a Thing, items: &'a [Item]) -> impl Iterator<Item = usize> + 'a {
        let of_name = self.makers.get(&(thing.kind, thing.name.name.clone()));
        let fits = |id: &usize| items[*id].makes.iter().any(|made| made.may_be(thing));
        of_name.into_iter().flatten().copied().filter(fits)
    }

    /// Every item that may drop what another makes, in the order of the files.
    pub(super) fn droppers_of(&self, maker: &Item, items: &[Item]) -> BTreeSet<usize> {
        let made = maker.makes.iter().filter(|thing| thing.kind == ThingKind::Object);
        let droppers = made.flat_map(|thing| {
            let of_name = self.droppers.get(&thing.name.name).into_iter().flatten().copied();
            of_name.filter(|id| items[*id].drops.iter().any(|dropped| may_be_same(dropped, &thing.name)))
        });
        droppers.collect()
    }
}
