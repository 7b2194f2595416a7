//! A table's place under others: partition of a table, child of parents, made of a type. It keeps its rows when it
//! moves, and is made like its new parent before it joins it.

use super::super::key::dropped;
use super::super::locks::{blocks_all, exclusive, relation, scans, shown};
use super::super::parents::children;
use super::Table;
use crate::change::{ObjectId, ObjectKind};
use crate::name::{Name, ident, quoted};
use crate::object::Key;
use crate::sql::{Context, HazardKind, Sql, Step};
use crate::uncompared::Origin;

impl Table {
    /// What takes the table out of its places, and what puts it into the new ones.
    pub(super) fn place_steps(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> (Vec<Step>, Vec<Step>) {
        let table = relation(id);
        let alter = |what: String| exclusive(format!("ALTER TABLE {} {what}", id.sql()), &table);
        let mut leave = Vec::new();
        let mut joined = new.clone();
        if self.of_type == new.of_type {
            joined.of_type = None;
        } else {
            leave.extend(self.of_type.iter().map(|_| alter("NOT OF".to_owned())));
        }
        // their order counts, too
        let same = self.inherits.iter().zip(&new.inherits).take_while(|(old, new)| old == new).count();
        leave.extend(self.inherits[same..].iter().map(|parent| alter(format!("NO INHERIT {}", parent.sql()))));
        if self.partition_of == new.partition_of {
            joined.partition_of = None;
        } else {
            leave.extend(self.partition_of.iter().map(|partition| {
                let parent = &partition.parent;
                let statement = format!("ALTER TABLE {} DETACH PARTITION {}", parent.sql(), id.sql());
                blocks_all(exclusive(statement, &table), parent)
            }));
        }
        let mut arrive = joined.join(same, id, true, cx);
        if !leave.is_empty() {
            leave.extend(self.left_behind(new, id, cx));
        }
        if !arrive.is_empty() {
            let mut like = self.made_alike(new, id, cx);
            like.append(&mut arrive);
            arrive = like;
        }
        (leave, arrive)
    }

    /// The statements that put the table under its parents, those from the place `from` on, and its type. `has_rows`
    /// where it is there already.
    pub(super) fn join(&self, from: usize, id: &ObjectId, has_rows: bool, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let step = |statement: String| if has_rows { exclusive(statement, &table) } else { Step::new(statement) };
        let mut steps = Vec::new();
        steps.extend(self.of_type.iter().map(|of| step(format!("ALTER TABLE {} OF {}", id.sql(), of.sql()))));
        for parent in self.inherits.iter().skip(from) {
            steps.push(step(format!("ALTER TABLE {} INHERIT {}", id.sql(), parent.sql())));
        }
        if let Some(super::Partition { parent, bound }) = &self.partition_of {
            let statement = format!("ALTER TABLE {} ATTACH PARTITION {} {bound}", parent.sql(), id.sql());
            let attach = if has_rows { scans(step(statement), &table) } else { step(statement) };
            steps.push(beside_default(attach, &table, parent, cx));
        }
        steps
    }

    /// What the table had from a parent stays its own when it leaves: what is not wanted is dropped.
    fn left_behind(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let part = |kind: ObjectKind, name: &str| ObjectId::part(kind, &table, name);
        let mut steps = Vec::new();
        for (name, _) in self.foreign_keys.iter().filter(|(_, key)| key.origin.is_inherited()) {
            if !new.foreign_keys.contains_key(name) {
                steps.push(dropped(&part(ObjectKind::ForeignKey, name), false));
            }
        }
        for (name, check) in self.checks.iter().filter(|(_, check)| check.origin.is_inherited()) {
            if new.checks.get(name) != Some(check)
                && self.stays_under(new, cx, &|t| t.checks.contains_key(name)).is_none()
            {
                steps.push(dropped(&part(ObjectKind::Check, name), false));
            }
        }
        for key in self.keys().filter(|key| key.origin.is_inherited()) {
            let Some(name) = key.real_name.as_deref() else { continue };
            let kept = new.keys().any(|other| other.real_name.as_deref() == Some(name) && other == key);
            if !kept {
                steps.push(dropped(&part(ObjectKind::Unique, name), false));
            }
        }
        for column in self.columns.iter().filter(|column| column.origin.is_inherited()) {
            let name = &column.name;
            if let Some(new) = new.column(name).filter(|new| new.not_null && !new.origin.is_inherited()) {
                let id = part(ObjectKind::Column, name);
                steps.extend(column.not_null_constraint.rename_own(&new.not_null_constraint, &id));
            }
            let elsewhere = self.stays_under(new, cx, &|table| table.column(name).is_some());
            if new.column(name).is_none() && elsewhere.is_none() {
                let step = exclusive(format!("ALTER TABLE {} DROP COLUMN {}", id.sql(), ident(name)), &table);
                let lost = format!("all values of {}.{}", shown(&table), quoted(name));
                steps.push(step.hazard(HazardKind::LosesData, lost));
            }
        }
        steps
    }

    /// A parent that the table keeps, for which the test is true.
    fn stays_under<'a>(&'a self, new: &Self, cx: &Context<'_>, has: &dyn Fn(&Table) -> bool) -> Option<&'a Name> {
        let kept = self.inherits.iter().filter(|parent| new.inherits.contains(parent));
        kept.into_iter().find(|parent| cx.before.tables.get(*parent).is_some_and(has))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.primary_key.iter().map(|(_, key)| key).chain(self.uniques.values())
    }

    /// The columns and checks that the new parent has and that the table must have before.
    fn made_alike(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let mut steps = Vec::new();
        for column in new.columns.iter().filter(|column| column.origin.is_inherited()) {
            let id = ObjectId::part(ObjectKind::Column, &table, &column.name);
            match self.column(&column.name) {
                Some(old) => steps.extend(old.steps_to_join(column, &id, cx)),
                None => steps.extend(column.create_with(&id, true, cx)),
            }
        }
        for (name, check) in new.checks.iter().filter(|(_, check)| *check.origin == Origin::Inherited) {
            if self.checks.get(name) != Some(check) {
                steps.extend(check.create(&ObjectId::part(ObjectKind::Check, &table, name), cx));
            }
        }
        steps
    }
}

/// PostgreSQL looks in the default partition for rows that belong to the new one.
fn beside_default(step: Step, table: &Name, parent: &Name, cx: &Context<'_>) -> Step {
    let rest = children(cx.before, parent).into_iter().find(|(name, child)| {
        *name != table && child.partition_of.as_ref().is_some_and(|partition| partition.bound == "DEFAULT")
    });
    match rest {
        Some((rest, _)) => scans(blocks_all(step, rest), rest),
        None => step,
    }
}
