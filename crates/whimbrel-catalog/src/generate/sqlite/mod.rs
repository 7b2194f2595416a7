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
mod triggers;

pub use self::ident::ident;
use self::ident::same;
use self::tables::{Fate, Tables};
use super::Statement;
use crate::catalog::Catalog;
use crate::change::{Action, ObjectId, ObjectKind};
use crate::describe::altered;
use crate::line;
use crate::name::Name;
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
        let Step { sql, hazards, .. } = step;
        self.out.push(Statement { object, action, reason: reason.into(), sql, hazards });
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
                fate => fate.map_or(table, |fate| fate.becomes().unwrap_or(table)),
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
                        self.say(id, Action::Created, "the rows that are there", Step::new(rebuild::fill(&name.name)));
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
                        let reason = part.reason.map_or_else(|| reason.clone(), str::to_owned);
                        self.say(id.clone(), Action::Altered, reason, part.step);
                    }
                }
                Some((_, Fate::InPlace { deeds, .. })) => {
                    for (object, action, reason, step) in deeds.clone() {
                        self.say(object, action, reason, step);
                    }
                }
                Some((_, Fate::Dropped)) => {}
            }
        }
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

    /// Whether a view or trigger that is there while tables are made names one that is gone for a moment, or something
    /// that is not there at all.
    fn has_onlookers(&self) -> bool {
        let reads = |onlooker: &ObjectId| {
            let own = onlooker.on.as_ref().and_then(|_| onlooker.relation());
            let mut others = self.before.dependencies.of(onlooker).filter_map(ObjectId::relation);
            others.any(|on| Some(&on) != own.as_ref() && self.is_rebuilt(&on))
        };
        self.tables.faulty || self.tables.onlookers.iter().any(reads)
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

fn belongs(on: &Name) -> Reason {
    format!("belongs to {}, which is made anew", on.name)
}
