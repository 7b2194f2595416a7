//! Rows of objects that belong to no table, as the model has them.

use whimbrel_catalog::{
    CompositeType, Domain, Enum, EventTrigger, Extension, Firing, Function, Name, RangeType, Routine, Schema,
    ViewColumn,
};

use super::Loader;
use super::cells::Cells;
use crate::DbError;

/// `O`, `D`, `R` or `A`
pub(super) fn firing(letter: u8) -> Firing {
    match letter {
        b'D' => Firing::Disabled,
        b'R' => Firing::Replica,
        b'A' => Firing::Always,
        _ => Firing::Origin,
    }
}

impl Loader {
    /// The next two values: schema and name; `None` where the schema is left out.
    fn name(&self, row: &mut Cells) -> Result<Option<Name>, DbError> {
        let schema = row.text()?;
        let name = row.text()?;
        Ok((!self.ignores(&schema)).then(|| Name::in_schema(schema, name)))
    }

    pub(super) fn schema(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let name = row.text()?;
        if !self.ignores(&name) {
            self.catalog.schemas.insert(name, Schema);
        }
        Ok(())
    }

    pub(super) fn extension(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let extension = (row.text()?, Extension { schema: row.text()?, version: row.text()? });
        self.catalog.extensions.extend([extension]);
        Ok(())
    }

    pub(super) fn enumeration(&mut self, row: &mut Cells) -> Result<(), DbError> {
        if let Some(name) = self.name(row)? {
            self.catalog.enums.insert(name, Enum { values: row.texts() });
        }
        Ok(())
    }

    pub(super) fn domain(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(name) = self.name(row)? else { return Ok(()) };
        let domain = Domain {
            data_type: row.text()?,
            collation: row.optional(),
            not_null: row.flag()?,
            default: row.optional(),
            checks: row.texts().into_iter().zip(row.texts()).collect(),
        };
        self.catalog.domains.insert(name, domain);
        Ok(())
    }

    pub(super) fn composite_type(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(name) = self.name(row)? else { return Ok(()) };
        let composite = self.catalog.composite_types.entry(name).or_insert(CompositeType { attributes: Vec::new() });
        if let Some(name) = row.optional() {
            let (data_type, collation) = (row.text()?, row.optional());
            composite.attributes.push(ViewColumn { name, data_type, collation, default: None });
        }
        Ok(())
    }

    pub(super) fn range_type(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(name) = self.name(row)? else { return Ok(()) };
        let range = RangeType {
            subtype: row.text()?,
            operator_class: row.optional(),
            collation: row.optional(),
            canonical: row.optional(),
            difference: row.optional(),
        };
        self.catalog.range_types.insert(name, range);
        Ok(())
    }

    pub(super) fn function(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(name) = self.name(row)? else { return Ok(()) };
        let arguments = row.text()?;
        let routine = match row.letter()? {
            b'p' => Routine::Procedure,
            b'a' => Routine::Aggregate,
            _ => Routine::Function,
        };
        let returns = row.optional().filter(|_| routine != Routine::Procedure);
        let (language, definition) = (row.text()?, row.text()?.trim_end().to_owned());
        let function = Function { routine, returns, language, definition };
        let name = Name { name: format!("{}({arguments})", name.name), ..name };
        self.catalog.functions.insert(name, function);
        Ok(())
    }

    pub(super) fn event_trigger(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let (name, event, tags, function) = (row.text()?, row.text()?, row.texts(), row.text()?);
        let trigger = EventTrigger { event, tags, function, enabled: firing(row.letter()?) };
        self.catalog.event_triggers.insert(name, trigger);
        Ok(())
    }
}
