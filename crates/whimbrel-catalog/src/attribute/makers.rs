//! Who made a schema, and who else is named in it.

use std::collections::BTreeSet;

use super::{Attributes, Grantee};
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::object::DefaultPrivileges;

impl Catalog {
    /// Makes two catalogs comparable that different roles made: what one of them says of a role that made the other is
    /// told as of its own.
    ///
    /// A database of the role `app` has tables without an owner of their own. Where the same schema is loaded by
    /// `postgres`, and says `OWNER TO app`, it has tables of the owner `app`. These are the same. Nor does it matter
    /// that a schema `public` that was made anew has lost its comment.
    pub fn reconcile(a: &mut Self, b: &mut Self) {
        let (of_a, of_b) = (a.makers.clone(), b.makers.clone());
        a.tell_as_own(&of_b);
        b.tell_as_own(&of_a);
    }

    fn tell_as_own(&mut self, roles: &BTreeSet<String>) {
        for attributes in self.attributes.values_mut() {
            if attributes.owner.as_ref().is_some_and(|owner| roles.contains(owner)) {
                attributes.owner = None;
            }
            if attributes.owner.is_none() {
                // an owner has it all anyway
                attributes.granted.retain(|p| !matches!(&p.role, Grantee::Role(role) if roles.contains(role)));
            }
        }
        let public = ObjectId::global(ObjectKind::Schema, "public");
        if let Some(attributes) = self.attributes.get_mut(&public)
            && attributes.comment.as_deref() == Some("")
        {
            attributes.comment = None;
        }
        self.attributes.retain(|_, attributes| !attributes.is_plain());
        let of_others = |defaults: &DefaultPrivileges| defaults.role.as_ref().is_some_and(|role| roles.contains(role));
        let named: Vec<_> =
            self.default_privileges.iter().filter(|(_, d)| of_others(d)).map(|(n, _)| n.clone()).collect();
        for name in named {
            if let Some(mut defaults) = self.default_privileges.remove(&name) {
                defaults.role = None;
                let name = DefaultPrivileges::name(None, defaults.schema.as_deref(), defaults.class);
                self.default_privileges.insert(name, defaults);
            }
        }
    }

    /// All roles that are named: owners, those with privileges, in policies and default privileges. A database on
    /// another server needs them before the schema can be made there. Without PostgreSQL's own, which begin with `pg_`.
    pub fn roles(&self) -> BTreeSet<String> {
        let mut roles = BTreeSet::new();
        let of_sequences = self.attributes.values().filter_map(|attributes| attributes.sequence.as_deref());
        for Attributes { owner, granted, .. } in self.attributes.values().chain(of_sequences) {
            roles.extend(owner.clone());
            roles.extend(granted.iter().flat_map(|p| [p.role.name(), p.by.clone()]).flatten());
        }
        for defaults in self.default_privileges.values() {
            roles.extend(defaults.role.clone());
            roles.extend(defaults.granted.iter().chain(&defaults.revoked).filter_map(|p| p.role.name()));
        }
        for policy in self.tables.values().flat_map(|table| table.policies.values()) {
            roles.extend(policy.roles.iter().cloned());
        }
        roles.retain(|role| !role.starts_with("pg_"));
        roles
    }
}

impl Grantee {
    fn name(&self) -> Option<String> {
        match self {
            Self::Role(role) => Some(role.clone()),
            Self::Public | Self::Owner => None,
        }
    }
}
