//! What is done together, and what has to be done before what.
//!
//! A table is created with its columns, defaults and constraints in one statement, and dropped with all that belongs to
//! it, unless that would make a circle: `apart` names what is then written on its own.

mod names;
mod places;

use std::borrow::Cow;
use std::collections::HashSet;

use super::beside::is_material;
use super::fate::{Fate, Fates, Verb};
use super::graph::{Graph, Node, NodeMap};
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
pub(super) struct Unit<'a> {
    pub(super) deed: Deed,
    pub(super) node: Node<'a>,
    /// Of a column that is created: its place in the table.
    pub(super) place: usize,
    /// What is created or dropped along with it.
    pub(super) parts: Vec<Node<'a>>,
    /// A stub of it is there already, or what is set aside was emptied.
    pub(super) over_stub: bool,
    /// The units that come before, by their place in the list, each once.
    pub(super) after: Vec<usize>,
}

/// What is written on its own, against the custom.
#[derive(Default)]
pub(super) struct Apart<'a> {
    pub(super) parts: HashSet<Node<'a>>,
    /// Views and domains that are created as a stub first, or emptied before they are dropped.
    pub(super) views: HashSet<Node<'a>>,
}

/// The units of all fates with what has to come before each.
pub(super) fn build<'a>(fates: &Fates<'a>, graph: &Graph<'a>, apart: &Apart<'a>, cx: &Context<'_>) -> Vec<Unit<'a>> {
    let mut builder = Builder {
        fates,
        graph,
        apart,
        cx,
        units: Vec::new(),
        goes: NodeMap::default(),
        comes: NodeMap::default(),
        stubs: NodeMap::default(),
        empties: NodeMap::default(),
        leaves: NodeMap::default(),
        asides: NodeMap::default(),
    };
    builder.fill();
    builder.connect();
    builder.units
}

struct Builder<'b, 'a> {
    fates: &'b Fates<'a>,
    graph: &'b Graph<'a>,
    apart: &'b Apart<'a>,
    cx: &'b Context<'b>,
    units: Vec<Unit<'a>>,
    /// The unit that drops an object.
    goes: NodeMap<'a, usize>,
    /// The unit that creates or alters it.
    comes: NodeMap<'a, usize>,
    /// The units that create a view that depends on nothing.
    stubs: NodeMap<'a, usize>,
    /// The units that make a view depend on nothing.
    empties: NodeMap<'a, usize>,
    /// The units that take a table out of its place.
    leaves: NodeMap<'a, usize>,
    /// The units that make room for what is made anew beside the old one.
    asides: NodeMap<'a, usize>,
}

impl<'a> Builder<'_, 'a> {
    fn add(&mut self, deed: Deed, node: Node<'a>) -> usize {
        let is_new_column = node.kind == ObjectKind::Column && deed == Deed::Create;
        let table = if is_new_column { self.graph.relation_after(node) } else { None };
        let place = match table.and_then(Node::after) {
            Some(Object::Table(table)) => table.columns.iter().position(|column| column.name == node.name),
            _ => None,
        };
        let place = place.unwrap_or_default();
        self.units.push(Unit { deed, node, place, parts: Vec::new(), over_stub: false, after: Vec::new() });
        self.units.len() - 1
    }

    fn fill(&mut self) {
        let mut fates: Vec<_> = self.fates.iter().map(|(id, fate)| (*id, fate)).collect();
        // wholes before parts, so that a part finds the unit it belongs to
        fates.sort_by_key(|&(id, _)| {
            let turn = match id.kind {
                ObjectKind::Default => 2,
                _ if id.on.is_some() => 1,
                _ if goes_with(id).is_some() => 3,
                _ => 0,
            };
            (turn, id.kind)
        });
        for (id, fate) in fates {
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
            if self.apart.views.contains(&id) {
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
    fn has_new_columns(&self, id: Node<'a>) -> bool {
        match (id.before(), id.after()) {
            (Some(Object::View(old)), Some(Object::View(new))) => old.columns.len() < new.columns.len(),
            _ => false,
        }
    }

    fn drop(&mut self, id: Node<'a>) {
        let relation = self.graph.relation_before(id).and_then(|relation| self.goes.get(&relation).copied());
        let whole = match id.before() {
            Some(object) if object.goes_with().is_some() => {
                goes_with(id).and_then(|column| self.goes.get(&self.graph.node(column)).copied())
            }
            Some(object) if object.is_inherited() => {
                if let Some(unit) = relation {
                    self.goes.insert(id, unit);
                }
                return;
            }
            _ if self.apart.parts.contains(&id) => None,
            _ if id.kind == ObjectKind::Function => {
                let range = canonical_of(self.cx.before, &id).map(|range| self.graph.node(range));
                range.and_then(|range| self.goes.get(&range).copied())
            }
            _ if id.kind == ObjectKind::Default => self.goes.get(&self.graph.column(id)).copied(),
            _ => relation,
        };
        let unit = match whole {
            Some(unit) => {
                self.units[unit].parts.push(id);
                unit
            }
            None => self.add(Deed::Drop, id),
        };
        self.goes.insert(id, unit);
    }

    fn create(&mut self, id: Node<'a>) {
        use ObjectKind as K;
        let inherited = id.after().is_some_and(|object| object.is_inherited());
        let relation = self.graph.relation_after(id).and_then(|relation| self.comes_new(relation));
        if inherited {
            if let Some(unit) = relation {
                self.units[unit].parts.push(id);
                // what is apart comes with that of the parent
                if !self.apart.parts.contains(&id) {
                    self.comes.insert(id, unit);
                }
            }
            return;
        }
        let whole = match id.kind {
            _ if self.apart.parts.contains(&id) => None,
            K::Function => canonical_of(self.cx.after, &id).and_then(|range| self.comes_new(self.graph.node(range))),
            K::Default => self.comes_new(self.graph.column(id)),
            K::Column | K::PrimaryKey | K::Unique | K::Check | K::Exclusion | K::ForeignKey => relation,
            _ => None,
        };
        let unit = match whole {
            Some(unit) => {
                self.units[unit].parts.push(id);
                unit
            }
            None => self.add(Deed::Create, id),
        };
        self.comes.insert(id, unit);
    }

    /// The unit that creates it, unless it is there already.
    fn comes_new(&self, id: Node<'a>) -> Option<usize> {
        self.comes.get(&id).copied().filter(|&unit| self.units[unit].deed == Deed::Create)
    }

    fn connect(&mut self) {
        let mut pairs = Vec::new();
        for (&id, fate) in self.fates {
            self.before(id, fate, &mut pairs);
            self.after(id, fate, &mut pairs);
        }
        self.names(&mut pairs);
        for (&view, &stub) in &self.stubs {
            if let Some(&whole) = self.comes.get(&view) {
                self.units[whole].over_stub = true;
                pairs.push((stub, whole));
            }
            let is_routine = view.kind == ObjectKind::Function;
            let has_rows = |on: &ObjectId| is_routine && on.on.is_none() && on.relation().is_some();
            let types = self.graph.needs_after(view).iter().filter(|on| is_type(on.kind) || has_rows(on));
            for on in types.chain(&self.graph.home_after(view)) {
                pairs.extend(self.stubs.get(on).or_else(|| self.comes.get(on)).map(|&first| (first, stub)));
            }
            // whatever bore the name is gone before the stub takes it
            pairs.extend(self.goes.get(&view).map(|&first| (first, stub)));
        }
        self.places(&mut pairs);
        self.inherited(&mut pairs);
        for (id, &aside) in &self.asides {
            pairs.extend(self.goes.get(id).map(|&gone| (aside, gone)));
            // the names of the functions that come with a range have that of its subtype in them
            let made_of = self.graph.needs_before(*id).iter().filter_map(|on| self.asides.get(on));
            pairs.extend(made_of.map(|&later| (aside, later)));
            if let Some(&empty) = self.empties.get(id) {
                self.units[aside].over_stub = true;
                pairs.push((empty, aside));
            }
        }
        for (view, &empty) in &self.empties {
            pairs.extend(self.goes.get(view).map(|&gone| (empty, gone)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (first, second) in pairs {
            if first != second {
                self.units[second].after.push(first);
            }
        }
    }

    /// What is there now: whoever needs a thing goes, or lets it go, before the thing goes or is altered.
    fn before(&self, id: Node<'a>, fate: &Fate, pairs: &mut Vec<(usize, usize)>) {
        let goes = self.goes.get(&id);
        let empties = self.empties.get(&id);
        let leaves = self.leaves.get(&id);
        let Some(&unit) = empties.or(goes).or(leaves).or_else(|| self.comes.get(&id).filter(|_| !fate.comes())) else {
            return;
        };
        let with = goes_with(id).map(|column| self.graph.node(column));
        let is_aside = self.asides.contains_key(&id);
        for on in self.graph.needs_before(id).iter().chain(&self.graph.home_before(id)).chain(&with) {
            // what is set aside or emptied still has columns, and what it is made of; but it calls nothing any more
            let unit = match (is_material(on.kind), goes) {
                (true, Some(&goes)) => goes,
                _ => empties.or(self.asides.get(&id)).copied().unwrap_or(unit),
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
    fn after(&self, id: Node<'a>, fate: &Fate, pairs: &mut Vec<(usize, usize)>) {
        let Some(&unit) = self.comes.get(&id) else { return };
        let home = self.graph.home_after(id).filter(|_| fate.comes());
        for on in self.needs(id).iter().chain(&home) {
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
    fn needs(&self, id: Node<'a>) -> Cow<'a, [Node<'a>]> {
        use ObjectKind as K;
        let passes_on = |on: &Node<'a>| {
            matches!(on.kind, K::View | K::MaterializedView | K::Function | K::Procedure | K::Aggregate)
                && !self.fates.contains_key(on)
        };
        let own = self.graph.needs_after(id);
        if !own.iter().any(passes_on) {
            return Cow::Borrowed(own);
        }
        let mut needs = own.to_vec();
        let mut seen = HashSet::new();
        let mut at = 0;
        while let Some(&on) = needs.get(at) {
            if passes_on(&on) && seen.insert(on) {
                needs.extend(self.graph.needs_after(on).iter().filter(|further| **further != id));
            }
            at += 1;
        }
        Cow::Owned(needs)
    }
}

/// What a sequence goes with, where it belongs to a column.
fn goes_with(id: Node<'_>) -> Option<ObjectId> {
    id.before()?.goes_with()
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
