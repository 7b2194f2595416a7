//! A unit as statements.

use super::Statement;
use super::beside;
use super::fate::{Fate, Fates, Verb, column};
use super::unit::{Deed, Unit};
use crate::attribute::{self, Attributes};
use crate::catalog::Catalog;
use crate::change::{Action, ObjectId, ObjectKind};
use crate::object::{Column, Object, RangeType, View};
use crate::sql::{Context, Step};

/// With whether it runs after all others.
pub(super) fn unit(unit: &Unit, fates: &Fates, cx: &Context<'_>) -> Vec<(bool, Statement)> {
    let fate = fates.get(&unit.id);
    let steps = match unit.deed {
        Deed::Empty => match cx.before.object(&unit.id) {
            Some(Object::View(view)) => vec![view.empty(&unit.id)],
            Some(Object::Domain(domain)) => domain.empty(&unit.id),
            Some(Object::Function(function)) => vec![function.empty()],
            _ => Vec::new(),
        },
        Deed::Stub => match cx.after.object(&unit.id) {
            Some(Object::View(view)) if !fate.is_some_and(Fate::comes) => vec![view.empty(&unit.id)],
            Some(Object::View(view)) => vec![view.stub(&unit.id)],
            Some(Object::Domain(domain)) => domain.stub(&unit.id, cx),
            Some(Object::Function(function)) => vec![function.stub()],
            _ => Vec::new(),
        },
        Deed::Aside => beside::set_aside(&unit.id, unit.over_stub, cx),
        Deed::Drop => dropped(unit, fate.map(|fate| &fate.verb), cx),
        Deed::Create => created(unit, fates, cx),
        Deed::Leave => match fate.map(|fate| &fate.verb) {
            Some(Verb::Move { leave, .. }) => leave.clone(),
            _ => Vec::new(),
        },
        Deed::Arrive => match fate.map(|fate| &fate.verb) {
            Some(Verb::Move { arrive, .. }) => {
                let mut steps = arrive.clone();
                steps.extend(attributes(&unit.id, &said(cx.before, &unit.id), cx));
                steps
            }
            _ => Vec::new(),
        },
        Deed::Alter => match fate.map(|fate| &fate.verb) {
            // with the view, which says what is said of its columns
            Some(Verb::Alter { .. }) if view_of(&unit.id, cx).is_some_and(|view| comes(fates, &view)) => Vec::new(),
            Some(Verb::Alter { steps, .. }) => {
                let mut steps = steps.clone();
                steps.extend(attributes(&unit.id, &said(cx.before, &unit.id), cx));
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
        let (object, reason) = (unit.id.clone(), reason.clone());
        (step.is_last, Statement { object, action, reason, sql: step.sql, hazards: step.hazards })
    };
    steps.into_iter().map(statement).collect()
}

/// The view or materialized view that a column is of.
fn view_of(id: &ObjectId, cx: &Context<'_>) -> Option<ObjectId> {
    let name = id.relation().filter(|_| id.kind == ObjectKind::Column)?;
    let kinds = [ObjectKind::View, ObjectKind::MaterializedView];
    kinds.map(|kind| ObjectId::new(kind, &name)).into_iter().find(|view| cx.after.object(view).is_some())
}

fn comes(fates: &Fates, id: &ObjectId) -> bool {
    fates.get(id).is_some_and(|fate| fate.comes())
}

fn dropped(unit: &Unit, verb: Option<&Verb>, cx: &Context<'_>) -> Vec<Step> {
    if unit.id.kind == ObjectKind::Default {
        return vec![Column::default_drop(&unit.id, cx)];
    }
    if unit.id.kind == ObjectKind::RangeType && !unit.parts.is_empty() {
        // with the function that makes it canonical: each needs the other, and all else is gone
        return vec![Step::new(format!("DROP TYPE {} CASCADE", unit.id.sql()))];
    }
    let id = match verb {
        Some(Verb::Beside | Verb::GiveWay) => &beside::old(&unit.id),
        _ => &unit.id,
    };
    cx.before.object(&unit.id).map(|object| object.drop(id, cx)).unwrap_or_default()
}

fn created(unit: &Unit, fates: &Fates, cx: &Context<'_>) -> Vec<Step> {
    let id = &unit.id;
    if id.kind == ObjectKind::Default {
        let default = column(cx.after, id).and_then(|column| column.default.as_ref());
        return default.map(|default| Column::default_set(id, default, cx)).into_iter().collect();
    }
    let with = |part: &ObjectId| unit.parts.contains(part);
    let Some(object) = cx.after.object(id) else { return Vec::new() };
    let mut steps = match object {
        Object::Table(table) => table.create_with(id, &with, cx),
        Object::Column(column) => {
            column.create_with(id, with(&ObjectId { kind: ObjectKind::Default, ..id.clone() }), cx)
        }
        // a function that makes a range canonical takes the range itself: both stand on a shell
        Object::RangeType(_) if !unit.parts.is_empty() => {
            let functions = unit.parts.iter().filter_map(|part| Some(cx.after.object(part)?.create(part, cx)));
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
            let column = ObjectId::part(ObjectKind::Column, &name, &column.name);
            if fates.get(&column).is_none() || comes(fates, id) {
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
