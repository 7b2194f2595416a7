//! Who inherits from whom: partitions from their partitioned table, children from their parents.

use super::locks::relation;
use super::{Column, Table};
use crate::catalog::Catalog;
use crate::change::ObjectId;
use crate::name::Name;
use crate::sql::Context;

impl Table {
    /// The partitioned table, or the parents in order.
    pub(super) fn parents(&self) -> impl Iterator<Item = &Name> {
        self.partition_of.iter().map(|partition| &partition.parent).chain(&self.inherits)
    }

    /// The column that a parent hands down, as that parent has it.
    pub(super) fn handed_down<'a>(&self, column: &str, catalog: &'a Catalog) -> Option<&'a Column> {
        self.parents().find_map(|parent| catalog.tables.get(parent)?.column(column))
    }
}

impl Column {
    /// True for a column of a table that is there, where it is new to a parent as well, and comes with the same default.
    pub(crate) fn comes_with_parent(id: &ObjectId, cx: &Context<'_>) -> bool {
        let Some((old, new)) = both(id, cx) else { return false };
        let column = new.column(&id.name).filter(|column| column.origin.is_inherited());
        let handed_down = new.handed_down(&id.name, cx.after);
        let default = |column: Option<&Self>| column.map(|column| column.default.clone());
        column.is_some()
            && default(column) == default(handed_down)
            && old.handed_down(&id.name, cx.before).is_none()
            && !joins(id, cx)
    }
}

/// The tables that inherit from that one, without those further down.
pub(super) fn children<'a>(catalog: &'a Catalog, parent: &Name) -> Vec<(&'a Name, &'a Table)> {
    catalog.tables.iter().filter(|(_, table)| table.parents().any(|name| name == parent)).collect()
}

/// Those and the ones further down.
pub(super) fn descendants<'a>(catalog: &'a Catalog, parent: &Name) -> Vec<(&'a Name, &'a Table)> {
    let mut found = children(catalog, parent);
    let mut at = 0;
    while at < found.len() {
        for child in children(catalog, found[at].0) {
            if !found.iter().any(|(name, _)| *name == child.0) {
                found.push(child);
            }
        }
        at += 1;
    }
    found
}

/// True where a table inherits from that one, now or then.
pub(super) fn has_children(id: &ObjectId, cx: &Context<'_>) -> bool {
    let table = relation(id);
    let is_parent = |catalog: &Catalog| catalog.tables.values().any(|t| t.parents().any(|name| *name == table));
    is_parent(cx.before) || is_parent(cx.after)
}

/// The table as it is and as it will be, where it is there on both sides.
pub(super) fn both<'a>(id: &ObjectId, cx: &Context<'a>) -> Option<(&'a Table, &'a Table)> {
    let name = relation(id);
    Some((cx.before.tables.get(&name)?, cx.after.tables.get(&name)?))
}

/// True where the table gets a parent or a type that it has not: then it is made alike first, by the statements of the
/// table.
pub(super) fn joins(id: &ObjectId, cx: &Context<'_>) -> bool {
    both(id, cx).is_some_and(|(old, new)| {
        let place = new.partition_of.is_some() && new.partition_of != old.partition_of;
        place
            || new.inherits.iter().any(|parent| !old.inherits.contains(parent))
            || (new.of_type.is_some() && new.of_type != old.of_type)
    })
}

/// True where the table leaves a parent or a type: what it had from there is its own by the statements of the table.
pub(super) fn leaves(id: &ObjectId, cx: &Context<'_>) -> bool {
    both(id, cx).is_some_and(|(old, new)| {
        (old.partition_of.is_some() && old.partition_of != new.partition_of)
            || !new.inherits.starts_with(&old.inherits)
            || (old.of_type.is_some() && old.of_type != new.of_type)
    })
}

/// What of a parent's is dropped from its children one by one, since dropping it from the parent does not.
pub(super) struct DropPlan {
    /// Only from the parent: a child keeps its own.
    pub(super) only: bool,
    /// The children that have to drop theirs afterwards.
    pub(super) children: Vec<Name>,
}

/// How a column or constraint is dropped from a table and those that inherit from it. `before` and `after` tell whether
/// a table has it: `None`, or whether it is its own.
pub(super) fn drop_plan(
    table: &Name,
    cx: &Context<'_>,
    before: impl Fn(&Table) -> Option<crate::Origin>,
    after: impl Fn(&Table) -> Option<crate::Origin>,
) -> DropPlan {
    let inheriting = |(_, child): &(&Name, &Table)| child.partition_of.is_none();
    let direct: Vec<_> = children(cx.before, table).into_iter().filter(inheriting).collect();
    let keeps = |name: &Name| cx.after.tables.get(name).and_then(&after).is_some_and(|origin| !origin.is_inherited());
    let has = |child: &Table| before(child).is_some();
    let only = direct.iter().any(|(name, child)| has(child) && keeps(name));
    let stays = |name: &Name| cx.after.tables.contains_key(name);
    let left: Vec<_> = if only {
        direct.into_iter().filter(|(name, child)| has(child) && stays(name) && !keeps(name)).collect()
    } else {
        let merged = |child: &Table| before(child) == Some(crate::Origin::Merged);
        let all = descendants(cx.before, table).into_iter().filter(inheriting);
        all.filter(|(name, child)| merged(child) && stays(name) && !keeps(name)).collect()
    };
    DropPlan { only, children: left.into_iter().map(|(name, _)| name.clone()).collect() }
}
