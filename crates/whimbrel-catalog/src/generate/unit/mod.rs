//! What is done together, and what has to be done before what.
//!
//! A table is created with its columns, defaults and constraints in one statement, and dropped with all that belongs to
//! it, unless that would make a circle: `apart` names what is then written on its own.

mod names;
mod places;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::beside::is_material;
use super::edges::Edges;
use super::fate::{Fate, Fates, Verb};
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::object::Object;
use crate::sql::Context;

/// What a unit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// A view or domain is made to depend on nothing, so that what it needed can go first.
    Empty,
    /// A table leaves the place among others that it has.
    Leave,
    Drop,
    /// What is made anew beside the old one gives its name away.
    Aside,
    /// A view is created with its columns alone, or a domain without its checks, so that what it needs can need it.
    Stub,
    Alter,
    Create,
    /// A table gets its new place.
    Arrive,
}

/// What one object kind is asked to write at once.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) deed: Deed,
    pub(super) id: ObjectId,
    /// Of a column that is created: its place in the table.
    pub(super) place: usize,
    /// What is created or dropped along with it.
    pub(super) parts: Vec<ObjectId>,
    /// A stub of it is there already, or what is set aside was emptied.
    pub(super) over_stub: bool,
    /// The units that come before, by their place in the list.
    pub(super) after: BTreeSet<usize>,
}

/// What is written on its own, against the custom.
#[derive(Debug, Default)]
pub(super) struct Apart {
    pub(super) parts: BTreeSet<ObjectId>,
    /// Views and domains that are created as a stub first, or emptied before they are dropped.
    pub(super) views: BTreeSet<ObjectId>,
}

/// The units of all fates with what has to come before each.
pub(super) fn build(fates: &Fates, edges: &Edges, apart: &Apart, cx: &Context<'_>) -> Vec<Unit> {
    let mut builder = Builder {
        fates,
        edges,
        apart,
        cx,
        units: Vec::new(),
        goes: HashMap::new(),
        comes: HashMap::new(),
        stubs: HashMap::new(),
        empties: HashMap::new(),
        leaves: HashMap::new(),
        asides: HashMap::new(),
    };
    builder.fill();
    builder.connect();
    builder.units
}

struct Builder<'a> {
    fates: &'a Fates,
    edges: &'a Edges,
    apart: &'a Apart,
    cx: &'a Context<'a>,
    units: Vec<Unit>,
    /// The unit that drops an object.
    goes: HashMap<&'a ObjectId, usize>,
    /// The unit that creates or alters it.
    comes: HashMap<&'a ObjectId, usize>,
    /// The units that create a view that depends on nothing.
    stubs: HashMap<&'a ObjectId, usize>,
    /// The units that make a view depend on nothing.
    empties: HashMap<&'a ObjectId, usize>,
    /// The units that take a table out of its place.
    leaves: HashMap<&'a ObjectId, usize>,
    /// The units that make room for what is made anew beside the old one.
    asides: HashMap<&'a ObjectId, usize>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, deed: Deed, id: &ObjectId) -> usize {
        let table = (id.kind == ObjectKind::Column).then(|| self.cx.after.tables.get(&id.relation()?)).flatten();
        let place = table.and_then(|table| table.columns.iter().position(|column| column.name == id.name));
        let place = place.filter(|_| deed == Deed::Create).unwrap_or_default();
        let (id, after) = (id.clone(), BTreeSet::new());
        self.units.push(Unit { deed, id, place, parts: Vec::new(), over_stub: false, after });
        self.units.len() - 1
    }

    fn fill(&mut self) {
        // wholes before parts, so that a part finds the unit it belongs to
        let (parts, wholes): (Vec<_>, Vec<_>) = self.fates.iter().partition(|(id, _)| id.on.is_some());
        let (defaults, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(id, _)| id.kind == ObjectKind::Default);
        let (owned, wholes): (Vec<_>, Vec<_>) = wholes.into_iter().partition(|(id, _)| self.goes_with(id).is_some());
        for (id, fate) in wholes.into_iter().chain(parts).chain(defaults).chain(owned) {
            if fate.goes() {
                self.drop(id);
            }
            match fate.verb {
                Verb::Create | Verb::Replace => self.create(id),
                Verb::Beside => {
                    let unit = self.add(Deed::Aside, id);
                    self.asides.insert(id, unit);
                    self.create(id);
                }
                Verb::Alter { .. } | Verb::Carry { .. } => {
                    let unit = self.add(Deed::Alter, id);
                    self.comes.insert(id, unit);
                }
                Verb::Move { .. } => {
                    let unit = self.add(Deed::Leave, id);
                    self.leaves.insert(id, unit);
                    let unit = self.add(Deed::Arrive, id);
                    self.comes.insert(id, unit);
                }
                Verb::GiveWay => {
                    let unit = self.add(Deed::Aside, id);
                    self.asides.insert(id, unit);
                }
                Verb::Drop => {}
            }
            if self.apart.views.contains(id) {
                if fate.goes() {
                    let unit = self.add(Deed::Empty, id);
                    self.empties.insert(id, unit);
                }
                if fate.comes() || self.has_new_columns(id) {
                    let unit = self.add(Deed::Stub, id);
                    self.stubs.insert(id, unit);
                }
            }
        }
    }

    /// True for a view that is replaced by one with more columns: what needs these needs a stub.
    fn has_new_columns(&self, id: &ObjectId) -> bool {
        match (self.cx.before.object(id), self.cx.after.object(id)) {
            (Some(Object::View(old)), Some(Object::View(new))) => old.columns.len() < new.columns.len(),
            _ => false,
        }
    }

    /// What a sequence goes with, where it belongs to a column.
    fn goes_with(&self, id: &ObjectId) -> Option<ObjectId> {
        self.cx.before.object(id)?.goes_with()
    }

    fn drop(&mut self, id: &'a ObjectId) {
        let whole = match self.cx.before.object(id) {
            Some(object) if object.goes_with().is_some() => {
                object.goes_with().and_then(|column| self.goes.get(&column).copied())
            }
            Some(object) if object.is_inherited() => {
                if let Some(&unit) = relation(id, self.cx.before).and_then(|relation| self.goes.get(&relation)) {
                    self.goes.insert(id, unit);
                }
                return;
            }
            _ if self.apart.parts.contains(id) => None,
            _ if id.kind == ObjectKind::Function => {
                canonical_of(self.cx.before, id).and_then(|range| self.goes.get(&range).copied())
            }
            _ if id.kind == ObjectKind::Default => {
                self.goes.get(&ObjectId { kind: ObjectKind::Column, ..id.clone() }).copied()
            }
            _ => relation(id, self.cx.before).and_then(|relation| self.goes.get(&relation).copied()),
        };
        let unit = match whole {
            Some(unit) => {
                self.units[unit].parts.push(id.clone());
                unit
            }
            None => self.add(Deed::Drop, id),
        };
        self.goes.insert(id, unit);
    }

    fn create(&mut self, id: &'a ObjectId) {
        use ObjectKind as K;
        let inherited = self.cx.after.object(id).is_some_and(|object| object.is_inherited());
        let relation = relation(id, self.cx.after).and_then(|relation| self.comes_new(&relation));
        if inherited {
            if let Some(unit) = relation {
                self.units[unit].parts.push(id.clone());
                // what is apart comes with that of the parent
                if !self.apart.parts.contains(id) {
                    self.comes.insert(id, unit);
                }
            }
            return;
        }
        let whole = match id.kind {
            _ if self.apart.parts.contains(id) => None,
            K::Function => canonical_of(self.cx.after, id).and_then(|range| self.comes_new(&range)),
            K::Default => self.comes_new(&ObjectId { kind: K::Column, ..id.clone() }),
            K::Column | K::PrimaryKey | K::Unique | K::Check | K::Exclusion | K::ForeignKey => relation,
            _ => None,
        };
        let unit = match whole {
            Some(unit) => {
                self.units[unit].parts.push(id.clone());
                unit
            }
            None => self.add(Deed::Create, id),
        };
        self.comes.insert(id, unit);
    }

    /// The unit that creates it, unless it is there already.
    fn comes_new(&self, id: &ObjectId) -> Option<usize> {
        self.comes.get(id).copied().filter(|&unit| self.units[unit].deed == Deed::Create)
    }

    fn connect(&mut self) {
        let mut pairs = Vec::new();
        for (id, fate) in self.fates {
            self.before(id, fate, &mut pairs);
            self.after(id, fate, &mut pairs);
        }
        self.names(&mut pairs);
        for (view, &stub) in &self.stubs {
            if let Some(&whole) = self.comes.get(view) {
                self.units[whole].over_stub = true;
                pairs.push((stub, whole));
            }
            let is_routine = view.kind == ObjectKind::Function;
            let has_rows = |on: &ObjectId| is_routine && on.on.is_none() && on.relation().is_some();
            let types = self.edges.needs_after(view).iter().filter(|on| is_type(on.kind) || has_rows(on));
            for on in types.chain(&home(view, self.cx.after)) {
                pairs.extend(self.stubs.get(on).or_else(|| self.comes.get(on)).map(|&first| (first, stub)));
            }
            // whatever bore the name is gone before the stub takes it
            pairs.extend(self.goes.get(view).map(|&first| (first, stub)));
        }
        self.places(&mut pairs);
        self.inherited(&mut pairs);
        for (id, &aside) in &self.asides {
            pairs.extend(self.goes.get(id).map(|&gone| (aside, gone)));
            // the names of the functions that come with a range have that of its subtype in them
            let made_of = self.edges.needs_before(id).iter().filter_map(|on| self.asides.get(on));
            pairs.extend(made_of.map(|&later| (aside, later)));
            if let Some(&empty) = self.empties.get(id) {
                self.units[aside].over_stub = true;
                pairs.push((empty, aside));
            }
        }
        for (view, &empty) in &self.empties {
            pairs.extend(self.goes.get(view).map(|&gone| (empty, gone)));
        }
        for (first, second) in pairs {
            if first != second {
                self.units[second].after.insert(first);
            }
        }
    }

    /// What is there now: whoever needs a thing goes, or lets it go, before the thing goes or is altered.
    fn before(&self, id: &ObjectId, fate: &Fate, pairs: &mut Vec<(usize, usize)>) {
        let goes = self.goes.get(id);
        let empties = self.empties.get(id);
        let leaves = self.leaves.get(id);
        let Some(&unit) = empties.or(goes).or(leaves).or_else(|| self.comes.get(id).filter(|_| !fate.comes())) else {
            return;
        };
        let with = self.goes_with(id);
        let is_aside = self.asides.contains_key(id);
        for on in self.edges.needs_before(id).iter().chain(&home(id, self.cx.before)).chain(&with) {
            // what is set aside or emptied still has columns, and what it is made of; but it calls nothing any more
            let unit = match (is_material(on.kind), goes) {
                (true, Some(&goes)) => goes,
                _ => empties.or(self.asides.get(id)).copied().unwrap_or(unit),
            };
            pairs.extend(self.goes.get(on).map(|&later| (unit, later)));
            if is_spelled_by_types(id.kind) {
                pairs.extend(self.asides.get(on).map(|&later| (unit, later)));
            }
            if goes.is_some()
                && !is_aside
                && on.kind != ObjectKind::Domain
                && !self.apart.views.contains(on)
                && self.fates.get(on).is_some_and(|f| !f.comes())
            {
                pairs.extend(self.comes.get(on).map(|&later| (unit, later)));
            }
        }
    }

    /// What is wanted: a thing is created or altered before whoever needs it is.
    fn after(&self, id: &ObjectId, fate: &Fate, pairs: &mut Vec<(usize, usize)>) {
        let Some(&unit) = self.comes.get(id) else { return };
        let home = home(id, self.cx.after).filter(|_| fate.comes());
        for on in self.needs(id).into_iter().chain(&home) {
            // a domain that stays can be used at any time; its checks may call what takes it
            let may_stay = on.kind == ObjectKind::Domain || self.apart.views.contains(on);
            if may_stay && self.fates.get(on).is_some_and(|fate| !fate.comes()) && !self.stubs.contains_key(on) {
                continue;
            }
            pairs.extend(self.stubs.get(on).or_else(|| self.comes.get(on)).map(|&first| (first, unit)));
        }
    }

    /// What it needs, also through routines and views that stay as they are: a view of the columns of a function that
    /// returns the rows of another view.
    fn needs(&self, id: &ObjectId) -> Vec<&'a ObjectId> {
        use ObjectKind as K;
        let passes_on =
            |kind| matches!(kind, K::View | K::MaterializedView | K::Function | K::Procedure | K::Aggregate);
        let mut needs: Vec<_> = self.edges.needs_after(id).iter().collect();
        let mut seen = HashSet::new();
        let mut at = 0;
        while let Some(&on) = needs.get(at) {
            if passes_on(on.kind) && !self.fates.contains_key(on) && seen.insert(on) {
                needs.extend(self.edges.needs_after(on).iter().filter(|further| *further != id));
            }
            at += 1;
        }
        needs
    }
}

/// The range type that the function makes canonical: neither can be without the other.
fn canonical_of(catalog: &Catalog, function: &ObjectId) -> Option<ObjectId> {
    let ranges = catalog.range_types.iter().filter(|(_, range)| range.canonical.is_some());
    let mut ranges = ranges.map(|(name, range)| (ObjectId::new(ObjectKind::RangeType, name), range));
    ranges.find(|(id, range)| range.canonical_of(id).as_ref() == Some(function)).map(|(id, _)| id)
}

/// True for what is dropped by a name that has the names of types in it.
fn is_spelled_by_types(kind: ObjectKind) -> bool {
    use ObjectKind as K;
    matches!(kind, K::Function | K::Procedure | K::Aggregate | K::Operator | K::Cast | K::Transform)
}

fn is_type(kind: ObjectKind) -> bool {
    use ObjectKind as K;
    matches!(kind, K::Enum | K::Domain | K::CompositeType | K::RangeType | K::Extension)
}

/// The id of the table or view that a part belongs to.
fn relation(id: &ObjectId, catalog: &Catalog) -> Option<ObjectId> {
    use ObjectKind as K;
    id.on.as_ref()?;
    let name = id.relation()?;
    let found = [K::Table, K::View, K::MaterializedView].map(|kind| catalog.object(&ObjectId::new(kind, &name)));
    found.into_iter().flatten().next().map(|object| ObjectId::new(object.kind(), &name))
}

/// What an object is in: a part in its table or column, anything else in its schema.
fn home(id: &ObjectId, catalog: &Catalog) -> Option<ObjectId> {
    if id.kind == ObjectKind::Default {
        return Some(ObjectId { kind: ObjectKind::Column, ..id.clone() });
    }
    if id.on.is_some() {
        return relation(id, catalog);
    }
    id.schema.as_ref().map(|schema| ObjectId::global(ObjectKind::Schema, schema))
}
