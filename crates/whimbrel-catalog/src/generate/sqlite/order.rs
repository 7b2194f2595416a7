//! What needs what, and the order that follows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::create::is_virtual;
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::name::Name;

/// Tables, each after those it references as far as that is possible, virtual tables after the others: they may be an
/// index of one.
pub(super) fn tables(catalog: &Catalog) -> Vec<&Name> {
    let spelled: HashMap<String, &Name> =
        catalog.tables.keys().map(|table| (table.name.to_ascii_lowercase(), table)).collect();
    let needs = |name: &Name| -> Vec<&Name> {
        let keys = catalog.tables.get(name).into_iter().flat_map(|table| table.foreign_keys.values());
        keys.filter_map(|key| spelled.get(&key.references.name.to_ascii_lowercase()).copied()).collect()
    };
    let mut sorted = sorted(catalog.tables.keys(), &needs);
    sorted.sort_by_key(|name| catalog.tables.get(*name).is_some_and(is_virtual));
    sorted
}

/// Views, each after those it is made of.
pub(super) fn views(catalog: &Catalog) -> Vec<&Name> {
    let by_id: BTreeMap<ObjectId, &Name> =
        catalog.views.keys().map(|name| (ObjectId::new(ObjectKind::View, name), name)).collect();
    let needs = |name: &Name| -> Vec<&Name> {
        let of = ObjectId::new(ObjectKind::View, name);
        catalog.dependencies.of(&of).filter_map(|on| by_id.get(on).copied()).collect()
    };
    sorted(catalog.views.keys(), &needs)
}

/// Depth first, by name; what needs itself by a detour comes somewhere.
fn sorted<'a>(all: impl Iterator<Item = &'a Name>, needs: &dyn Fn(&Name) -> Vec<&'a Name>) -> Vec<&'a Name> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    // what is left to do: a name is met twice, before and after what it needs
    for name in all {
        let mut open = vec![(name, false)];
        while let Some((name, done)) = open.pop() {
            if done {
                out.push(name);
            } else if seen.insert(name) {
                open.push((name, true));
                open.extend(needs(name).into_iter().rev().filter(|on| !seen.contains(on)).map(|on| (on, false)));
            }
        }
    }
    out
}

/// Names of views that read the table, or a view that does, in either catalog.
pub(super) fn read_by_views(catalog: &Catalog, table: &Name) -> bool {
    let id = ObjectId::new(ObjectKind::Table, table);
    catalog.views.keys().any(|view| {
        let view = ObjectId::new(ObjectKind::View, view);
        catalog.dependencies.of(&view).any(|on| *on == id)
    })
}
