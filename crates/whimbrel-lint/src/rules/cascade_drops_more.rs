//! # Name what is dropped, instead of CASCADE
//!
//! `CASCADE` drops everything that depends on what the statement names, and everything that depends on that, on whatever
//! schema the target has on the day. With a rehearsal the objects are listed; without, any `CASCADE` is a warning.
//!
//! ## Bad
//!
//! ```sql
//! -- seen: drops foreign key orders_user_fkey on orders
//! ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;
//! ```
//!
//! ## Good
//!
//! ```sql
//! ALTER TABLE orders DROP CONSTRAINT orders_user_fkey;
//! ALTER TABLE users DROP CONSTRAINT users_pkey;
//! ```

use whimbrel_catalog::{Action as Did, ObjectId, ObjectKind};
use whimbrel_source::ObjectName;

use crate::context::{Context, Line, named};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::{Act, Action};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("cascade-drops-more", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let (names, is_part): (Vec<ObjectName>, bool) = match &line.act {
        Act::Drop(drop) if drop.cascade => (drop.names.clone(), false),
        Act::AlterTable(alter) if alter.actions.iter().any(|(action, _)| cascades(action)) => {
            (vec![alter.table.clone()], true)
        }
        _ => return,
    };
    let Some(trace) = line.observed.trace else {
        let is_new = names.iter().all(|name| cx.is_new(line, name));
        // of a schema another rule tells
        if !is_new && !matches!(&line.act, Act::Drop(drop) if drop.what == "SCHEMA") {
            found.add(
                Draft::new(line, "name what is to be dropped, instead of CASCADE")
                    .why(
                        "Everything that depends on it is dropped too: views, foreign keys, columns, functions. What that \
                         is depends on the target; a rehearsal lists it.",
                    )
                    .unsure(),
            );
        }
        return;
    };
    let is_named = |id: &ObjectId| {
        let of = ObjectName { schema: id.schema.clone().filter(|s| s != "public"), name: id.on.clone().unwrap_or_default() };
        let bare = |name: &ObjectName| name.name == id.name || id.name.starts_with(&format!("{}(", name.name));
        // what belongs to a named table goes with it; a statement about parts of a table names them
        names.iter().any(|name| bare(name) || crate::context::same(name, &of) || (is_part && named(id) == *name))
    };
    let more: Vec<&ObjectId> =
        trace.changes.iter().filter(|c| c.action == Did::Dropped).map(|c| &c.object).filter(|id| !is_named(id)).collect();
    let tops: Vec<String> = more
        .iter()
        // parts of what goes as well
        .filter(|id| !more.iter().any(|other| other.on.is_none() && id.on.as_ref() == Some(&other.name)))
        .map(|id| match (&id.on, id.kind) {
            (Some(on), kind) if kind != ObjectKind::Column => format!("{kind} {} on {on}", id.short()),
            (_, kind) => format!("{kind} {}", id.short()),
        })
        .collect();
    if tops.is_empty() {
        return;
    }
    found.add(
        Draft::new(line, format!("name what CASCADE drops: {}", tops.join(", ")))
            .why("The statement drops more than it says. Whoever reads it, and whoever reverts it, has to know.")
            .instead("-- drop each of them by name, what depends on others first, and leave CASCADE out")
            .from(Basis::Trace),
    );
}

fn cascades(action: &Action) -> bool {
    matches!(action, Action::DropColumn { cascade: true, .. } | Action::DropConstraint { cascade: true })
}
