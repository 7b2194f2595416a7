//! Rows of constraints, as the model has them. Those of tables that are left out are left out.

use whimbrel_catalog::{Check, Exclusion, ForeignKey, Key, KeyAction, Name, ObjectId, ObjectKind, Uncompared};

use super::cells::Cells;
use super::relations::origin;
use super::{Loader, class};
use crate::DbError;

fn key_action(letter: u8) -> KeyAction {
    match letter {
        b'r' => KeyAction::Restrict,
        b'c' => KeyAction::Cascade,
        b'n' => KeyAction::SetNull,
        b'd' => KeyAction::SetDefault,
        _ => KeyAction::NoAction,
    }
}

impl Loader {
    pub(super) fn key(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let (oid, real_name, root) = (row.number()?, row.text()?, row.optional());
        let primary = row.flag()?;
        let mut columns = || relation.names(&row.numbers()?).ok_or_else(|| row.changed());
        let (columns, include) = (columns()?, columns()?);
        let key = Key {
            primary,
            columns,
            include,
            nulls_not_distinct: row.flag()?,
            without_overlaps: row.flag()?,
            deferrable: row.flag()?,
            initially_deferred: row.flag()?,
            options: row.texts(),
            tablespace: row.optional(),
            clustered: row.flag()?,
            replica_identity: row.flag()?,
            origin: origin(root.is_some(), false),
            real_name: Uncompared(Some(real_name.clone())),
        };
        let kind = if primary { ObjectKind::PrimaryKey } else { ObjectKind::Unique };
        let name = root.unwrap_or(real_name);
        let id = ObjectId::part(kind, &relation.name, &name);
        if primary {
            table.primary_key = Some((name, key));
        } else {
            table.uniques.insert(name, key);
        }
        self.learn(class::CONSTRAINT, oid, id);
        Ok(())
    }

    pub(super) fn foreign_key(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let (oid, name, inherited) = (row.number()?, row.text()?, row.flag()?);
        let columns = relation.names(&row.numbers()?).ok_or_else(|| row.changed())?;
        let key = ForeignKey {
            columns,
            references: Name::in_schema(row.text()?, row.text()?),
            referenced_columns: row.texts(),
            match_full: row.flag()?,
            on_update: key_action(row.letter()?),
            on_delete: key_action(row.letter()?),
            on_delete_columns: relation.names(&row.numbers()?).ok_or_else(|| row.changed())?,
            period: row.flag()?,
            deferrable: row.flag()?,
            initially_deferred: row.flag()?,
            validated: row.flag()?,
            enforced: row.flag()?,
            origin: origin(inherited, false),
        };
        let id = ObjectId::part(ObjectKind::ForeignKey, &relation.name, &name);
        table.foreign_keys.insert(name, key);
        self.learn(class::CONSTRAINT, oid, id);
        Ok(())
    }

    pub(super) fn check(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let (oid, name) = (row.number()?, row.text()?);
        let check = Check {
            expression: row.expression()?,
            no_inherit: row.flag()?,
            validated: row.flag()?,
            enforced: row.flag()?,
            origin: origin(row.flag()?, row.flag()?),
        };
        let id = ObjectId::part(ObjectKind::Check, &relation.name, &name);
        table.checks.insert(name, check);
        self.learn(class::CONSTRAINT, oid, id);
        Ok(())
    }

    pub(super) fn exclusion(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let (oid, name, definition) = (row.number()?, row.text()?, row.expression()?);
        let (inherited, clustered) = (row.flag()?, row.flag()?);
        let exclusion = Exclusion { definition, clustered, origin: origin(inherited, false) };
        let id = ObjectId::part(ObjectKind::Exclusion, &relation.name, &name);
        table.exclusions.insert(name, exclusion);
        self.learn(class::CONSTRAINT, oid, id);
        Ok(())
    }
}
