//! A unit as statements.

use super::Statement;
use super::beside;
use super::fate::{Fate, Fates, Verb, column};
use super::graph::{Graph, Node};
use super::unit::{Deed, Unit};
use crate::attribute::{self, Attributes};
use crate::catalog::Catalog;
use crate::change::{Action, ObjectId, ObjectKind};
use crate::object::{Column, Object, RangeType, View};
use crate::sql::{Context, Step};

/// With whether it runs after all others.
pub(super) fn unit<'a>(
    unit: &Unit<'a>,
    fates: &Fates<'a>,
    graph: &Graph<'a>,
    cx: &Context<'_>,
) -> Vec<(bool, Statement)> {
    let (node, id) = (unit.node, unit.node.id());
    let fate = fates.get(&node);
    let steps = match unit.deed {
        Deed::Empty => match node.before() {
            Some(Object::View(view)) => vec![view.empty(id)],
            Some(Object::Domain(domain)) => domain.empty(id),
            Some(Object::Function(function)) => vec![function.empty()],
            _ => Vec::new(),
        },
        Deed::Stub => match node.after() {
            Some(Object::View(view)) if !fate.is_some_and(Fate::comes) => vec![view.empty(id)],
            Some(Object::View(view)) => vec![view.stub(id)],
            Some(Object::Domain(domain)) => domain.stub(id, cx),
            Some(Object::Function(function)) => vec![function.stub()],
            _ => Vec::new(),
        },
        Deed::Aside => beside::set_aside(id, unit.over_stub, cx),
        Deed::Drop => dropped(unit, fate.map(|fate| &fate.verb), cx),
        Deed::Create => created(unit, fates, graph, cx),
        Deed::Leave => match fate.map(|fate| &fate.verb) {
            Some(Verb::Move { leave, .. }) => leave.clone(),
            _ => Vec::new(),
        },
        Deed::Arrive => match fate.map(|fate| &fate.verb) {
            Some(Verb::Move { arrive, .. }) => {
                let mut steps = arrive.clone();
                steps.extend(attributes(id, &said(cx.before, id), cx));
                steps
            }
            _ => Vec::new(),
        },
        Deed::Alter => match fate.map(|fate| &fate.verb) {
            // with the view, which says what is said of its columns
            Some(Verb::Alter { .. }) if view_of(node, graph).is_some_and(|view| comes(fates, view)) => Vec::new(),
            Some(Verb::Alter { steps, .. }) => {
                let mut steps = steps.clone();
                steps.extend(attributes(id, &said(cx.before, id), cx));
                steps
            }
            _ => Vec::new(),
        },
    };
    let action = match unit.deed {
        Deed::Drop => Action::Dropped,
        Deed::Stub if !fate.is_some_and(Fate::comes) => Action::Altered,
        Deed::Stub | Deed::Create => Action::Created,
        Deed::Empty | Deed::Leave | Deed::Aside | Deed::Alter | Deed::Arrive => Action::Altered,
    };
    let reason = match unit.deed {
        Deed::Stub => "a stub, since what it needs needs it".to_owned(),
        Deed::Empty => "emptied, since what it needs needs it".to_owned(),
        _ => fate.map(|fate| fate.reason.clone()).unwrap_or_default(),
    };
    let statement = |step: Step| {
        let (object, reason) = (id.clone(), reason.clone());
        (step.is_last, Statement { object, action, reason, sql: step.sql, hazards: step.hazards })
    };
    steps.into_iter().map(statement).collect()
}

/// The view or materialized view that a column is of.
fn view_of<'a>(node: Node<'a>, graph: &Graph<'a>) -> Option<Node<'a>> {
    let relation = graph.relation_after(node).filter(|_| node.kind == ObjectKind::Column);
    relation.filter(|it| matches!(it.kind, ObjectKind::View | ObjectKind::MaterializedView))
}

fn comes<'a>(fates: &Fates<'a>, node: Node<'a>) -> bool {
    fates.get(&node).is_some_and(Fate::comes)
}

fn dropped(unit: &Unit<'_>, verb: Option<&Verb>, cx: &Context<'_>) -> Vec<Step> {
    let id = unit.node.id();
    if id.kind == ObjectKind::Default {
        return vec![Column::default_drop(id, cx)];
    }
    if id.kind == ObjectKind::RangeType && !unit.parts.is_empty() {
        // with the function that makes it canonical: each needs the other, and all else is gone
        return vec![Step::new(format!("DROP TYPE {} CASCADE", id.sql()))];
    }
    let id = match verb {
        Some(Verb::Beside | Verb::GiveWay) => &beside::old(id),
        _ => id,
    };
    unit.node.before().map(|object| object.drop(id, cx)).unwrap_or_default()
}

fn created<'a>(unit: &Unit<'a>, fates: &Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> Vec<Step> {
    let id = unit.node.id();
    if id.kind == ObjectKind::Default {
        let default = column(cx.after, id).and_then(|column| column.default.as_ref());
        return default.map(|default| Column::default_set(id, default, cx)).into_iter().collect();
    }
    let with = |part: &ObjectId| unit.parts.iter().any(|it| it.id() == part);
    let Some(object) = unit.node.after() else { return Vec::new() };
    let mut steps = match object {
        Object::Table(table) => table.create_with(id, &with, cx),
        Object::Column(column) => {
            column.create_with(id, with(&ObjectId { kind: ObjectKind::Default, ..id.clone() }), cx)
        }
        // a function that makes a range canonical takes the range itself: both stand on a shell
        Object::RangeType(_) if !unit.parts.is_empty() => {
            let functions = unit.parts.iter().filter_map(|part| Some(part.after()?.create(part, cx)));
            let shell = std::iter::once(RangeType::shell(id));
            shell.chain(functions.flatten()).chain(object.create(id, cx)).collect()
        }
        Object::Domain(domain) if unit.over_stub => domain.fill(id),
        Object::Function(function) if unit.over_stub => vec![Step::new(&function.definition)],
        _ => object.create(id, cx),
    };
    if unit.over_stub {
        steps
            .iter_mut()
            .take(1)
            .for_each(|step| step.sql = step.sql.replacen("CREATE VIEW", "CREATE OR REPLACE VIEW", 1));
    }
    // what existed under this name before took its comment, owner and privileges with it
    let implied = attribute::implied(id, cx);
    steps.extend(attributes(id, &implied, cx));
    for part in &unit.parts {
        steps.extend(attributes(part, &attribute::implied(part, cx), cx));
    }
    if let Object::View(View { columns, .. }) | Object::MaterializedView(crate::MaterializedView { columns, .. }) =
        object
        && let Some(name) = id.relation()
    {
        for column in columns {
            let column = graph.node(ObjectId::part(ObjectKind::Column, &name, &column.name));
            if fates.get(&column).is_none() || comes(fates, unit.node) {
                steps.extend(attributes(&column, &Attributes::default(), cx));
            }
        }
    }
    steps
}

fn said(catalog: &Catalog, id: &ObjectId) -> Attributes {
    catalog.attributes.get(id).cloned().unwrap_or_default()
}

/// From what it has to what is wanted.
fn attributes(id: &ObjectId, has: &Attributes, cx: &Context<'_>) -> Vec<Step> {
    let wanted = said(cx.after, id);
    if *has == wanted { Vec::new() } else { attribute::alter(id, has, cx) }
}
