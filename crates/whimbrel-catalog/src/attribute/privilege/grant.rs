//! From what is granted to what shall be: GRANT and REVOKE.

use std::collections::{BTreeMap, BTreeSet};

use super::{ALL, Grantee, Privilege, place};
use crate::name::ident;

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

/// Privileges in their order, each with its place.
type Privileges<'a> = BTreeSet<(usize, &'a str)>;

/// What is said of each role.
type Said<'a> = BTreeMap<(Verb, &'a Grantee), Privileges<'a>>;

/// The statements that lead from `old` to `new`. Roles that get the same are named together. What other roles than the
/// owner granted is taken first and given last, by them: it needs that they may.
pub(crate) fn adjust(old: Held<'_>, new: Held<'_>, terms: &Terms<'_>) -> Vec<String> {
    let mut by_others: Vec<&str> = old.granted.union(new.granted).filter_map(|p| p.by.as_deref()).collect();
    by_others.sort_unstable();
    by_others.dedup();
    let by = |grantor: &str, statements: Vec<String>| {
        let reset = (!statements.is_empty()).then(|| "RESET ROLE".to_owned());
        let set = reset.as_ref().map(|_| format!("SET ROLE {}", ident(grantor)));
        set.into_iter().chain(statements).chain(reset).collect::<Vec<_>>()
    };
    let said: Vec<_> = by_others.iter().map(|grantor| (*grantor, say_all(old, new, Some(grantor)))).collect();
    let takes = |verb: &Verb| matches!(verb, Verb::Revoke | Verb::RevokeGrantOption);

    let mut statements = Vec::new();
    let mut deepest_first: Vec<_> = said.iter().collect();
    deepest_first.sort_by_key(|(grantor, _)| std::cmp::Reverse(depth(old.granted, grantor)));
    for (grantor, said) in deepest_first {
        statements.extend(by(grantor, write(said, terms, takes)));
    }
    statements.extend(write(&say_all(old, new, None), terms, |_| true));
    let mut shallow_first: Vec<_> = said.iter().collect();
    shallow_first.sort_by_key(|(grantor, _)| depth(new.granted, grantor));
    for (grantor, said) in shallow_first {
        statements.extend(by(grantor, write(said, terms, |verb| !takes(verb))));
    }
    statements
}

/// How many roles it took to get a privilege to the one who grants it.
fn depth(granted: &BTreeSet<Privilege>, grantor: &str) -> usize {
    let mut depth = 1;
    let mut role = grantor;
    let from = |role: &str| granted.iter().find(|p| p.grantable && p.role == Grantee::Role(role.to_owned()));
    // nobody grants in a circle, but names are only names
    while let Some(by) = from(role).and_then(|p| p.by.as_deref()).filter(|_| depth <= granted.len()) {
        (role, depth) = (by, depth + 1);
    }
    depth
}

fn say_all<'a>(old: Held<'a>, new: Held<'a>, by: Option<&str>) -> Said<'a> {
    let mut said = Said::new();
    let mut emptied = BTreeSet::new();
    for p in old.granted.iter().filter(|p| p.by.as_deref() == by) {
        match grantable(new.granted, p) {
            Some(false) if p.grantable => say(&mut said, Verb::RevokeGrantOption, p),
            Some(_) => {}
            // it is among what comes
            None if has_all(new.granted, p) && !p.grantable => {}
            None => {
                say(&mut said, Verb::Revoke, p);
                if p.privilege == ALL {
                    emptied.insert(&p.role);
                }
            }
        }
    }
    for p in new.granted.iter().filter(|p| p.by.as_deref() == by) {
        match grantable(old.granted, p) {
            Some(may) if !emptied.contains(&p.role) && (may || !p.grantable) => {}
            _ => say(&mut said, if p.grantable { Verb::GrantWithOption } else { Verb::Grant }, p),
        }
    }
    if by.is_some() {
        return said;
    }
    let mut restored = BTreeSet::new();
    for p in old.revoked.iter().filter(|p| grantable(new.revoked, p).is_none() && !has_all(new.revoked, p)) {
        say(&mut said, Verb::Restore, p);
        if p.privilege == ALL {
            restored.insert(&p.role);
        }
    }
    for p in new.revoked.iter().filter(|p| restored.contains(&p.role) || grantable(old.revoked, p).is_none()) {
        say(&mut said, Verb::Revoke, p);
    }
    said
}

fn say<'a>(said: &mut Said<'a>, verb: Verb, p: &'a Privilege) {
    said.entry((verb, &p.role)).or_default().insert((place(&p.privilege), &p.privilege));
}

/// Whether the role may grant it; `None` where it has not the privilege.
fn grantable(set: &BTreeSet<Privilege>, of: &Privilege) -> Option<bool> {
    let same = |p: &&Privilege| p.role == of.role && p.privilege == of.privilege && p.by == of.by;
    set.iter().find(same).map(|p| p.grantable)
}

/// True where the role of `of` has all privileges.
fn has_all(set: &BTreeSet<Privilege>, of: &Privilege) -> bool {
    set.iter().any(|p| p.role == of.role && p.by == of.by && p.privilege == ALL)
}

fn write(said: &Said<'_>, terms: &Terms<'_>, wanted: impl Fn(&Verb) -> bool) -> Vec<String> {
    let mut merged: Vec<(Verb, &Privileges<'_>, Vec<String>)> = Vec::new();
    for ((verb, role), privileges) in said.iter().filter(|((verb, _), _)| wanted(verb)) {
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
    let statement = |(verb, privileges, roles): (Verb, &Privileges<'_>, Vec<String>)| {
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
