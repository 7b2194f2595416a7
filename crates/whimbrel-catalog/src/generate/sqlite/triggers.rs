//! Triggers, which go with their table or view.

use super::ident::{ident, named, same};
use super::{GONE, NEW, Script, belongs, create};
use crate::catalog::Catalog;
use crate::change::{Action, ObjectId, ObjectKind};
use crate::describe::altered;
use crate::line;
use crate::name::Name;
use crate::object::Trigger;
use crate::sql::Step;
use std::collections::BTreeMap;

impl<'a> Script<'a> {
    pub(super) fn drop_triggers(&mut self) {
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

    pub(super) fn create_triggers(&mut self) {
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
}

/// A table or view, in whichever case its name is written, its triggers, and whether it is a table.
fn relation<'a>(catalog: &'a Catalog, name: &Name) -> Option<(&'a Name, &'a BTreeMap<String, Trigger>, bool)> {
    if let Some((name, table)) = named(&catalog.tables, name) {
        return Some((name, &table.triggers, true));
    }
    named(&catalog.views, name).map(|(name, view)| (name, &view.triggers, false))
}

/// Every trigger, with what it is on.
fn triggers(catalog: &Catalog) -> impl Iterator<Item = (&Name, &String, &Trigger)> {
    let tables = catalog.tables.iter().map(|(name, table)| (name, &table.triggers));
    let views = catalog.views.iter().map(|(name, view)| (name, &view.triggers));
    tables.chain(views).flat_map(|(on, triggers)| triggers.iter().map(move |(name, trigger)| (on, name, trigger)))
}

/// What differs; the body is not shown.
fn difference(id: &ObjectId, old: &Trigger, new: &Trigger) -> String {
    if old == new {
        return "spelled otherwise".to_owned();
    }
    let shown = Trigger { action: new.action.clone(), ..old.clone() };
    let body = (old.action != new.action).then(|| "body changed".to_owned());
    let rest = (shown != *new).then(|| line::of(&altered(id.clone(), &shown, new)));
    rest.into_iter().chain(body).collect::<Vec<_>>().join(", ")
}
