//! The objects of both catalogs by node: each id once, with the object that bears it on either side and who needs whom.
//! A node is found by its id once and compared by its place in memory from then on; what it needs is asked when it is.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use foldhash::fast::RandomState;
use typed_arena::Arena;

use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::object::{Column, Object};
use crate::sql::Context;

/// A map by node.
pub(super) type NodeMap<'a, T> = HashMap<Node<'a>, T, RandomState>;

/// An object's id as a number, so to speak: cheap to copy, compare and look up.
#[derive(Clone, Copy)]
pub(super) struct Node<'a>(&'a Facts<'a>);

/// What is known of one id.
pub(super) struct Facts<'a> {
    id: ObjectId,
    before: Option<Object<'a>>,
    after: Option<Object<'a>>,
    needs_before: OnceCell<Vec<Node<'a>>>,
    needs_after: OnceCell<Vec<Node<'a>>>,
    dependants: OnceCell<Vec<Node<'a>>>,
    relation_before: OnceCell<Option<Node<'a>>>,
    relation_after: OnceCell<Option<Node<'a>>>,
}

impl<'a> Node<'a> {
    pub(super) fn id(self) -> &'a ObjectId {
        &self.0.id
    }

    /// The object in the catalog that is there now.
    pub(super) fn before(self) -> Option<Object<'a>> {
        self.0.before
    }

    /// The object in the catalog that is wanted.
    pub(super) fn after(self) -> Option<Object<'a>> {
        self.0.after
    }
}

impl Deref for Node<'_> {
    type Target = ObjectId;

    fn deref(&self) -> &ObjectId {
        &self.0.id
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Node<'_> {}

impl Hash for Node<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

/// The dependencies of both catalogs, from the server and from the objects' own values.
pub(super) struct Graph<'a> {
    cx: &'a Context<'a>,
    arena: &'a Arena<Facts<'a>>,
    known: RefCell<HashMap<&'a ObjectId, Node<'a>, RandomState>>,
    reverse: OnceCell<Reverse<'a>>,
}

/// Who needs whom now, the other way round: what the server knows, and what the objects' own values say.
#[derive(Default)]
struct Reverse<'a> {
    told: HashMap<&'a ObjectId, Vec<&'a ObjectId>, RandomState>,
    own: HashMap<ObjectId, Vec<ObjectId>, RandomState>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(cx: &'a Context<'a>, arena: &'a Arena<Facts<'a>>) -> Self {
        Self { cx, arena, known: RefCell::default(), reverse: OnceCell::new() }
    }

    /// The node of that id.
    pub(super) fn node(&self, id: ObjectId) -> Node<'a> {
        let known = self.known.borrow().get(&id).copied();
        known.unwrap_or_else(|| self.add(id))
    }

    fn find(&self, id: &ObjectId) -> Node<'a> {
        let known = self.known.borrow().get(id).copied();
        known.unwrap_or_else(|| self.add(id.clone()))
    }

    fn add(&self, id: ObjectId) -> Node<'a> {
        let node = Node(self.arena.alloc(Facts {
            before: self.cx.before.object(&id),
            after: self.cx.after.object(&id),
            id,
            needs_before: OnceCell::new(),
            needs_after: OnceCell::new(),
            dependants: OnceCell::new(),
            relation_before: OnceCell::new(),
            relation_after: OnceCell::new(),
        }));
        self.known.borrow_mut().insert(node.id(), node);
        node
    }

    /// The column that a default is of.
    pub(super) fn column(&self, default: Node<'a>) -> Node<'a> {
        self.node(ObjectId { kind: ObjectKind::Column, ..default.id().clone() })
    }

    /// Who needs the object in the catalog that is there now.
    pub(super) fn dependants_before(&self, of: Node<'a>) -> &'a [Node<'a>] {
        of.0.dependants.get_or_init(|| {
            let reverse = self.reverse.get_or_init(|| Reverse::of(self.cx.before));
            let told = reverse.told.get(of.id()).into_iter().flatten().copied();
            let default = default_of(of.id(), of.before());
            let own = reverse.own.get(of.id()).into_iter().flatten();
            told.map(|id| self.find(id))
                .chain(default.map(|id| self.node(id)))
                .chain(own.map(|id| self.find(id)))
                .collect()
        })
    }

    /// What the object needs in the catalog that is there now.
    pub(super) fn needs_before(&self, of: Node<'a>) -> &'a [Node<'a>] {
        of.0.needs_before.get_or_init(|| self.needs(of, of.before(), self.cx.before))
    }

    /// What the object needs in the catalog that is wanted.
    pub(super) fn needs_after(&self, of: Node<'a>) -> &'a [Node<'a>] {
        of.0.needs_after.get_or_init(|| self.needs(of, of.after(), self.cx.after))
    }

    fn needs(&self, of: Node<'a>, object: Option<Object<'a>>, catalog: &'a Catalog) -> Vec<Node<'a>> {
        let mut needs = self.sorted(catalog.dependencies.of(&of));
        // a table's id finds a foreign table too
        if let Some(object) = object.filter(|object| object.kind() == of.kind) {
            needs.extend(own_needs(&of, object, catalog).into_iter().map(|on| self.node(on)));
        }
        if of.kind == ObjectKind::Default {
            let column = self.column(of);
            let is_there = |object| matches!(object, Some(Object::Column(column)) if column.default.is_some());
            let side = if std::ptr::eq(catalog, self.cx.before) { column.before() } else { column.after() };
            needs.extend(is_there(side).then_some(column));
        }
        needs.retain(|on| *on != of);
        needs
    }

    /// The server tells dependencies in no order.
    fn sorted<'i>(&self, ids: impl Iterator<Item = &'i ObjectId>) -> Vec<Node<'a>> {
        let mut nodes: Vec<_> = ids.map(|id| self.find(id)).collect();
        nodes.sort_by_key(|node| node.id());
        nodes
    }

    /// The table or view that a part belongs to now.
    pub(super) fn relation_before(&self, of: Node<'a>) -> Option<Node<'a>> {
        *of.0.relation_before.get_or_init(|| self.relation(of, self.cx.before))
    }

    /// The table or view that a part is to belong to.
    pub(super) fn relation_after(&self, of: Node<'a>) -> Option<Node<'a>> {
        *of.0.relation_after.get_or_init(|| self.relation(of, self.cx.after))
    }

    fn relation(&self, of: Node<'a>, catalog: &Catalog) -> Option<Node<'a>> {
        let kind = catalog.relation_kind(of.schema.as_deref(), of.on.as_deref()?)?;
        let name = of.on.clone()?;
        Some(self.node(ObjectId { kind, schema: of.schema.clone(), on: None, name }))
    }

    /// What an object is in now: a part in its table or column, anything else in its schema.
    pub(super) fn home_before(&self, of: Node<'a>) -> Option<Node<'a>> {
        self.home(of, Self::relation_before)
    }

    /// What an object is to be in.
    pub(super) fn home_after(&self, of: Node<'a>) -> Option<Node<'a>> {
        self.home(of, Self::relation_after)
    }

    fn home(&self, of: Node<'a>, relation: impl Fn(&Self, Node<'a>) -> Option<Node<'a>>) -> Option<Node<'a>> {
        if of.kind == ObjectKind::Default {
            return Some(self.column(of));
        }
        if of.on.is_some() {
            return relation(self, of);
        }
        of.schema.as_ref().map(|schema| self.node(ObjectId::global(ObjectKind::Schema, schema)))
    }
}

impl<'a> Reverse<'a> {
    fn of(catalog: &'a Catalog) -> Self {
        let mut reverse = Self::default();
        for (dependent, on) in catalog.dependencies.iter() {
            reverse.told.entry(on).or_default().push(dependent);
        }
        catalog.each(|id, object| {
            for on in own_needs(&id, object, catalog) {
                if on != id {
                    reverse.own.entry(on).or_default().push(id.clone());
                }
            }
        });
        reverse
    }
}

/// What an object's own value says that it needs.
fn own_needs(id: &ObjectId, object: Object<'_>, catalog: &Catalog) -> Vec<ObjectId> {
    let mut needs = object.needs(id);
    // whatever takes a whole row of its table takes every column
    needs.extend(object.columns_in_rows(id, catalog));
    needs
}

/// A column's default needs the column, and whatever has the column's default needs it through that.
fn default_of(id: &ObjectId, object: Option<Object<'_>>) -> Option<ObjectId> {
    match object {
        Some(Object::Column(Column { default: Some(_), .. })) => {
            Some(ObjectId { kind: ObjectKind::Default, ..id.clone() })
        }
        _ => None,
    }
}
