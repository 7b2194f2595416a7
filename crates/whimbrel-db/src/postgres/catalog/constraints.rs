//! Rows of constraints, as the model has them. Those of tables that are left out are left out.

use whimbrel_catalog::{Check, Exclusion, ForeignKey, Key, KeyAction, Name};

use super::Loader;
use super::cells::Cells;
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
    pub(super) fn key(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let (name, primary) = (row.text()?, row.flag()?);
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
        };
        if primary {
            table.primary_key = Some((name, key));
        } else {
            table.uniques.insert(name, key);
        }
        Ok(())
    }

    pub(super) fn foreign_key(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let name = row.text()?;
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
        };
        table.foreign_keys.insert(name, key);
        Ok(())
    }

    pub(super) fn check(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some((_, table)) = self.owner(row)? else { return Ok(()) };
        let name = row.text()?;
        let check =
            Check { expression: row.text()?, no_inherit: row.flag()?, validated: row.flag()?, enforced: row.flag()? };
        table.checks.insert(name, check);
        Ok(())
    }

    pub(super) fn exclusion(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some((_, table)) = self.owner(row)? else { return Ok(()) };
        let (name, definition) = (row.text()?, row.text()?);
        table.exclusions.insert(name, Exclusion { definition });
        Ok(())
    }
}
