//! What `ALTER TABLE` of SQLite can do with a table while its rows stay where they are.

use super::create::{Written, on_conflict, text_alone};
use super::ident::{ident, same};
use crate::change::{Action, Change, ObjectId, ObjectKind};
use crate::describe::altered;
use crate::line;
use crate::name::Name;
use crate::object::{Check, Column, Table};
use crate::sql::{HazardKind, Step};

/// One statement about one object.
pub(super) type Deed = (ObjectId, Action, String, Step);

/// The statements that make `new` of `old`, both called `name`; `None` where it takes a rebuild. Indexes and triggers
/// are not looked at; those that name a column that goes have to be gone before. `may_drop`: SQLite can drop a column,
/// for which it has to understand every view and trigger that there is.
pub(super) fn statements(name: &Name, old: &Table, new: &Table, may_drop: bool) -> Option<Vec<Deed>> {
    if text_alone(old).is_some() || text_alone(new).is_some() {
        return (text_alone(old) == text_alone(new)).then(Vec::new);
    }
    let mut alter = Alteration { name, new, now: old.clone(), out: Vec::new() };
    alter.drop_checks(old)?;
    alter.drop_columns(old, may_drop)?;
    alter.add_columns()?;
    alter.change_not_null()?;
    alter.add_checks();
    same_but_for_order(&alter.now, new).then_some(alter.out)
}

/// True where nothing differs but the order of columns and what belongs to a table without being in its text.
pub(super) fn same_but_for_order(a: &Table, b: &Table) -> bool {
    let sorted = |table: &Table| {
        let mut columns: Vec<_> = table.columns.clone();
        columns.sort_by(|a, b| a.name.cmp(&b.name));
        columns
    };
    let facts = |table: &Table| {
        let sqlite = table.sqlite.clone();
        (table.options.clone(), table.strict, table.without_rowid, sqlite.key_orders, sqlite.on_conflict)
    };
    sorted(a) == sorted(b)
        && facts(a) == facts(b)
        && a.sqlite.not_nulls == b.sqlite.not_nulls
        && a.primary_key == b.primary_key
        && a.uniques == b.uniques
        && a.foreign_keys == b.foreign_keys
        && a.checks == b.checks
}

/// A table on its way.
struct Alteration<'a> {
    name: &'a Name,
    new: &'a Table,
    /// What the statements so far have made of it.
    now: Table,
    out: Vec<Deed>,
}

impl Alteration<'_> {
    fn say(&mut self, object: ObjectId, action: Action, reason: impl Into<String>, step: Step) {
        self.out.push((object, action, reason.into(), step));
    }

    fn part(&self, kind: ObjectKind, name: &str) -> ObjectId {
        ObjectId::part(kind, self.name, name)
    }

    fn alter(&self, action: &str) -> String {
        format!("ALTER TABLE {} {action}", ident(&self.name.name))
    }

    fn drop_checks(&mut self, old: &Table) -> Option<()> {
        for (check, it) in old.checks.iter().filter(|(check, it)| self.new.checks.get(*check) != Some(it)) {
            let column = old.sqlite.within.get(check);
            if column.is_some_and(|column| find(self.new, column).is_none()) {
                continue;
            }
            if old.sqlite.unnamed.contains(check) {
                return None;
            }
            let reason = match self.new.checks.get(check) {
                Some(new) => line::of(&altered(self.part(ObjectKind::Check, check), it, new)),
                None => "no longer wanted".to_owned(),
            };
            let step = Step::new(self.alter(&format!("DROP CONSTRAINT {}", ident(check))));
            self.say(self.part(ObjectKind::Check, check), Action::Dropped, reason, step);
            self.now.checks.remove(check);
        }
        Some(())
    }

    fn drop_columns(&mut self, old: &Table, may_drop: bool) -> Option<()> {
        let gone = || old.columns.iter().filter(|column| find(self.new, &column.name).is_none());
        // a table never is without columns
        if gone().count() == old.columns.len() || (!may_drop && gone().count() > 0) {
            return None;
        }
        // generated ones first: they may be made of the others
        let mut columns: Vec<Column> = gone().rev().cloned().collect();
        columns.sort_by_key(|column| column.generated.is_none());
        for column in columns {
            self.forget_column(&column.name)?;
            let mut step = Step::new(self.alter(&format!("DROP COLUMN {}", ident(&column.name))));
            let table = &self.name.name;
            if column.generated.is_none() {
                step = step.hazard(HazardKind::LosesData, format!("all values of {table}.{}", column.name));
            }
            if column.generated.as_ref().is_none_or(|generated| generated.stored) {
                step = step.hazard(HazardKind::Rewrites, format!("{table}, while nobody else may write"));
            }
            self.say(self.part(ObjectKind::Column, &column.name), Action::Dropped, "no longer wanted", step);
        }
        Some(())
    }

    /// Takes a column away with what is written with it. `None` where SQLite refuses that.
    fn forget_column(&mut self, column: &str) -> Option<()> {
        let within =
            |constraint: &String, table: &Table| table.sqlite.within.get(constraint).is_some_and(|on| same(on, column));
        let now = &mut self.now;
        let has = |columns: &[String]| columns.iter().any(|name| same(name, column));
        if now.primary_key.iter().map(|(_, key)| key).chain(now.uniques.values()).any(|key| has(&key.columns)) {
            return None;
        }
        let keys = now.foreign_keys.iter().filter(|(_, key)| has(&key.columns)).map(|(name, _)| name);
        let keys: Vec<String> = keys.cloned().collect();
        if !keys.iter().all(|key| within(key, now)) {
            return None;
        }
        now.foreign_keys.retain(|name, _| !keys.contains(name));
        let checks: Vec<String> = now.checks.keys().filter(|check| within(check, now)).cloned().collect();
        now.checks.retain(|name, _| !checks.contains(name));
        now.columns.retain(|c| !same(&c.name, column));
        now.sqlite.not_nulls.remove(column);
        Some(())
    }

    fn add_columns(&mut self) -> Option<()> {
        let new = self.new;
        let written = Written::of(&self.name.name, new);
        let missing: Vec<&Column> = new.columns.iter().filter(|c| find(&self.now, &c.name).is_none()).collect();
        for column in missing {
            if !can_be_added(column, new) {
                return None;
            }
            let mut step = Step::new(self.alter(&format!("ADD COLUMN {}", written.column(column))));
            for constraint in written.inline_on(&column.name) {
                // a key has been refused above
                if let Some(check) = new.checks.get(constraint) {
                    self.now.checks.insert(constraint.to_owned(), check.clone());
                    step = step.hazard(HazardKind::Scans, format!("{}, while nobody else may write", self.name.name));
                }
                if let Some(key) = new.foreign_keys.get(constraint) {
                    self.now.foreign_keys.insert(constraint.to_owned(), key.clone());
                }
            }
            self.now.columns.push(column.clone());
            let not_null = new.sqlite.not_nulls.get(&column.name).cloned();
            self.now.sqlite.not_nulls.extend(not_null.map(|not_null| (column.name.clone(), not_null)));
            self.say(self.part(ObjectKind::Column, &column.name), Action::Created, "new", step);
        }
        Some(())
    }

    fn change_not_null(&mut self) -> Option<()> {
        for index in 0..self.now.columns.len() {
            let old = self.now.columns[index].clone();
            let Some(new) = self.new.columns.iter().find(|column| column.name == old.name) else { continue };
            let said = |table: &Table| table.sqlite.not_nulls.get(&old.name).cloned();
            let (has, wanted) = (said(&self.now), said(self.new));
            if (old.not_null, &has) == (new.not_null, &wanted) {
                continue;
            }
            let id = self.part(ObjectKind::Column, &old.name);
            let reason = reason(&altered_column(&id, &old, new));
            let alter = |words: &str| self.alter(&format!("ALTER COLUMN {} {words}", ident(&old.name)));
            let mut steps = Vec::new();
            if old.not_null {
                steps.push(Step::new(alter("DROP NOT NULL")));
            }
            if new.not_null {
                let wanted = wanted.clone().unwrap_or_default();
                if wanted.name.is_some() {
                    return None;
                }
                let words = format!("SET NOT NULL{}", on_conflict(wanted.on_conflict.as_ref()));
                let what = format!("{}, while nobody else may write", self.name.name);
                steps.push(Step::new(alter(&words)).hazard(HazardKind::Scans, what));
            }
            for step in steps {
                self.say(id.clone(), Action::Altered, reason.clone(), step);
            }
            self.now.columns[index].not_null = new.not_null;
            self.now.sqlite.not_nulls.remove(&old.name);
            self.now.sqlite.not_nulls.extend(wanted.map(|wanted| (old.name.clone(), wanted)));
        }
        Some(())
    }

    fn add_checks(&mut self) {
        let new = self.new;
        let written = Written::of(&self.name.name, new);
        let missing: Vec<(&String, &Check)> =
            new.checks.iter().filter(|(check, _)| !self.now.checks.contains_key(*check)).collect();
        for (check, it) in missing {
            let Some(text) = written.check(check) else { continue };
            let what = format!("{}, while nobody else may write", self.name.name);
            let step = Step::new(self.alter(&format!("ADD {text}"))).hazard(HazardKind::Scans, what);
            self.say(self.part(ObjectKind::Check, check), Action::Created, "new", step);
            self.now.checks.insert(check.clone(), it.clone());
        }
    }
}

fn altered_column(id: &ObjectId, old: &Column, new: &Column) -> Option<Change> {
    (old != new).then(|| altered(id.clone(), old, new))
}

fn reason(change: &Option<Change>) -> String {
    change.as_ref().map_or_else(|| "what NOT NULL says more".to_owned(), line::of)
}

/// The column of that name, in whichever case.
pub(super) fn find<'a>(table: &'a Table, name: &str) -> Option<&'a Column> {
    table.columns.iter().find(|column| same(&column.name, name))
}

/// Whether SQLite can answer the column for rows that were stored without it.
fn can_be_added(column: &Column, table: &Table) -> bool {
    let default = column.default.as_deref().filter(|default| *default != "NULL");
    let has = |columns: &[String]| columns.contains(&column.name);
    let keys = table.primary_key.iter().map(|(_, key)| key).chain(table.uniques.values());
    let in_key = keys.into_iter().any(|key| has(&key.columns));
    let mut foreign = table.foreign_keys.values().filter(|key| has(&key.columns));
    let fits = |default: &str| !default.starts_with('(') && !default.starts_with("CURRENT_");
    let generated = column.generated.as_ref();
    if in_key || generated.is_some_and(|generated| generated.stored) {
        return false;
    }
    match default {
        Some(default) => fits(default) && foreign.next().is_none(),
        None => foreign.all(|key| key.columns.len() == 1) && (!column.not_null || generated.is_some()),
    }
}
