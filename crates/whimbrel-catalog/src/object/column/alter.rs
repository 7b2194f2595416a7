//! From one definition of a column to another.

use super::super::index::forgotten_statistics;
use super::super::locks::{blocks_all, exclusive, relation, rewrites, scans};
use super::super::mentions::mentions;
use super::super::parents::{both, has_children, joins, leaves};
use super::conversion::{self, Cast};
use super::{Column, NotNullConstraint, not_null};
use crate::change::{ObjectId, ObjectKind};
use crate::expression::in_parentheses;
use crate::name::ident;
use crate::sql::{Alter, Context, HazardKind, Step};
use crate::uncompared::Uncompared;

/// The first versions that can take the expression from a stored column, and give it another.
const DROP_EXPRESSION: u32 = 13;
const SET_EXPRESSION: u32 = 17;

impl Column {
    pub(super) fn alter_to(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        if joins(id, cx) && new.origin.is_inherited() {
            // the statements of the table make it like the parent's first
            return Alter::InPlace(Vec::new());
        }
        let Some(mut steps) = self.steps_to(new, id, cx) else { return Alter::Replace };
        if !self.is_retyped(new) {
            return Alter::InPlace(steps);
        }
        steps.extend(forgotten_statistics(id, cx));
        let rows = both(id, cx).is_some_and(|(table, _)| table.takes_rows(relation(id).name.as_str()));
        let refused_by = if rows {
            refuses_a_type_in_a_row
        } else if conversion::is_another_family(&self.data_type, &new.data_type, cx) {
            refuses_another_family
        } else {
            refuses_a_type
        };
        Alter::Around { steps, refused_by }
    }

    fn is_retyped(&self, new: &Self) -> bool {
        self.data_type != new.data_type || self.collation != new.collation
    }

    /// The statements, or `None` where the column has to be made again.
    pub(in crate::object) fn steps_to(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Vec<Step>> {
        let follows = self.origin.is_inherited() && new.origin.is_inherited() && !joins(id, cx);
        let mut steps = Vec::new();
        if !follows {
            steps.extend(self.computed_no_more(new, id, cx)?);
        }
        if self.not_null && !new.not_null && !(follows && self.follows_in_not_null(new, cx, id)) {
            let has_heirs = has_children(id, cx) && both(id, cx).is_none_or(|(_, t)| t.partition_key.is_none());
            steps.push(not_null::drop(id, has_heirs));
            steps.extend(not_null::left_to_children(id, cx));
        }
        // what a change of the type leaves of the column's settings
        let mut left = self.clone();
        if self.is_retyped(new) {
            if !follows {
                steps.push(self.retype(new, id, cx)?);
            }
            (left.storage, left.compression) = (None, None);
        }
        if !follows && self.generated != new.generated {
            steps.extend(self.recompute(new, id, cx)?);
        }
        steps.extend(new.settings_from(&left, id, has_children(id, cx), cx));
        if new.not_null {
            let known = not_null::is_known(self, id, cx);
            if !(self.not_null || follows && self.follows_in_not_null(new, cx, id)) {
                steps.push(new.not_null_constraint.add(id, known, cx));
            } else if self.not_null {
                let (has, wanted) = (self.not_null_left(new, id, cx), &new.not_null_constraint);
                // what a parent hands down is renamed with the parent's
                if has != *wanted || wanted.real_name.is_none() {
                    steps.extend(has.change(wanted, id, known, cx));
                }
            }
        }
        if !follows {
            steps.extend(self.number_itself(new, id));
        }
        Some(steps)
    }

    /// The NOT NULL as the statements before leave it: with its table's own name for it, where the table left the parent.
    fn not_null_left(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> NotNullConstraint {
        let mut has = self.not_null_constraint.clone();
        if !new.origin.is_inherited() && has.real_name.is_some() && leaves(id, cx) {
            (has.name, has.real_name) = (new.not_null_constraint.name.clone(), Uncompared(None));
        }
        has
    }

    /// What the NOT NULL of the column is called in `new`; `None` where it is gone, or made again.
    pub(crate) fn not_null_after(&self, new: &Self, id: &ObjectId) -> Option<String> {
        let stays = self.not_null && new.not_null && !self.not_null_constraint.is_made_again(&new.not_null_constraint);
        stays.then(|| new.not_null_constraint.name_on(id))
    }

    /// True where a parent's NOT NULL comes or goes the same way, and takes this one along.
    fn follows_in_not_null(&self, new: &Self, cx: &Context<'_>, id: &ObjectId) -> bool {
        let Some((old_table, new_table)) = both(id, cx) else { return false };
        let parent = |table: &crate::Table, catalog| {
            table.handed_down(&self.name, catalog).is_some_and(|c| c.not_null && !c.not_null_constraint.no_inherit)
        };
        let is_partition = new_table.partition_of.is_some();
        let (was, will) = (parent(old_table, cx.before), parent(new_table, cx.after));
        // from children that are no partitions it is taken one by one
        if new.not_null { will && !was } else { is_partition && was && !will }
    }

    /// Takes away the identity and the expression that the new definition has not.
    fn computed_no_more(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Vec<Step>> {
        let alter = format!("ALTER TABLE {} ALTER COLUMN {}", id.on_sql(), ident(&self.name));
        let mut steps = Vec::new();
        // a partition that leaves its table leaves its numbers there
        if self.identity.is_some() && new.identity.is_none() && !self.origin.is_inherited() {
            steps.push(exclusive(format!("{alter} DROP IDENTITY"), &relation(id)));
        }
        match (&self.generated, &new.generated) {
            (None, Some(_)) => return None,
            (Some(old), None) if !old.stored || cx.version < DROP_EXPRESSION => return None,
            (Some(_), None) => steps.push(exclusive(format!("{alter} DROP EXPRESSION"), &relation(id))),
            (Some(old), Some(new)) if old.stored != new.stored => return None,
            _ => {}
        }
        Some(steps)
    }

    /// Another expression, which PostgreSQL computes for all rows.
    fn recompute(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Vec<Step>> {
        let (Some(_), Some(generated)) = (&self.generated, &new.generated) else { return Some(Vec::new()) };
        let table = relation(id);
        // PostgreSQL does not check again what was computed otherwise
        let is_checked = cx.before.tables.get(&table).is_some_and(|table| !table.checks.is_empty());
        if cx.version < SET_EXPRESSION || (!generated.stored && is_checked) {
            return None;
        }
        let expression = in_parentheses(&generated.expression);
        let sql =
            format!("ALTER TABLE {} ALTER COLUMN {} SET EXPRESSION AS {expression}", id.on_sql(), ident(&self.name));
        let step = exclusive(sql, &table);
        Some(vec![if generated.stored { rewrites(step, &table) } else { step }])
    }

    /// `ALTER COLUMN … TYPE`
    fn retype(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Step> {
        let (table, column) = (relation(id), ident(&self.name));
        let cast = conversion::cast(&self.data_type, &new.data_type, cx);
        let is_computed = new.generated.is_some() || self.generated.is_some();
        let using = match cast {
            Cast::Impossible => return None,
            Cast::Assignment => String::new(),
            // what is computed cannot be converted, but made again
            _ if is_computed => return None,
            Cast::Explicit => format!(" USING {column}::{}", new.data_type),
            Cast::ThroughText => {
                let brackets = if self.data_type.ends_with("[]") { "[]" } else { "" };
                format!(" USING {column}::text{brackets}::{}", new.data_type)
            }
            Cast::IntoArray => format!(" USING CASE WHEN {column} IS NOT NULL THEN ARRAY[{column}] END"),
        };
        let collate = new.collation.as_ref().map(|collation| format!(" COLLATE {collation}")).unwrap_or_default();
        let sql = format!("ALTER TABLE {} ALTER COLUMN {column} TYPE {}{collate}{using}", id.on_sql(), new.data_type);
        let mut step = blocks_all(Step::new(sql), &table);
        if let Some(what) = conversion::loses(&self.data_type, &new.data_type, cx).filter(|_| !is_computed) {
            step = step.hazard(HazardKind::LosesData, format!("{what} of {}", id.short()));
        }
        if conversion::rewrites(&self.data_type, &new.data_type, cx) {
            return Some(rewrites(step, &table));
        }
        let old = cx.before.tables.get(&table);
        if self.collation != new.collation && old.is_some_and(|table| is_indexed(table, &self.name)) {
            step = step.hazard(HazardKind::Rewrites, format!("the indexes of {}", id.short()));
        }
        let is_checked = |table: &crate::Table| table.checks.values().any(|c| mentions(&c.expression, &self.name));
        if old.is_some_and(is_checked) {
            step = scans(step, &table);
        }
        Some(step)
    }

    /// Identity: added, or changed where it stays one.
    fn number_itself(&self, new: &Self, id: &ObjectId) -> Vec<Step> {
        match (&self.identity, &new.identity) {
            (None, Some(identity)) => identity.add(id),
            (Some(old), Some(identity)) => {
                // the sequence takes the type of its column, and the new type's bounds where it had the old one's
                let widened = old.sequence.with_type(&identity.sequence.data_type);
                old.change(identity, &widened, id)
            }
            _ => Vec::new(),
        }
    }

    /// What makes this column, which its table has on its own, like the one that a parent will hand down.
    pub(in crate::object) fn steps_to_join(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        // a partition numbers itself as its table does, and may not do so before
        let is_partition = both(id, cx).is_some_and(|(_, table)| table.partition_of.is_some());
        let identity = if is_partition { None } else { new.identity.clone() };
        let mut not_null_constraint = new.not_null_constraint.clone();
        if is_partition {
            not_null_constraint = not_null_constraint.with_real_name(id);
        }
        self.steps_to(&Self { identity, not_null_constraint, ..new.clone() }, id, cx).unwrap_or_default()
    }
}

fn is_indexed(table: &crate::Table, column: &str) -> bool {
    let keys = table.primary_key.iter().map(|(_, key)| key).chain(table.uniques.values());
    let in_key = keys.into_iter().any(|key| key.columns.iter().any(|name| name == column));
    in_key || table.indexes.values().any(|index| mentions(&index.keys, column))
}

/// What PostgreSQL refuses to change the type under. Indexes, constraints and statistics it makes again by itself.
fn refuses_a_type(dependant: &ObjectId) -> bool {
    use ObjectKind as K;
    matches!(
        dependant.kind,
        K::View
            | K::MaterializedView
            | K::Rule
            | K::Trigger
            | K::Policy
            | K::Column
            | K::Function
            | K::Procedure
            | K::Publication
            // not refused, but made again without its owner and target
            | K::Statistics
    )
}

/// As [`refuses_a_type`], where a check or an index may call a function with the whole row.
fn refuses_a_type_in_a_row(dependant: &ObjectId) -> bool {
    refuses_another_family(dependant) || matches!(dependant.kind, ObjectKind::Check | ObjectKind::Index)
}

/// As [`refuses_a_type`], and a foreign key whose other side has a type that cannot be compared with the new one, until
/// that side is changed, too.
fn refuses_another_family(dependant: &ObjectId) -> bool {
    refuses_a_type(dependant) || dependant.kind == ObjectKind::ForeignKey
}
