//! Privileges.

use std::collections::{BTreeMap, BTreeSet};

use super::Attributes;
use crate::change::{ObjectId, ObjectKind};
use crate::name::{ident, quoted};
use crate::sql::{Context, Step};

/// Stands for all privileges that the server knows for a table: newer ones know more of them.
pub const ALL: &str = "ALL";

/// One privilege of one role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Privilege {
    /// Who has it.
    pub role: Grantee,
    /// `SELECT`, `EXECUTE`, [`ALL`]
    pub privilege: String,
    /// The role may grant it to others. False for the owner, who always may.
    pub grantable: bool,
}

/// Who has a privilege.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Grantee {
    Public,
    /// Whoever owns the object.
    Owner,
    Role(String),
}

/// In which PostgreSQL's documentation lists them.
const ORDER: [&str; 14] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "TRIGGER",
    "MAINTAIN",
    "CREATE",
    "CONNECT",
    "TEMPORARY",
    "EXECUTE",
    "USAGE",
    ALL,
];

fn place(privilege: &str) -> usize {
    ORDER.iter().position(|p| *p == privilege).unwrap_or(ORDER.len())
}

/// `reader: SELECT; writer: SELECT, INSERT with grant option`, nothing where there are none.
pub(crate) fn listing(privileges: &BTreeSet<Privilege>) -> Option<String> {
    let mut lists: BTreeMap<(&Grantee, bool), Vec<&str>> = BTreeMap::new();
    for p in privileges {
        lists.entry((&p.role, p.grantable)).or_default().push(&p.privilege);
    }
    let list = |((role, grantable), mut names): ((&Grantee, bool), Vec<&str>)| {
        names.sort_by_key(|name| (place(name), *name));
        let role = match role {
            Grantee::Public => "PUBLIC".into(),
            Grantee::Owner => "owner".into(),
            // a role of that very name
            Grantee::Role(role) if role == "owner" => "\"owner\"".into(),
            Grantee::Role(role) => quoted(role),
        };
        format!("{role}: {}{}", names.join(", "), if grantable { " with grant option" } else { "" })
    };
    (!lists.is_empty()).then(|| lists.into_iter().map(list).collect::<Vec<_>>().join("; "))
}

/// What one statement gives or takes, in the order of the statements: what an object has by itself is given back before
/// parts of it are taken, and everything is taken before parts of it are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verb {
    Restore,
    Revoke,
    RevokeGrantOption,
    Grant,
    GrantWithOption,
}

/// How the statements are written.
pub(crate) struct Terms<'a> {
    /// What precedes `GRANT` and `REVOKE`, with a blank at its end.
    pub(crate) before: &'a str,
    /// `TABLE app.users`
    pub(crate) on: &'a str,
    /// The columns, where the privileges are theirs.
    pub(crate) columns: Option<&'a str>,
    /// The owner, as SQL names a role.
    pub(crate) owner: &'a str,
}

/// The privileges of an object beyond what a new one has, and what it lacks of that.
#[derive(Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) granted: &'a BTreeSet<Privilege>,
    pub(crate) revoked: &'a BTreeSet<Privilege>,
}

/// What is said of each role: the privileges in their order.
type Said<'a> = BTreeMap<(Verb, &'a Grantee), BTreeSet<(usize, &'a str)>>;

/// The statements that lead from `old` to `new`. Roles that get the same are named together.
pub(crate) fn adjust(old: Held<'_>, new: Held<'_>, terms: &Terms<'_>) -> Vec<String> {
    let mut said = Said::new();
    let mut emptied = BTreeSet::new();
    for p in old.granted {
        match grantable(new.granted, p) {
            Some(false) if p.grantable => say(&mut said, Verb::RevokeGrantOption, p),
            Some(_) => {}
            // it is among what comes
            None if has_all(new.granted, &p.role) && !p.grantable => {}
            None => {
                say(&mut said, Verb::Revoke, p);
                if p.privilege == ALL {
                    emptied.insert(&p.role);
                }
            }
        }
    }
    for p in new.granted {
        match grantable(old.granted, p) {
            Some(may) if !emptied.contains(&p.role) && (may || !p.grantable) => {}
            _ => say(&mut said, if p.grantable { Verb::GrantWithOption } else { Verb::Grant }, p),
        }
    }
    let mut restored = BTreeSet::new();
    for p in old.revoked.iter().filter(|p| grantable(new.revoked, p).is_none() && !has_all(new.revoked, &p.role)) {
        say(&mut said, Verb::Restore, p);
        if p.privilege == ALL {
            restored.insert(&p.role);
        }
    }
    for p in new.revoked.iter().filter(|p| restored.contains(&p.role) || grantable(old.revoked, p).is_none()) {
        say(&mut said, Verb::Revoke, p);
    }
    write(&said, terms)
}

fn say<'a>(said: &mut Said<'a>, verb: Verb, p: &'a Privilege) {
    said.entry((verb, &p.role)).or_default().insert((place(&p.privilege), &p.privilege));
}

/// Whether the role may grant it; `None` where it has not the privilege.
fn grantable(set: &BTreeSet<Privilege>, of: &Privilege) -> Option<bool> {
    set.iter().find(|p| p.role == of.role && p.privilege == of.privilege).map(|p| p.grantable)
}

fn has_all(set: &BTreeSet<Privilege>, role: &Grantee) -> bool {
    set.iter().any(|p| p.role == *role && p.privilege == ALL)
}

fn write(said: &Said<'_>, terms: &Terms<'_>) -> Vec<String> {
    let mut merged: Vec<(Verb, &BTreeSet<(usize, &str)>, Vec<String>)> = Vec::new();
    for ((verb, role), privileges) in said {
        let role = match role {
            Grantee::Public => "PUBLIC".to_owned(),
            Grantee::Owner => terms.owner.to_owned(),
            Grantee::Role(role) => ident(role).into_owned(),
        };
        match merged.iter_mut().find(|(v, p, _)| v == verb && *p == privileges) {
            Some((_, _, roles)) => roles.push(role),
            None => merged.push((*verb, privileges, vec![role])),
        }
    }
    let columns = terms.columns.map(|columns| format!(" ({columns})")).unwrap_or_default();
    let statement = |(verb, privileges, roles): (Verb, &BTreeSet<(usize, &str)>, Vec<String>)| {
        let privileges: Vec<_> = privileges.iter().map(|(_, name)| format!("{name}{columns}")).collect();
        let (privileges, roles, on) = (privileges.join(", "), roles.join(", "), terms.on);
        let text = match verb {
            Verb::Revoke => format!("REVOKE {privileges} ON {on} FROM {roles}"),
            Verb::RevokeGrantOption => format!("REVOKE GRANT OPTION FOR {privileges} ON {on} FROM {roles}"),
            Verb::Restore | Verb::Grant => format!("GRANT {privileges} ON {on} TO {roles}"),
            Verb::GrantWithOption => format!("GRANT {privileges} ON {on} TO {roles} WITH GRANT OPTION"),
        };
        format!("{}{text}", terms.before)
    };
    merged.into_iter().map(statement).collect()
}

impl Attributes {
    fn held(&self) -> Held<'_> {
        Held { granted: &self.granted, revoked: &self.revoked }
    }
}

pub(super) fn alter(id: &ObjectId, old: &Attributes, new: &Attributes, cx: &Context<'_>) -> Vec<Step> {
    if old.granted == new.granted && old.revoked == new.revoked {
        return Vec::new();
    }
    let Some(on) = target(id) else { return Vec::new() };
    let becomes = new.owner.as_deref().filter(|_| old.owner != new.owner);
    // what the new owner was granted before is the owner's now
    let granted = old.granted.iter().filter(|p| !matches!(&p.role, Grantee::Role(r) if Some(r.as_str()) == becomes));
    let granted = granted.cloned().collect();
    let owner = new.owner.as_ref().or(old.owner.as_ref()).map_or("CURRENT_USER".into(), |owner| ident(owner));
    let column = (id.kind == ObjectKind::Column).then(|| ident(&id.name));
    let terms = Terms { before: "", on: &on, columns: column.as_deref(), owner: &owner };
    let (has, wanted) = (Held { granted: &granted, ..old.held() }, new.held());
    let mut statements = adjust(has, wanted, &terms);
    if column.is_none() {
        let loses =
            |p: &Privilege| has.granted.iter().any(|q| q.role == p.role && grantable(wanted.granted, q).is_none());
        statements.extend(columns_again(id, &on, &owner, loses, cx));
    }
    statements.into_iter().map(Step::new).collect()
}

/// What is granted on columns, once more: taking a privilege of a table away takes it from all its columns.
fn columns_again(
    table: &ObjectId,
    on: &str,
    owner: &str,
    is_lost: impl Fn(&Privilege) -> bool,
    cx: &Context<'_>,
) -> Vec<String> {
    let Some(relation) = table.relation().filter(|_| table.on.is_none()) else { return Vec::new() };
    let first = ObjectId::part(ObjectKind::Column, &relation, "");
    let is_column = |id: &ObjectId| id.kind == ObjectKind::Column && id.relation().as_ref() == Some(&relation);
    let columns = cx.after.attributes.range(first..).take_while(|(id, _)| is_column(id));
    let grants = |(id, attributes): (&ObjectId, &Attributes)| {
        let (column, none) = (ident(&id.name), BTreeSet::new());
        let granted = attributes.granted.iter().filter(|p| is_lost(p)).cloned().collect();
        let terms = Terms { before: "", on, columns: Some(&column), owner };
        adjust(Held { granted: &none, revoked: &none }, Held { granted: &granted, revoked: &none }, &terms)
    };
    columns.flat_map(grants).collect()
}

/// What follows `ON`; `None` where there are no privileges on the kind.
fn target(id: &ObjectId) -> Option<String> {
    use ObjectKind as K;
    let keyword = match id.kind {
        K::Table | K::ForeignTable | K::View | K::MaterializedView => "TABLE",
        K::Column => return Some(format!("TABLE {}", id.on_sql())),
        K::Sequence => "SEQUENCE",
        K::Function | K::Aggregate => "FUNCTION",
        K::Procedure => "PROCEDURE",
        K::Schema => "SCHEMA",
        K::Enum | K::CompositeType | K::RangeType => "TYPE",
        K::Domain => "DOMAIN",
        K::ForeignDataWrapper => "FOREIGN DATA WRAPPER",
        K::Server => "FOREIGN SERVER",
        K::Language => "LANGUAGE",
        _ => return None,
    };
    Some(format!("{keyword} {}", id.sql()))
}
