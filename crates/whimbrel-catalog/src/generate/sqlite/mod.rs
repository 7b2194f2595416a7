//! From one SQLite schema to another. SQLite keeps views and triggers as texts and looks up what they name when they are
//! used, so only what a statement itself looks at has to be there before it.
//!
//! The order: what goes, from triggers to tables; then tables, those that are referenced first; then what stands on
//! them. A table that `ALTER TABLE` cannot change in place is made anew, and its indexes and triggers with it.

mod create;
mod ident;
mod in_place;
mod order;
mod rebuild;
mod tables;

use std::collections::BTreeMap;

pub use self::ident::ident;
use self::ident::same;
use self::tables::{Fate, Tables};
use super::Statement;
use crate::catalog::Catalog;
use crate::change::{Action, ObjectId, ObjectKind};
use crate::describe::{Describe, altered};
use crate::line;
use crate::name::Name;
use crate::object::{Table, Trigger, View};
use crate::sql::{HazardKind, Step};

/// The statements that turn `before` into `after`, on the SQLite that comes with Whimbrel.
///
/// They are to run in one transaction with foreign keys not enforced, and `PRAGMA foreign_key_check` before its end:
/// `DROP TABLE`, which a rebuild needs, would otherwise delete the rows that point to the table, or fail for them.
pub fn sqlite(before: &Catalog, after: &Catalog) -> Vec<Statement> {
    let tables = Tables::decide(before, after);
    let mut script = Script { before, after, tables, out: Vec::new() };
    script.drop_triggers();
    script.drop_views();
    script.drop_indexes();
    script.drop_tables();
    script.make_tables();
    script.create_indexes();
    script.create_views();
    script.create_triggers();
    script.out
}

const GONE: &str = "no longer wanted";
const NEW: &str = "new";

struct Script<'a> {
    before: &'a Catalog,
    after: &'a Catalog,
    tables: Tables<'a>,
    out: Vec<Statement>,
}

/// Why something goes and comes again, or only one of both.
type Reason = String;

impl<'a> Script<'a> {
    fn say(&mut self, object: ObjectId, action: Action, reason: impl Into<String>, step: Step) {
        let Step { sql, hazards } = step;
        self.out.push(Statement { object, action, reason: reason.into(), sql, hazards });
    }

    fn drop_triggers(&mut self) {
        for (on, name, trigger) in triggers(self.before) {
            if self.relation_goes(on) {
                continue;
            }
            let id = ObjectId::part(ObjectKind::Trigger, on, name);
            let reason = match self.new_trigger(on, name) {
                Some((new_name, new)) if new == trigger && new_name == name => continue,
                Some((_, new)) => difference(&id, trigger, new),
                None => GONE.to_owned(),
            };
            self.say(id, Action::Dropped, reason, Step::new(format!("DROP TRIGGER {}", ident(name))));
        }
    }

    fn drop_views(&mut self) {
        let views: Vec<_> = order::views(self.before).into_iter().rev().collect();
        for name in views {
            let Some(reason) = self.view_goes(name) else { continue };
            let id = ObjectId::new(ObjectKind::View, name);
            self.say(id, Action::Dropped, reason, Step::new(format!("DROP VIEW {}", ident(&name.name))));
        }
    }

    fn drop_indexes(&mut self) {
        for (on, table) in &self.before.tables {
            let new = match self.tables.fates.get(on) {
                Some(Fate::Dropped) => continue,
                fate => fate.map_or(table, |fate| fate.new().unwrap_or(table)),
            };
            for (name, index) in &table.indexes {
                let id = ObjectId::part(ObjectKind::Index, on, name);
                let reason = match new.indexes.get(name) {
                    Some(new) if new == index => continue,
                    Some(new) => line::of(&altered(id.clone(), index, new)),
                    None => GONE.to_owned(),
                };
                self.say(id, Action::Dropped, reason, Step::new(format!("DROP INDEX {}", ident(name))));
            }
        }
    }

    fn drop_tables(&mut self) {
        for name in order::tables(self.before).into_iter().rev() {
            let (Some(Fate::Dropped), Some(table)) = (self.tables.fates.get(name), self.before.tables.get(name)) else {
                continue;
            };
            let mut step = Step::new(format!("DROP TABLE {}", ident(&name.name)));
            if rebuild::content(table).is_none() {
                step = step.hazard(HazardKind::LosesData, format!("all rows of {}", name.name));
            }
            self.say(ObjectId::new(ObjectKind::Table, name), Action::Dropped, GONE, step);
        }
    }

    fn make_tables(&mut self) {
        let start = self.out.len();
        let mut looks = Vec::new();
        for name in order::tables(self.after) {
            let Some(table) = self.after.tables.get(name) else { continue };
            let id = ObjectId::new(ObjectKind::Table, name);
            match self.tables.of_new(name) {
                None => {
                    let step = Step::new(create::table(&name.name, &name.name, table));
                    self.say(id.clone(), Action::Created, NEW, step);
                    let full = rebuild::content(table).filter(|content| self.has_table_before(content));
                    if full.is_some() {
                        self.say(id, Action::Created, NEW, Step::new(rebuild::fill(&name.name)));
                    }
                }
                Some((old_name, Fate::Rebuilt { reason, .. })) => {
                    let (reason, old_name) = (reason.clone(), old_name.clone());
                    let Some(old) = self.before.tables.get(&old_name) else { continue };
                    let pair = rebuild::Pair { old_name: &old_name.name, old, name: &name.name, new: table };
                    let temporary = rebuild::free_name(&name.name, &|name| self.is_taken(name));
                    for part in rebuild::statements(pair, &temporary) {
                        if part.looks {
                            looks.push(self.out.len());
                        }
                        self.say(id.clone(), Action::Altered, reason.clone(), part.step);
                    }
                }
                Some((_, Fate::InPlace { deeds, .. })) => {
                    for (object, action, reason, step) in deeds.clone() {
                        if object.kind == ObjectKind::Column && action == Action::Dropped {
                            looks.push(self.out.len());
                        }
                        self.say(object, action, reason, step);
                    }
                }
                Some((_, Fate::Dropped)) => {}
            }
        }
        debug_assert!(looks.iter().all(|&at| at >= start));
        if self.has_onlookers()
            && let (Some(&first), Some(&last)) = (looks.first(), looks.last())
        {
            self.let_texts_be(first, last);
        }
    }

    /// Around these statements SQLite leaves views and triggers unread: they may name what is missing for a moment, or
    /// for ever.
    fn let_texts_be(&mut self, first: usize, last: usize) {
        let pragma = |like: &Statement, on: &str| Statement {
            object: like.object.clone(),
            action: Action::Altered,
            reason: "views and triggers are not read meanwhile".to_owned(),
            sql: format!("PRAGMA legacy_alter_table = {on}"),
            hazards: Vec::new(),
        };
        let off = pragma(&self.out[last], "OFF");
        let on = pragma(&self.out[first], "ON");
        self.out.insert(last + 1, off);
        self.out.insert(first, on);
    }

    /// Whether there is a view or trigger at the time when tables are made. One that is on a table made anew is gone by
    /// then, but its table alone is no reason to count it out.
    fn has_onlookers(&self) -> bool {
        let view = self.before.views.keys().any(|name| self.view_goes(name).is_none());
        let trigger = triggers(self.before).any(|(on, name, trigger)| {
            let stays = self.new_trigger(on, name).is_some_and(|(new_name, new)| new_name == name && new == trigger);
            stays && !self.relation_goes(on) && !self.is_rebuilt(on)
        });
        view || trigger
    }

    fn create_indexes(&mut self) {
        for (on, table) in &self.after.tables {
            let old = self.tables.of_new(on).and_then(|(old_name, _)| self.before.tables.get(old_name));
            let rebuilt = self.tables.of_new(on).is_some_and(|(_, fate)| matches!(fate, Fate::Rebuilt { .. }));
            for (name, index) in &table.indexes {
                let id = ObjectId::part(ObjectKind::Index, on, name);
                let reason = match old.and_then(|old| old.indexes.get(name)) {
                    Some(old) if old == index && !rebuilt => continue,
                    Some(old) if old == index => belongs(on),
                    Some(old) => line::of(&altered(id.clone(), old, index)),
                    None => NEW.to_owned(),
                };
                let what = format!("{}, while nobody else may write", on.name);
                let mut step = Step::new(create::index(name, &on.name, index));
                if old.is_some() {
                    step = step.hazard(HazardKind::Scans, what);
                }
                self.say(id, Action::Created, reason, step);
            }
        }
    }

    fn create_views(&mut self) {
        for name in order::views(self.after) {
            let Some(view) = self.after.views.get(name) else { continue };
            let old = self.before.views.get_key_value(name).filter(|(_, old)| old.definition == view.definition);
            if old.is_some() {
                continue;
            }
            let reason = match self.before.views.iter().find(|(old, _)| same(&old.name, &name.name)) {
                Some(_) => "definition changed".to_owned(),
                None => NEW.to_owned(),
            };
            let step = Step::new(view.definition.clone());
            self.say(ObjectId::new(ObjectKind::View, name), Action::Created, reason, step);
        }
    }

    fn create_triggers(&mut self) {
        for (on, name, trigger) in triggers(self.after) {
            let id = ObjectId::part(ObjectKind::Trigger, on, name);
            let reason = match self.old_trigger(on, name) {
                None => NEW.to_owned(),
                Some((_, _, old)) if old != trigger => difference(&id, old, trigger),
                Some((old_on, old_name, _)) => {
                    if old_name == name && !self.relation_goes(old_on) && !self.is_rebuilt(old_on) {
                        continue;
                    }
                    belongs(on)
                }
            };
            self.say(id, Action::Created, reason, Step::new(create::trigger(name, &on.name, trigger)));
        }
    }

    /// Why the view has to go, if it has.
    fn view_goes(&self, name: &Name) -> Option<Reason> {
        let view = self.before.views.get(name)?;
        match self.after.views.iter().find(|(new, _)| same(&new.name, &name.name)) {
            Some((new_name, new)) if new_name == name && new.definition == view.definition => None,
            Some(_) => Some("definition changed".to_owned()),
            None => Some(GONE.to_owned()),
        }
    }

    /// True for a table or view that is dropped, and its triggers with it.
    fn relation_goes(&self, name: &Name) -> bool {
        match self.tables.fates.get(name) {
            Some(fate) => matches!(fate, Fate::Dropped),
            None => self.view_goes(name).is_some(),
        }
    }

    fn is_rebuilt(&self, name: &Name) -> bool {
        matches!(self.tables.fates.get(name), Some(Fate::Rebuilt { .. }))
    }

    /// The trigger of that name on the same table or view, as it is to be.
    fn new_trigger(&self, on: &Name, name: &str) -> Option<(&'a String, &'a Trigger)> {
        let is_table = self.before.tables.contains_key(on);
        let (_, triggers) = relation(self.after, on).filter(|(_, _, table)| *table == is_table).map(|r| (r.0, r.1))?;
        triggers.iter().find(|(new, _)| same(new, name))
    }

    /// As it is now, with the name of its table or view.
    fn old_trigger(&self, on: &Name, name: &str) -> Option<(&'a Name, &'a String, &'a Trigger)> {
        let is_table = self.after.tables.contains_key(on);
        let (on, triggers, _) = relation(self.before, on).filter(|(_, _, table)| *table == is_table)?;
        triggers.iter().find(|(old, _)| same(old, name)).map(|(name, trigger)| (on, name, trigger))
    }

    fn has_table_before(&self, name: &str) -> bool {
        self.before.tables.keys().any(|table| same(&table.name, name))
    }

    /// Whether a table, view or index has the name, now or in the end.
    fn is_taken(&self, name: &str) -> bool {
        [self.before, self.after].into_iter().any(|catalog| {
            let mut relations = catalog.tables.keys().chain(catalog.views.keys());
            relations.any(|relation| same(&relation.name, name))
                || catalog.tables.values().flat_map(|table| table.indexes.keys()).any(|index| same(index, name))
        })
    }
}

/// A table or view, in whichever case its name is written, its triggers, and whether it is a table.
fn relation<'a>(catalog: &'a Catalog, name: &Name) -> Option<(&'a Name, &'a BTreeMap<String, Trigger>, bool)> {
    let table = catalog.tables.iter().find(|(other, _)| same(&other.name, &name.name));
    let view = || catalog.views.iter().find(|(other, _)| same(&other.name, &name.name));
    table.map(|(name, table): (_, &Table)| (name, &table.triggers, true)).or_else(|| {
        let (name, view): (_, &View) = view()?;
        Some((name, &view.triggers, false))
    })
}

/// Every trigger, with what it is on.
fn triggers(catalog: &Catalog) -> impl Iterator<Item = (&Name, &String, &Trigger)> {
    let tables = catalog.tables.iter().map(|(name, table)| (name, &table.triggers));
    let views = catalog.views.iter().map(|(name, view)| (name, &view.triggers));
    tables.chain(views).flat_map(|(on, triggers)| triggers.iter().map(move |(name, trigger)| (on, name, trigger)))
}

fn belongs(on: &Name) -> Reason {
    format!("belongs to {}, which is made anew", on.name)
}

/// What differs; the name alone, where nothing else does.
fn difference<T: Describe>(id: &ObjectId, old: &T, new: &T) -> Reason {
    if old == new { "spelled otherwise".to_owned() } else { line::of(&altered(id.clone(), old, new)) }
}
