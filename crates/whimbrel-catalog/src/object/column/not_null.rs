//! What a NOT NULL is beside that it is there. Up to PostgreSQL 17 it is nothing else.

use super::super::locks::{blocks_all, exclusive, relation, scans};
use super::super::parents::children;
use super::Column;
use super::identity::made_name;
use crate::change::{ObjectId, ObjectKind};
use crate::name::{Name, ident};
use crate::sql::{Context, Step};
use crate::uncompared::Uncompared;

/// What PostgreSQL 18 tells of a NOT NULL.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct NotNullConstraint {
    /// Where it is not the one that PostgreSQL gives it: see [`NotNullConstraint::usual_name`].
    pub name: Option<String>,
    /// Rows that were there before were not checked.
    pub not_valid: bool,
    pub no_inherit: bool,
    /// What it is called in the database, where it came from a parent: that is the parent's name for it, unless the
    /// table was there before it got that parent.
    pub real_name: Uncompared<Option<String>>,
}

/// The first version in which a NOT NULL is a constraint.
const NAMED: u32 = 18;

impl NotNullConstraint {
    /// What PostgreSQL calls the constraint, where that name is free.
    pub fn usual_name(table: &str, column: &str) -> String {
        made_name(table, Some(column), "not_null")
    }

    /// True where there is nothing to say but `NOT NULL`.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// `CONSTRAINT name NOT NULL NO INHERIT`, as a column has it. Not for one that is not valid.
    pub(super) fn sql(&self) -> String {
        let name = self.name.as_ref().map(|name| format!("CONSTRAINT {} ", ident(name))).unwrap_or_default();
        format!("{name}NOT NULL{}", if self.no_inherit { " NO INHERIT" } else { "" })
    }

    /// What it is called on that column.
    pub(in crate::object) fn name_on(&self, id: &ObjectId) -> String {
        let table = id.on.as_deref().unwrap_or_default();
        let name = self.name.as_ref().or(self.real_name.as_ref());
        name.cloned().unwrap_or_else(|| Self::usual_name(table, &id.name))
    }

    /// Gives the one that came from a parent, which its table has left, the name that it has on its own.
    pub(in crate::object) fn rename_own(&self, new: &Self, id: &ObjectId) -> Option<Step> {
        let (old_name, name) = (self.name_on(id), new.name_on(id));
        (self.real_name.is_some() && old_name != name).then(|| rename(id, &old_name, &name))
    }

    /// With what it is called in the database said: a partition that joins takes over the names of its table. That makes
    /// no difference to us, but is what it would be called if the table had handed it down.
    pub(super) fn with_real_name(&self, id: &ObjectId) -> Self {
        let usual = Self::usual_name(id.on.as_deref().unwrap_or_default(), &id.name);
        let name = Some(self.name_on(id)).filter(|name| *name != usual);
        Self { name, real_name: Uncompared(None), ..self.clone() }
    }

    /// True where it cannot become the other but by being dropped and added.
    pub(super) fn is_made_again(&self, new: &Self) -> bool {
        new.not_valid && !self.not_valid
    }

    /// Adds it to a column that may be null. `is_known` where a valid check says already that no value is null.
    pub(in crate::object) fn add(&self, id: &ObjectId, is_known: bool, cx: &Context<'_>) -> Step {
        let (table, column) = (relation(id), ident(&id.name));
        let on = id.on_sql();
        if self.is_plain() || cx.version < NAMED {
            return with_scan(format!("ALTER TABLE {on} ALTER COLUMN {column} SET NOT NULL"), is_known, &table);
        }
        let name = self.name.as_ref().map(|name| format!("CONSTRAINT {} ", ident(name))).unwrap_or_default();
        let inherit = if self.no_inherit { " NO INHERIT" } else { "" };
        let valid = if self.not_valid { " NOT VALID" } else { "" };
        let sql = format!("ALTER TABLE {on} ADD {name}NOT NULL {column}{inherit}{valid}");
        with_scan(sql, is_known || self.not_valid, &table)
    }

    /// From one to another.
    pub(super) fn change(&self, new: &Self, id: &ObjectId, is_known: bool, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let on = id.on_sql();
        if cx.version < NAMED {
            return Vec::new();
        }
        if self.is_made_again(new) {
            return vec![drop(id, false), new.add(id, is_known, cx)];
        }
        let mut steps = Vec::new();
        let (old_name, name) = (self.name_on(id), new.name_on(id));
        if old_name != name {
            steps.push(rename(id, &old_name, &name));
        }
        if self.not_valid && !new.not_valid {
            let sql = format!("ALTER TABLE {on} VALIDATE CONSTRAINT {}", ident(&name));
            steps.push(scans(Step::new(sql), &table));
        }
        if self.no_inherit != new.no_inherit {
            let inherit = if new.no_inherit { "NO INHERIT" } else { "INHERIT" };
            steps.push(exclusive(format!("ALTER TABLE {on} ALTER CONSTRAINT {} {inherit}", ident(&name)), &table));
            steps.extend(left_to_children(id, cx));
        }
        steps
    }
}

/// What a parent has no more, or hands down no more, is left to the children that keep it as their own: under the
/// parent's name for it, where their own is wanted.
pub(super) fn left_to_children(id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (name, child) in children(cx.after, &relation(id)).into_iter().filter(|_| cx.version >= NAMED) {
        let old = cx.before.tables.get(name).and_then(|table| table.column(&id.name));
        // what differs otherwise has a statement of its own
        if let Some((old, new)) = old.zip(child.column(&id.name)).filter(|(old, new)| old.not_null && old == new)
            && new.not_null_constraint.real_name.is_none()
        {
            let id = ObjectId::part(ObjectKind::Column, name, &id.name);
            steps.extend(old.not_null_constraint.rename_own(&new.not_null_constraint, &id));
        }
    }
    steps
}

fn rename(id: &ObjectId, from: &str, to: &str) -> Step {
    let sql = format!("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", id.on_sql(), ident(from), ident(to));
    exclusive(sql, &relation(id))
}

/// Takes it away; with `only`, from this table and not from those that inherit from it.
pub(super) fn drop(id: &ObjectId, only: bool) -> Step {
    let only = if only { "ONLY " } else { "" };
    let sql = format!("ALTER TABLE {only}{} ALTER COLUMN {} DROP NOT NULL", id.on_sql(), ident(&id.name));
    exclusive(sql, &relation(id))
}

fn with_scan(sql: String, is_known: bool, table: &Name) -> Step {
    let step = blocks_all(Step::new(sql), table);
    if is_known { step } else { scans(step, table) }
}

/// True where a valid check of the table says that the column is not null, as it is now.
pub(super) fn is_known(column: &Column, id: &ObjectId, cx: &Context<'_>) -> bool {
    let says = format!("({} IS NOT NULL)", ident(&column.name));
    let table = relation(id);
    let holds = |catalog: &crate::Catalog| {
        let checks = catalog.tables.get(&table).into_iter().flat_map(|table| table.checks.values());
        checks.into_iter().any(|check| check.validated && check.enforced && check.expression == says)
    };
    holds(cx.before)
}
