//! # Grant again what a drop and create loses
//!
//! An object that is dropped and made again belongs to whoever made it, and nobody else may use it: what was granted on
//! the old one is gone. PostgreSQL says nothing. Found from the schemas before and after the migration.
//!
//! ## Bad
//!
//! ```sql
//! -- known: CREATE TABLE prices (id bigint)
//! -- known: GRANT SELECT ON prices TO reporting
//! -- whimbrel:allow drop-table because it only holds what is computed
//! DROP TABLE prices;
//! CREATE TABLE prices (id bigint, amount numeric);
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: CREATE TABLE prices (id bigint)
//! -- known: GRANT SELECT ON prices TO reporting
//! -- whimbrel:allow drop-table because it only holds what is computed
//! DROP TABLE prices;
//! CREATE TABLE prices (id bigint, amount numeric);
//! GRANT SELECT ON prices TO reporting;
//! ```

use whimbrel_catalog::{Action as Did, Grantee, ObjectId, ObjectKind, Privilege, ident};

use crate::context::{Context, Line};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::read::Act;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("privileges-lost", Severity::Error, Check::Migration(check)).with_facts();

fn check(cx: &Context<'_>, found: &mut Found) {
    let before = cx.lines.first().and_then(|line| line.observed.before);
    let after = cx.lines.last().and_then(|line| line.observed.after);
    let (Some(before), Some(after)) = (before, after) else { return };
    let dropping: Vec<&Line<'_>> = cx.lines.iter().filter(|line| drops_something(line)).collect();
    if dropping.is_empty() {
        return;
    }
    for (id, old) in &before.attributes {
        if after.object(id).is_none() {
            continue;
        }
        let Some(line) = dropping.iter().find(|line| drops(line, id)) else { continue };
        let new = after.attributes.get(id);
        let lost: Vec<&Privilege> =
            old.granted.iter().filter(|privilege| new.is_none_or(|new| !new.granted.contains(privilege))).collect();
        let owner = old.owner.as_ref().filter(|owner| new.and_then(|new| new.owner.as_ref()) != Some(owner));
        if lost.is_empty() && owner.is_none() {
            continue;
        }
        let (on, keyword) = (id.sql(), id.kind.keyword());
        let mut again: Vec<String> = owner.map(|owner| format!("ALTER {keyword} {on} OWNER TO {};", ident(owner))).into_iter().collect();
        again.extend(lost.iter().map(|privilege| granted(privilege, id)));
        let what = match (lost.is_empty(), owner) {
            (false, None) => "grant again what was granted on".to_owned(),
            (true, Some(owner)) => format!("give back to {owner} what it owned:"),
            (false, Some(owner)) => format!("give back to {owner}, and grant again what was granted on,"),
            (true, None) => continue,
        };
        found.add(
            Draft::new(line, format!("{what} {} {}", id.kind, id.short()))
                .why("It is dropped here and made again, and the new one has neither the owner nor the privileges of the old.")
                .instead(again.join("\n"))
                .from(Basis::Catalog),
        );
    }
}

fn drops_something(line: &Line<'_>) -> bool {
    let seen = line.observed.trace.is_some_and(|trace| trace.changes.iter().any(|c| c.action == Did::Dropped));
    seen || matches!(line.act, Act::Drop(_))
}

fn drops(line: &Line<'_>, id: &ObjectId) -> bool {
    // what belongs to a table goes with it
    let top = id.on.as_ref().unwrap_or(&id.name);
    let is_it = |gone: &ObjectId| gone == id || (gone.on.is_none() && gone.name == *top && gone.schema == id.schema);
    match line.observed.trace {
        Some(trace) if trace.changes.iter().any(|c| c.action == Did::Dropped && is_it(&c.object)) => true,
        _ => matches!(&line.act, Act::Drop(drop) if drop.names.iter().any(|name| name.name == *top)),
    }
}

fn granted(privilege: &Privilege, id: &ObjectId) -> String {
    let to = match &privilege.role {
        Grantee::Public => "PUBLIC".to_owned(),
        Grantee::Owner => "CURRENT_USER".to_owned(),
        Grantee::Role(role) => ident(role).into_owned(),
    };
    let option = if privilege.grantable { " WITH GRANT OPTION" } else { "" };
    if id.kind == ObjectKind::Column {
        return format!("GRANT {} ({}) ON {} TO {to}{option};", privilege.privilege, ident(&id.name), id.on_sql());
    }
    // views are granted on as tables
    let keyword = if id.kind.keyword().ends_with("VIEW") { "TABLE" } else { id.kind.keyword() };
    format!("GRANT {} ON {keyword} {} TO {to}{option};", privilege.privilege, id.sql())
}
