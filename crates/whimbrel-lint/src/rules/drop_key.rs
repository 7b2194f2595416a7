//! # Drop a key only when nothing relies on it
//!
//! A primary key or unique constraint takes its index with it: what found rows by it reads the whole table, and
//! `ON CONFLICT` on its columns fails. A foreign key with `ON DELETE CASCADE` or `SET NULL` takes that with it: rows that the
//! database removed are left behind.
//!
//! Found from the rehearsal, which knows what the constraint is. Nothing is found where the table is new in this run or has
//! few rows, or where another index begins with the same column.
//!
//! ## Bad
//!
//! ```sql
//! -- known: CREATE TABLE users (id bigint, email text CONSTRAINT users_email UNIQUE)
//! -- seen: drops unique constraint users_email on users
//! ALTER TABLE users DROP CONSTRAINT users_email;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: CREATE TABLE users (id bigint, email text CONSTRAINT users_email UNIQUE)
//! -- known: CREATE INDEX users_by_email ON users (email)
//! -- seen: drops unique constraint users_email on users
//! ALTER TABLE users DROP CONSTRAINT users_email;
//! ```

use whimbrel_catalog::{Action as Did, KeyAction, ObjectId, ObjectKind, Table};

use crate::context::{Context, Line, table};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("drop-key", Severity::Warning, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Act::AlterTable(alter) = &line.act else { return };
    let of = &alter.table;
    let drops = alter.actions.iter().any(|(action, _)| matches!(action, Action::DropConstraint { .. }));
    let (Some(trace), Some(before)) = (line.observed.trace, line.table_before(of)) else { return };
    let Some(after) = line.observed.after.and_then(|after| table(after, of)).filter(|_| drops) else { return };
    if cx.is_calm(line, of) {
        return;
    }
    let own = |id: &&ObjectId| id.on.as_deref() == Some(&of.name);
    let dropped: Vec<&ObjectId> =
        trace.changes.iter().filter(|change| change.action == Did::Dropped).map(|change| &change.object).filter(own).collect();
    for id in &dropped {
        let Some(why) = lost(id, before, after, &dropped) else { continue };
        found.add(
            Draft::new(line, format!("drop {} {} only when nothing relies on it", id.kind, id.name))
                .why(why)
                .from(Basis::Trace),
        );
    }
}

/// What goes with it.
fn lost(id: &ObjectId, before: &Table, after: &Table, dropped: &[&ObjectId]) -> Option<String> {
    let key = match id.kind {
        ObjectKind::PrimaryKey => before.primary_key.as_ref().map(|(_, key)| key)?,
        ObjectKind::Unique => before.uniques.get(&id.name)?,
        ObjectKind::ForeignKey => {
            let key = before.foreign_keys.get(&id.name)?;
            let acts = [("DELETE", key.on_delete), ("UPDATE", key.on_update)];
            let (verb, act) = acts.into_iter().find(|(_, act)| !matches!(act, KeyAction::NoAction | KeyAction::Restrict))?;
            return Some(format!(
                "Its ON {verb} {} goes with it: rows that refer to {} are no longer looked after.",
                act.words(),
                key.references.name
            ));
        }
        _ => return None,
    };
    let first = key.columns.first()?;
    let stays = |name: &str| !dropped.iter().any(|id| id.name == name);
    let keys = after.primary_key.iter().map(|(name, key)| (name, key)).chain(&after.uniques);
    let by_key = keys.filter(|(name, _)| stays(name)).any(|(_, key)| key.columns.first() == Some(first));
    let by_index = after.indexes.iter().filter(|(name, index)| stays(name) && index.valid && index.predicate.is_none());
    let mut by_index = by_index.filter_map(|(_, index)| index.keys.split(',').next());
    if by_key || by_index.any(|key| key.trim().trim_matches('"') == first) {
        return None;
    }
    Some(format!("Its index goes with it: rows can be found by {first} only by reading all of the table."))
}
