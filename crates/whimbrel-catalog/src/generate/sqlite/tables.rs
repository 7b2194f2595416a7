//! What happens to each table that there is.

use std::collections::{BTreeMap, BTreeSet};

use super::create::{has_autoincrement, text_alone};
use super::ident::named;
use super::in_place::{self, Deed, find, same_but_for_order};
use super::order::read_by_views;
use crate::catalog::Catalog;
use crate::change::{Action, Change, ObjectId, ObjectKind};
use crate::line;
use crate::name::Name;
use crate::object::Table;

/// What happens to a table.
pub(super) enum Fate<'a> {
    Dropped,
    /// Nothing, or what `ALTER TABLE` can do.
    InPlace {
        new: &'a Table,
        deeds: Vec<Deed>,
    },
    /// Made anew, with its rows.
    Rebuilt {
        new: &'a Table,
        reason: String,
    },
}

impl<'a> Fate<'a> {
    /// What the table is to be.
    pub(super) fn becomes(&self) -> Option<&'a Table> {
        match self {
            Self::Dropped => None,
            Self::InPlace { new, .. } | Self::Rebuilt { new, .. } => Some(new),
        }
    }
}

/// Tables by their name before.
pub(super) struct Tables<'a> {
    pub(super) fates: BTreeMap<&'a Name, Fate<'a>>,
    /// Views and triggers that are to stay as they are: what SQLite reads when a table is renamed or loses a column.
    pub(super) onlookers: Vec<ObjectId>,
    /// One of them names what is missing: now, in the end, or for a while.
    pub(super) faulty: bool,
    /// From the name afterwards to the name before.
    old_names: BTreeMap<&'a Name, &'a Name>,
}

impl<'a> Tables<'a> {
    pub(super) fn decide(before: &'a Catalog, after: &'a Catalog) -> Self {
        let onlookers = onlookers(before, after);
        let faulty = has_faults(before, after, &onlookers);
        let mut tables = Self { fates: BTreeMap::new(), onlookers, faulty, old_names: BTreeMap::new() };
        for (old_name, old) in &before.tables {
            // SQLite does not tell users from Users
            let fate = match named(&after.tables, old_name) {
                None => Fate::Dropped,
                Some((name, new)) => {
                    tables.old_names.insert(name, old_name);
                    decide((old_name, old), (name, new), after, !tables.faulty)
                }
            };
            tables.fates.insert(old_name, fate);
        }
        tables
    }

    /// By the name afterwards: what the table was called and what happens to it.
    pub(super) fn of_new(&self, name: &Name) -> Option<(&'a Name, &Fate<'a>)> {
        let old = self.old_names.get(name)?;
        Some((old, self.fates.get(old)?))
    }
}

/// Views and triggers that are neither dropped nor changed.
fn onlookers(before: &Catalog, after: &Catalog) -> Vec<ObjectId> {
    let mut out = Vec::new();
    for (name, view) in &before.views {
        let new = after.views.get(name).filter(|new| new.definition == view.definition);
        let Some(new) = new else { continue };
        out.push(ObjectId::new(ObjectKind::View, name));
        let triggers = view.triggers.iter().filter(|(trigger, it)| new.triggers.get(*trigger) == Some(it));
        out.extend(triggers.map(|(trigger, _)| ObjectId::part(ObjectKind::Trigger, name, trigger)));
    }
    for (name, table) in &before.tables {
        let Some(new) = after.tables.get(name) else { continue };
        let triggers = table.triggers.iter().filter(|(trigger, it)| new.triggers.get(*trigger) == Some(it));
        out.extend(triggers.map(|(trigger, _)| ObjectId::part(ObjectKind::Trigger, name, trigger)));
    }
    out
}

/// Whether one of them names what is missing: now, in the end, or while tables are made, when views that change are
/// gone already.
fn has_faults(before: &Catalog, after: &Catalog, onlookers: &[ObjectId]) -> bool {
    let seen: BTreeSet<&ObjectId> = onlookers.iter().collect();
    let stays = |on: &ObjectId| match on.kind {
        ObjectKind::View => seen.contains(on),
        _ => on.relation().is_some_and(|name| named(&after.tables, &name).is_some()),
    };
    let nameless = |catalog: &Catalog, id: &ObjectId| {
        let name = Name { schema: id.schema.clone(), name: id.name.clone() };
        id.kind == ObjectKind::View && catalog.views.get(&name).is_some_and(|view| view.columns.is_empty())
    };
    let at_fault =
        |id: &ObjectId| nameless(before, id) || nameless(after, id) || before.dependencies.of(id).any(|on| !stays(on));
    let faulty = |catalog: &Catalog| catalog.tables.values().any(|table| table.sqlite.faulty);
    faulty(before) || faulty(after) || onlookers.iter().any(at_fault)
}

fn decide<'a>(
    (old_name, old): (&Name, &Table),
    (name, new): (&Name, &'a Table),
    after: &Catalog,
    may_drop: bool,
) -> Fate<'a> {
    let order = |table: &Table| table.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
    let reason = if old_name != name {
        format!("spelled {}", name.name)
    } else if let Some(deeds) = in_place::statements(name, old, new, may_drop) {
        // as ALTER TABLE leaves them: those that stay, then new ones
        let kept = order(old).into_iter().filter(|column| find(new, column).is_some());
        let added = order(new).into_iter().filter(|column| find(old, column).is_none());
        let moved = kept.chain(added).collect::<Vec<_>>() != order(new);
        // a view that selects all columns gives them in that order
        if !moved || text_alone(new).is_some() || !read_by_views(after, name) {
            return Fate::InPlace { new, deeds };
        }
        "views give its columns in another order".to_owned()
    } else {
        differences(name, old, new)
    };
    Fate::Rebuilt { new, reason }
}

/// What differs between two tables and is not an index or trigger, in words.
fn differences(name: &Name, old: &Table, new: &Table) -> String {
    let alone = |table: &Table| {
        let table = Table { indexes: BTreeMap::new(), triggers: BTreeMap::new(), ..table.clone() };
        Catalog { tables: BTreeMap::from([(name.clone(), table)]), ..Catalog::default() }
    };
    let changes = Catalog::changes(&alone(old), &alone(new));
    debug_assert!(
        has_autoincrement(old) != has_autoincrement(new) || !changes.is_empty() || same_but_for_order(old, new)
    );
    changes.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// `column price: type INTEGER → REAL`, `new unique constraint users_email_key`
fn words(change: &Change) -> String {
    let what = match change.object.kind {
        ObjectKind::Table => String::new(),
        kind => format!("{kind} {}", change.object.name),
    };
    match change.action {
        Action::Created => format!("new {what}"),
        Action::Dropped => format!("without {what}"),
        Action::Altered if what.is_empty() => line::of(change),
        Action::Altered => format!("{what}: {}", line::of(change)),
    }
}
