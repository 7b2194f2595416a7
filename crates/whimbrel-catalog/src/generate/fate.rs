//! What happens to each object: created, dropped, altered in place, or dropped and created again. An object that has to
//! go for a while takes with it what depends on it.

use indexmap::IndexMap;

use super::beside;
use super::graph::{Graph, Node};
use crate::catalog::Catalog;
use crate::change::{Action, Change, ObjectId, ObjectKind};
use crate::line;
use crate::object::{Column, Object};
use crate::sql::{Alter, Context, Step};

/// What happens to one object.
pub(super) struct Fate {
    pub(super) verb: Verb,
    /// For the reader.
    pub(super) reason: String,
}

#[derive(Debug, Clone)]
pub(super) enum Verb {
    Create,
    Drop,
    Alter {
        steps: Vec<Step>,
        refused_by: Option<fn(&ObjectId) -> bool>,
    },
    Move {
        leave: Vec<Step>,
        arrive: Vec<Step>,
    },
    Replace,
    /// Made anew while the old one is there: see [`beside`].
    Beside,
    /// As [`Self::Beside`], where what is made under the name is a type of another kind, with a fate of its own.
    GiveWay,
    /// Of a column of what is made anew: it is moved, then altered by its own statements. Becomes [`Self::Alter`] when
    /// all is decided.
    Carry {
        own: Vec<Step>,
    },
}

impl Fate {
    /// It is not there for a while, or no longer.
    pub(super) fn goes(&self) -> bool {
        matches!(self.verb, Verb::Drop | Verb::Replace | Verb::Beside | Verb::GiveWay)
    }

    /// It is made, for the first time or again.
    pub(super) fn comes(&self) -> bool {
        matches!(self.verb, Verb::Create | Verb::Replace | Verb::Beside)
    }
}

/// By object, in the order in which they were decided. What stays as it is has none.
pub(super) type Fates<'a> = IndexMap<Node<'a>, Fate, foldhash::fast::RandomState>;

/// Says what happens to each object that changes or is in the way of a change.
pub(super) fn decide<'a>(changes: Vec<Change>, graph: &Graph<'a>, cx: &Context<'_>) -> Fates<'a> {
    let mut fates = Fates::with_capacity_and_hasher(changes.len(), Default::default());
    for change in changes {
        let reason = match change.action {
            Action::Created => "new".to_owned(),
            Action::Dropped => "no longer wanted".to_owned(),
            Action::Altered => line::of(&change),
        };
        let (node, action) = (graph.node(change.object), change.action);
        let verb = match action {
            // a part of a table that became a foreign table or a view, or the other way round
            Action::Created | Action::Dropped if fates.contains_key(&node) => Verb::Replace,
            Action::Created => Verb::Create,
            Action::Dropped => Verb::Drop,
            Action::Altered => altered(node, cx),
        };
        default_of(node, action, &verb, &mut fates, graph, cx);
        fates.insert(node, Fate { verb, reason });
    }
    let gone = fates.iter().filter(|(_, fate)| matches!(fate.verb, Verb::Drop)).map(|(id, _)| *id);
    let gone = gone.filter(|&id| beside::successor(id, graph) != id && keeps_columns(id, &fates, graph, cx));
    for id in gone.collect::<Vec<_>>() {
        fates.entry(id).and_modify(|fate| fate.verb = Verb::GiveWay);
    }
    let beside = fates.iter().filter(|(_, fate)| matches!(fate.verb, Verb::Beside)).map(|(id, _)| *id);
    let idle: Vec<_> = beside.filter(|&id| !keeps_columns(id, &fates, graph, cx)).collect();
    for id in idle {
        fates.entry(id).and_modify(|fate| fate.verb = Verb::Replace);
    }
    close(&mut fates, graph, cx);
    let moves = fates.iter().filter(|(_, fate)| matches!(fate.verb, Verb::Carry { .. }));
    let moves: Vec<_> = moves.map(|(&id, _)| (id, beside::moved(id, graph, &fates, cx))).collect();
    for (id, mut steps) in moves {
        fates.entry(id).and_modify(|fate| {
            if let Verb::Carry { own } = &mut fate.verb {
                steps.append(own);
            }
            fate.verb = Verb::Alter { steps, refused_by: None };
        });
    }
    fates
}

/// True for what has to be made anew beside the old one, since columns are made of it.
fn keeps_columns<'a>(id: Node<'a>, fates: &Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> bool {
    // a function that makes a range canonical and the range need each other: these can only go together
    let is_canonical = |object| matches!(object, Some(Object::RangeType(range)) if range.canonical.is_some());
    beside::is_material(id.kind)
        && !is_canonical(id.before())
        && !is_canonical(id.after())
        && beside::is_in_columns(id, fates, graph, cx)
}

fn altered(id: Node<'_>, cx: &Context<'_>) -> Verb {
    let (Some(old), Some(new)) = (id.before(), id.after()) else {
        // a view's column: only what is said of it can change
        return Verb::Alter { steps: Vec::new(), refused_by: None };
    };
    // equality covers the parts of a relation too, its description does not
    if old.describe() == new.describe() {
        return Verb::Alter { steps: Vec::new(), refused_by: None };
    }
    match old.alter(&new, &id, cx) {
        Alter::InPlace(steps) => Verb::Alter { steps, refused_by: None },
        Alter::Around { steps, refused_by } => Verb::Alter { steps, refused_by: Some(refused_by) },
        Alter::Moves { leave, arrive } => Verb::Move { leave, arrive },
        Alter::Beside => Verb::Beside,
        Alter::Replace => Verb::Replace,
    }
}

/// A default is ordered on its own, since it may need what the column itself does not.
fn default_of<'a>(
    column: Node<'a>,
    action: Action,
    verb: &Verb,
    fates: &mut Fates<'a>,
    graph: &Graph<'a>,
    cx: &Context<'_>,
) {
    if column.kind != ObjectKind::Column {
        return;
    }
    if action == Action::Created && Column::comes_with_parent(&column, cx) {
        return;
    }
    let (old, new) = (as_column(column.before()), as_column(column.after()));
    let (old_default, new_default) = (old.and_then(|c| c.default.as_ref()), new.and_then(|c| c.default.as_ref()));
    let retyped = match (old, new) {
        (Some(old), Some(new)) => base(&old.data_type) != base(&new.data_type),
        _ => false,
    };
    let default = || ObjectId { kind: ObjectKind::Default, ..column.id().clone() };
    let verb = match (old_default, new_default, verb) {
        (None, None, _) => return,
        (Some(_), Some(_), Verb::Replace) => Verb::Replace,
        (Some(old), Some(new), _) if old == new && !retyped => return,
        (Some(_), Some(_), _) if retyped => Verb::Replace,
        (Some(_), Some(new), _) => {
            Verb::Alter { steps: vec![Column::default_set(&default(), new, cx)], refused_by: None }
        }
        (None, Some(_), _) => Verb::Create,
        (Some(_), None, _) => Verb::Drop,
    };
    let value = |default: Option<&String>| default.map_or("none", String::as_str).to_owned();
    let reason = match (old_default == new_default, action) {
        (true, _) => "the column's type changes".to_owned(),
        (false, Action::Altered) => format!("default {} → {}", value(old_default), value(new_default)),
        (false, Action::Created) => "new".to_owned(),
        (false, Action::Dropped) => "no longer wanted".to_owned(),
    };
    fates.insert(graph.node(default()), Fate { verb, reason });
}

fn as_column(object: Option<Object<'_>>) -> Option<&Column> {
    match object {
        Some(Object::Column(column)) => Some(column),
        _ => None,
    }
}

/// A type without its modifiers: a default survives a change of these.
fn base(data_type: &str) -> &str {
    data_type.split('(').next().unwrap_or(data_type)
}

pub(super) fn column<'a>(catalog: &'a Catalog, id: &ObjectId) -> Option<&'a Column> {
    match catalog.object(&ObjectId { kind: ObjectKind::Column, ..id.clone() }) {
        Some(Object::Column(column)) => Some(column),
        _ => None,
    }
}

/// Replaces what is in the way, until nothing more is.
fn close<'a>(fates: &mut Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) {
    // what is created is in nobody's way
    let fated = fates.iter().filter(|(_, fate)| !matches!(fate.verb, Verb::Create)).map(|(id, _)| *id);
    let mut open: Vec<Node<'a>> = fated.collect();
    open.sort_by_key(|id| id.id());
    while let Some(id) = open.pop() {
        let Some(fate) = fates.get(&id) else { continue };
        let (goes, verb) = (fate.goes(), fate.verb.clone());
        let mut parts = Vec::new();
        if matches!(verb, Verb::Replace) {
            parts = parts_of(id, graph, cx);
        }
        let because = |what: &str| format!("{what} {} {}, which is {}", id.kind, id.short(), past(&verb));
        let dependants = graph.dependants_before(id).iter().filter(|d| stays(fates.get(*d)));
        let mut found = Vec::new();
        for &dependant in dependants {
            let in_the_way = match &verb {
                Verb::Drop => fates.get(&dependant).is_none(),
                Verb::Replace | Verb::Beside | Verb::GiveWay => {
                    let is_needed = |on: Node<'a>| graph.needs_after(dependant).contains(&on);
                    fates.get(&dependant).is_none() || is_needed(beside::successor(id, graph))
                }
                Verb::Alter { refused_by: Some(refused_by), .. } => refused_by(&dependant),
                Verb::Carry { .. } => beside::refuses_move(&dependant),
                _ => false,
            };
            if in_the_way {
                found.push((dependant, because("depends on")));
            }
        }
        if goes {
            found.extend(parts.into_iter().filter(|p| stays(fates.get(p))).map(|p| (p, because("belongs to"))));
        }
        for (dependant, reason) in found {
            if matches!(verb, Verb::Beside | Verb::GiveWay) && is_moved(dependant, cx) {
                let own = match fates.get(&dependant).map(|fate| &fate.verb) {
                    Some(Verb::Carry { .. }) => continue,
                    Some(Verb::Alter { steps, .. }) => steps.clone(),
                    _ => Vec::new(),
                };
                fates.insert(dependant, Fate { verb: Verb::Carry { own }, reason });
                open.push(dependant);
            } else if replaceable(dependant, cx) {
                let (dependant, verb) = replacement(dependant, fates, graph, cx);
                fates.insert(dependant, Fate { verb, reason });
                open.push(dependant);
            }
        }
    }
}

/// True for a column that keeps its values while what it is made of is made anew.
fn is_moved(id: Node<'_>, cx: &Context<'_>) -> bool {
    let is_computed = as_column(id.before()).is_none_or(|column| column.generated.is_some());
    id.kind == ObjectKind::Column && !is_computed && !beside::is_partition_key(&id, cx)
}

/// How something that is in the way goes and comes again.
fn replacement<'a>(id: Node<'a>, fates: &Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> (Node<'a>, Verb) {
    if keeps_columns(id, fates, graph, cx) {
        return (id, Verb::Beside);
    }
    // what a table is divided by goes only with the table
    let table = graph.relation_before(id).filter(|_| beside::is_partition_key(&id, cx));
    match table.filter(|table| stays(fates.get(table))) {
        Some(table) => (table, Verb::Replace),
        None => (id, Verb::Replace),
    }
}

fn past(verb: &Verb) -> &'static str {
    match verb {
        Verb::Create => "created",
        Verb::Drop => "dropped",
        Verb::Alter { .. } | Verb::Move { .. } | Verb::Carry { .. } => "altered",
        Verb::Replace | Verb::Beside | Verb::GiveWay => "replaced",
    }
}

/// True for what is not dropped or replaced already.
fn stays(fate: Option<&Fate>) -> bool {
    fate.is_none_or(|fate| !fate.goes())
}

/// True where the object is there on both sides, and is not one that comes and goes with what it is inherited from.
fn replaceable(id: Node<'_>, cx: &Context<'_>) -> bool {
    if id.kind == ObjectKind::Default {
        let default = |catalog| column(catalog, &id).and_then(|c| c.default.as_ref()).is_some();
        return default(cx.before) && default(cx.after);
    }
    match (id.before(), id.after()) {
        (Some(old), Some(new)) => !(old.is_inherited() && new.is_inherited()),
        _ => false,
    }
}

/// What belongs to a table or view on both sides, and goes and comes with it.
fn parts_of<'a>(id: Node<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> Vec<Node<'a>> {
    if id.on.is_some() || id.relation().is_none() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    cx.before.each_part(&id, |part, object| {
        if let Object::Column(column) = object
            && column.default.is_some()
        {
            parts.push(graph.node(ObjectId { kind: ObjectKind::Default, ..part.clone() }));
        }
        parts.push(graph.node(part));
    });
    parts.retain(|part| match part.kind {
        ObjectKind::Default => column(cx.after, part).is_some_and(|c| c.default.is_some()),
        _ => part.after().is_some(),
    });
    parts
}
