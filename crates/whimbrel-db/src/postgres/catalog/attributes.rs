//! Rows of owners, comments, privileges and security labels, as the model has them.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::{
    ALL, Attributes, DefaultPrivileges, Grantee, ObjectClass, ObjectId, ObjectKind, Part, Privilege,
};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

/// What can be told only when all makers of the schema are known.
#[derive(Default)]
pub(super) struct Told {
    owners: Vec<(ObjectId, String)>,
    /// By oid, with their role whoever it is.
    defaults: Vec<(u32, DefaultPrivileges)>,
}

impl Loader {
    /// A role that made the schema.
    pub(super) fn maker(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        self.catalog.makers.insert(row.text()?);
        Ok(())
    }

    /// Whoever owns the history has made the schema too.
    pub(super) fn owner_of(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (class, oid, role) = (row.number()?, row.number()?, row.text()?);
        let history = self.relations.get(&oid).filter(|r| class == class::RELATION && !r.kept);
        if history.is_some_and(|r| self.ignores_table(&r.name)) {
            self.catalog.makers.insert(role);
        } else if let Some(id) = self.id_of(class, oid, 0) {
            self.told.owners.push((id, role));
        }
        Ok(())
    }

    pub(super) fn comment(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (class, oid, column) = (row.number()?, row.number()?, row.number()?);
        let (part, name, text) = (row.optional(), row.optional().unwrap_or_default(), row.text()?);
        let Some(attributes) = self.attributes(class, oid, column) else { return Ok(()) };
        let part = match part.as_deref() {
            Some("a") => Part::Attribute(name),
            Some("c") => Part::Constraint(name),
            Some(_) => Part::Index,
            None => {
                attributes.comment = Some(text);
                return Ok(());
            }
        };
        attributes.part_comments.insert(part, text);
        Ok(())
    }

    pub(super) fn security_label(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (class, oid, column) = (row.number()?, row.number()?, row.number()?);
        if let Some(attributes) = self.attributes(class, oid, column) {
            attributes.labels.insert(row.text()?, row.text()?);
        }
        Ok(())
    }

    pub(super) fn privilege(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let is_table = row.letter()? == b'r';
        let (catalogs, oids, columns) = (row.oids()?, row.oids()?, row.numbers()?);
        let (held, by_itself) = (grants(row, true)?, grants(row, false)?);
        let all = is_table.then_some(&by_itself);
        let granted = beyond(&held, &by_itself, all);
        let revoked = beyond(&by_itself, &held, all);
        for ((class, oid), column) in catalogs.into_iter().zip(oids).zip(columns) {
            if let Some(attributes) = self.attributes(class, oid, column) {
                (attributes.granted, attributes.revoked) = (granted.clone(), revoked.clone());
            }
        }
        Ok(())
    }

    pub(super) fn default_privileges(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, role, schema) = (row.number()?, row.text()?, row.optional());
        let class = match row.letter()? {
            b'r' => ObjectClass::Tables,
            b'S' => ObjectClass::Sequences,
            b'f' => ObjectClass::Functions,
            b'T' => ObjectClass::Types,
            b'n' => ObjectClass::Schemas,
            b'L' => ObjectClass::LargeObjects,
            _ => return Err(row.changed()),
        };
        if schema.as_deref().is_some_and(|schema| self.ignores(schema)) {
            return Ok(());
        }
        let (held, full) = (grants(row, true)?, grants(row, false)?);
        let by_itself = if schema.is_some() { Grants::new() } else { full.clone() };
        let all = (class == ObjectClass::Tables).then_some(&full);
        let defaults = DefaultPrivileges {
            granted: beyond(&held, &by_itself, all),
            revoked: beyond(&by_itself, &held, all),
            ..DefaultPrivileges::new(Some(&role), schema.as_deref(), class)
        };
        self.told.defaults.push((oid, defaults));
        Ok(())
    }

    /// When all rows are read.
    pub(super) fn tell(&mut self) {
        let told = std::mem::take(&mut self.told);
        for (id, owner) in told.owners {
            if !self.catalog.makers.contains(&owner) {
                self.catalog.attributes.entry(id).or_default().owner = Some(owner);
            }
        }
        for (oid, mut defaults) in told.defaults {
            defaults.role = defaults.role.filter(|role| !self.catalog.makers.contains(role));
            let name = DefaultPrivileges::name(defaults.role.as_deref(), defaults.schema.as_deref(), defaults.class);
            self.learn(class::DEFAULT_PRIVILEGES, oid, ObjectId::global(ObjectKind::DefaultPrivileges, &name));
            self.catalog.default_privileges.insert(name, defaults);
        }
        // an ACL that says what is so by itself is none
        self.catalog.attributes.retain(|_, attributes| {
            attributes.sequence = attributes.sequence.take().filter(|sequence| !sequence.is_plain());
            !attributes.is_plain()
        });
    }

    /// Those of an object; `None` for one that is not in the catalog. The sequence of an identity column goes by the
    /// name of the column.
    fn attributes(&mut self, class: u32, oid: u32, column: i16) -> Option<&mut Attributes> {
        let id = self.id_of(class, oid, column)?;
        let is_sequence = class == class::RELATION && column == 0 && id.kind == ObjectKind::Column;
        let attributes = self.catalog.attributes.entry(id).or_default();
        Some(if is_sequence { attributes.sequence.get_or_insert_default() } else { attributes })
    }
}

/// Whether each privilege may be passed on: who has it, which, and who granted it where that is not the owner.
type Grants = BTreeMap<(Grantee, String, Option<String>), bool>;

/// The next value, as `privileges.sql` writes them, and the next, the grantors, where they are told. The owner may pass
/// all of them on without being told so.
fn grants(row: &mut Cells<'_>, with_grantors: bool) -> Result<Grants, DbError> {
    let texts = row.texts();
    let mut grantors = if with_grantors { row.texts() } else { Vec::new() }.into_iter();
    let mut grants = Grants::new();
    for text in texts {
        let (grant, role) = text.split_once(':').ok_or_else(|| row.changed())?;
        let (whose, privilege) = grant.split_at_checked(2).ok_or_else(|| row.changed())?;
        let grantee = match whose.as_bytes() {
            [b'p', _] => Grantee::Public,
            [b'o', _] => Grantee::Owner,
            _ => Grantee::Role(role.to_owned()),
        };
        let may_pass_on = whose.ends_with('*') && grantee != Grantee::Owner;
        let by = grantors.next().filter(|by| !by.is_empty());
        grants.insert((grantee, privilege.to_owned(), by), may_pass_on);
    }
    Ok(grants)
}

/// What is in `these` and not in `those`. Where the owner has `all` by itself, a role that has as many has [`ALL`].
fn beyond(these: &Grants, those: &Grants, all: Option<&Grants>) -> BTreeSet<Privilege> {
    let full = all.map_or(0, |all| all.keys().filter(|(role, ..)| *role == Grantee::Owner).count());
    let more = these.iter().filter(|(of, grantable)| those.get(of) != Some(grantable));
    let mut by_role: BTreeMap<(&Grantee, &Option<String>, bool), Vec<&str>> = BTreeMap::new();
    for ((role, privilege, by), grantable) in more {
        by_role.entry((role, by, *grantable)).or_default().push(privilege);
    }
    let mut privileges = BTreeSet::new();
    for ((role, by, grantable), mut names) in by_role {
        if full > 1 && names.len() == full {
            names = vec![ALL];
        }
        for name in names {
            let (role, by, privilege) = (role.clone(), by.clone(), name.to_owned());
            privileges.insert(Privilege { role, privilege, grantable, by });
        }
    }
    privileges
}
