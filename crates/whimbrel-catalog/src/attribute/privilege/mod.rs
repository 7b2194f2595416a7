//! Privileges.

mod grant;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use self::grant::{Held, Terms, adjust};
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
    /// The role that granted it; `None` where that is the owner.
    pub by: Option<String>,
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

/// `reader: SELECT; writer: SELECT, INSERT with grant option; PUBLIC: SELECT by writer`, nothing where there are none.
pub(crate) fn listing(privileges: &BTreeSet<Privilege>) -> Option<String> {
    let mut lists: BTreeMap<(&Grantee, bool, Option<&str>), Vec<&str>> = BTreeMap::new();
    for p in privileges {
        lists.entry((&p.role, p.grantable, p.by.as_deref())).or_default().push(&p.privilege);
    }
    let list = |((role, grantable, by), mut names): ((&Grantee, bool, Option<&str>), Vec<&str>)| {
        names.sort_by_key(|name| (place(name), *name));
        let role = match role {
            Grantee::Public => "PUBLIC".into(),
            Grantee::Owner => "owner".into(),
            // a role of that very name
            Grantee::Role(role) if role == "owner" => "\"owner\"".into(),
            Grantee::Role(role) => quoted(role),
        };
        let option = if grantable { " with grant option" } else { "" };
        let by = by.map(|by| format!(" by {}", quoted(by))).unwrap_or_default();
        format!("{role}: {}{option}{by}", names.join(", "))
    };
    (!lists.is_empty()).then(|| lists.into_iter().map(list).collect::<Vec<_>>().join("; "))
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
    let granted = match new.owner.as_ref().filter(|_| old.owner != new.owner) {
        Some(owner) => as_of(owner, &old.granted),
        None => old.granted.clone(),
    };
    let owner = new.owner.as_ref().or(old.owner.as_ref()).map_or("CURRENT_USER".into(), |owner| ident(owner));
    let column = (id.kind == ObjectKind::Column).then(|| ident(&id.name));
    let terms = Terms { before: "", on: &on, columns: column.as_deref(), owner: &owner };
    let (has, wanted) = (Held { granted: &granted, ..old.held() }, new.held());
    let mut statements = adjust(has, wanted, &terms);
    if column.is_none() {
        let loses = |p: &Privilege| has.granted.iter().any(|q| q.role == p.role && !wanted.granted.contains(q));
        statements.extend(columns_again(id, &on, &owner, loses, cx));
    }
    statements.into_iter().map(Step::new).collect()
}

/// What was granted, when a role that was granted something becomes the owner.
fn as_of(owner: &str, granted: &BTreeSet<Privilege>) -> BTreeSet<Privilege> {
    let others = granted.iter().filter(|p| !matches!(&p.role, Grantee::Role(role) if role == owner));
    others.map(|p| Privilege { by: p.by.clone().filter(|by| by != owner), ..p.clone() }).collect()
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
        K::Function => "FUNCTION",
        // like a function: without the star of one that takes no arguments
        K::Aggregate => return Some(format!("FUNCTION {}", id.sql().replace("(*)", "()"))),
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
