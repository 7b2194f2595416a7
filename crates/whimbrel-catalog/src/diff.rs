//! What differs between two catalogs. One pass over the objects of both, in their order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::attribute::Attributes;
use crate::catalog::Catalog;
use crate::change::{Action, Change, ObjectId, ObjectKind};
use crate::describe::{Describe, altered, created, dropped};
use crate::name::Name;
use crate::object::{Column, Key, MaterializedView, Table, View};

impl Catalog {
    /// What leads from `before` to `after`.
    ///
    /// The order is fixed: by kind as [`Catalog`] lists them, then by name; a table is followed by what belongs to
    /// it, columns in the order of the table. A table that is created or dropped has a change for each of its parts.
    pub fn changes(before: &Self, after: &Self) -> Vec<Change> {
        Self::told(before, after, true)
    }

    /// As [`Self::changes`], without the facts of what is created or dropped, which take most of the time.
    pub(crate) fn actions(before: &Self, after: &Self) -> Vec<Change> {
        Self::told(before, after, false)
    }

    fn told(before: &Self, after: &Self, describes: bool) -> Vec<Change> {
        let mut out = Told { changes: Vec::new(), describes };
        global(&before.schemas, &after.schemas, &mut out);
        global(&before.extensions, &after.extensions, &mut out);
        in_schema(&before.enums, &after.enums, &mut out);
        in_schema(&before.domains, &after.domains, &mut out);
        in_schema(&before.composite_types, &after.composite_types, &mut out);
        in_schema(&before.range_types, &after.range_types, &mut out);
        in_schema(&before.sequences, &after.sequences, &mut out);
        relations(&before.tables, &after.tables, &Table::default(), table_parts, &mut out);
        relations(&before.views, &after.views, &View::default(), view_parts, &mut out);
        let none = MaterializedView::default();
        relations(&before.materialized_views, &after.materialized_views, &none, materialized_view_parts, &mut out);
        in_schema(&before.functions, &after.functions, &mut out);
        in_schema(&before.statistics, &after.statistics, &mut out);
        global(&before.event_triggers, &after.event_triggers, &mut out);
        global(&before.default_privileges, &after.default_privileges, &mut out);
        global(&before.languages, &after.languages, &mut out);
        global(&before.access_methods, &after.access_methods, &mut out);
        in_schema(&before.collations, &after.collations, &mut out);
        in_schema(&before.operators, &after.operators, &mut out);
        in_schema(&before.operator_families, &after.operator_families, &mut out);
        in_schema(&before.operator_classes, &after.operator_classes, &mut out);
        global(&before.casts, &after.casts, &mut out);
        global(&before.transforms, &after.transforms, &mut out);
        in_schema(&before.conversions, &after.conversions, &mut out);
        in_schema(&before.text_search_parsers, &after.text_search_parsers, &mut out);
        in_schema(&before.text_search_templates, &after.text_search_templates, &mut out);
        in_schema(&before.text_search_dictionaries, &after.text_search_dictionaries, &mut out);
        in_schema(&before.text_search_configurations, &after.text_search_configurations, &mut out);
        global(&before.foreign_data_wrappers, &after.foreign_data_wrappers, &mut out);
        global(&before.servers, &after.servers, &mut out);
        global(&before.user_mappings, &after.user_mappings, &mut out);
        global(&before.publications, &after.publications, &mut out);
        attributes(before, after, &mut out.changes);
        out.changes
    }
}

/// The changes so far.
struct Told {
    changes: Vec<Change>,
    /// Also what is created or dropped.
    describes: bool,
}

impl Told {
    fn altered<T: Describe>(&mut self, object: ObjectId, before: &T, after: &T) {
        self.changes.push(altered(object, before, after));
    }

    fn created(&mut self, object: ObjectId, it: &impl Describe) {
        self.changes.push(match self.describes {
            true => created(object, it),
            false => Change { object, action: Action::Created, facts: Vec::new() },
        });
    }

    fn dropped(&mut self, object: ObjectId, it: &impl Describe) {
        self.changes.push(match self.describes {
            true => dropped(object, it),
            false => Change { object, action: Action::Dropped, facts: Vec::new() },
        });
    }
}

/// Adds what differs in owner, comment, privileges and labels to the changes: to an object's own where it has one.
fn attributes(before: &Catalog, after: &Catalog, out: &mut Vec<Change>) {
    let none = Attributes::default();
    let mut at: Option<HashMap<ObjectId, usize>> = None;
    pairs(&before.attributes, &after.attributes, |id, old, new| {
        if old == new {
            return;
        }
        let facts = Attributes::difference(old.unwrap_or(&none), new.unwrap_or(&none));
        if facts.is_empty() {
            return;
        }
        let at = at.get_or_insert_with(|| out.iter().enumerate().map(|(i, c)| (c.object.clone(), i)).collect());
        match at.get(id) {
            Some(&i) => out[i].facts.extend(facts),
            None => {
                // a column of a view comes and goes with it
                let view = id.relation().filter(|_| id.kind == ObjectKind::Column).and_then(|name| {
                    let mut kinds = [ObjectKind::View, ObjectKind::MaterializedView].into_iter();
                    kinds.find_map(|kind| at.get(&ObjectId::new(kind, &name)))
                });
                let action = view.map_or(Action::Altered, |&i| out[i].action);
                out.push(Change { object: id.clone(), action, facts });
            }
        }
    });
}

/// Walks two maps side by side.
fn pairs<'a, K: Ord, T>(
    before: &'a BTreeMap<K, T>,
    after: &'a BTreeMap<K, T>,
    mut each: impl FnMut(&'a K, Option<&'a T>, Option<&'a T>),
) {
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        let left = if order.is_le() { old.next() } else { None };
        let right = if order.is_ge() { new.next() } else { None };
        if let Some((key, _)) = left.or(right) {
            each(key, left.map(|(_, v)| v), right.map(|(_, v)| v));
        }
    }
}

/// The change of one object, or two where an object of another kind took its name.
fn compare<T: Describe>(id: impl Fn(ObjectKind) -> ObjectId, before: Option<&T>, after: Option<&T>, out: &mut Told) {
    match (before, after) {
        (Some(old), Some(new)) if old == new => {}
        (Some(old), Some(new)) if old.kind() == new.kind() => out.altered(id(new.kind()), old, new),
        (old, new) => {
            old.into_iter().for_each(|o| out.dropped(id(o.kind()), o));
            new.into_iter().for_each(|n| out.created(id(n.kind()), n));
        }
    }
}

fn global<T: Describe>(before: &BTreeMap<String, T>, after: &BTreeMap<String, T>, out: &mut Told) {
    pairs(before, after, |name, old, new| compare(|kind| ObjectId::global(kind, name), old, new, out));
}

fn in_schema<T: Describe>(before: &BTreeMap<Name, T>, after: &BTreeMap<Name, T>, out: &mut Told) {
    pairs(before, after, |name, old, new| compare(|kind| ObjectId::new(kind, name), old, new, out));
}

fn parts<T: Describe>(on: &Name, before: &BTreeMap<String, T>, after: &BTreeMap<String, T>, out: &mut Told) {
    pairs(before, after, |name, old, new| compare(|kind| ObjectId::part(kind, on, name), old, new, out));
}

/// Relations and their parts; `none` stands for one that is not there.
fn relations<T: Describe>(
    before: &BTreeMap<Name, T>,
    after: &BTreeMap<Name, T>,
    none: &T,
    parts: impl Fn(&Name, &T, &T, &mut Told),
    out: &mut Told,
) {
    pairs(before, after, |name, old, new| {
        let id = |kind| ObjectId::new(kind, name);
        match (old, new) {
            (Some(old), Some(new)) if old == new => return,
            // equality covers the parts, so it says nothing of the relation itself
            (Some(old), Some(new)) if old.describe() == new.describe() => {}
            _ => compare(id, old, new, out),
        }
        if let (Some(old), Some(new)) = (old, new)
            && old.kind() != new.kind()
        {
            // nothing stays of a table where a foreign table takes its name
            parts(name, old, none, out);
            parts(name, none, new, out);
            return;
        }
        parts(name, old.unwrap_or(none), new.unwrap_or(none), out);
    });
}

fn table_parts(on: &Name, old: &Table, new: &Table, out: &mut Told) {
    columns(on, &old.columns, &new.columns, out);
    primary_key(on, old.primary_key.as_ref(), new.primary_key.as_ref(), out);
    parts(on, &old.uniques, &new.uniques, out);
    parts(on, &old.foreign_keys, &new.foreign_keys, out);
    parts(on, &old.checks, &new.checks, out);
    parts(on, &old.exclusions, &new.exclusions, out);
    parts(on, &old.indexes, &new.indexes, out);
    parts(on, &old.triggers, &new.triggers, out);
    parts(on, &old.rules, &new.rules, out);
    parts(on, &old.policies, &new.policies, out);
}

fn view_parts(on: &Name, old: &View, new: &View, out: &mut Told) {
    parts(on, &old.triggers, &new.triggers, out);
    parts(on, &old.rules, &new.rules, out);
}

fn materialized_view_parts(on: &Name, old: &MaterializedView, new: &MaterializedView, out: &mut Told) {
    parts(on, &old.indexes, &new.indexes, out);
}

/// Columns that stay or come, in their new order; then those that go. Their position is not compared.
fn columns(on: &Name, before: &[Column], after: &[Column], out: &mut Told) {
    let mut left: HashMap<&str, &Column> = before.iter().map(|c| (c.name.as_str(), c)).collect();
    for column in after {
        let old = left.remove(column.name.as_str());
        compare(|kind| ObjectId::part(kind, on, &column.name), old, Some(column), out);
    }
    for column in before.iter().filter(|c| left.contains_key(c.name.as_str())) {
        compare(|kind| ObjectId::part(kind, on, &column.name), Some(column), None, out);
    }
}

fn primary_key(on: &Name, old: Option<&(String, Key)>, new: Option<&(String, Key)>, out: &mut Told) {
    let id = |name: &str| ObjectId::part(ObjectKind::PrimaryKey, on, name);
    match (old, new) {
        (Some((a, old)), Some((b, new))) if a == b => compare(|_| id(a), Some(old), Some(new), out),
        _ => {
            old.into_iter().for_each(|(name, key)| out.dropped(id(name), key));
            new.into_iter().for_each(|(name, key)| out.created(id(name), key));
        }
    }
}
