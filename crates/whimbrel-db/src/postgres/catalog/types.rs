//! Rows of schemas, extensions, types and collations, as the model has them.

use whimbrel_catalog::{
    Attribute, Collation, CompositeType, Domain, DomainCheck, Enum, Extension, Name, ObjectId, ObjectKind, RangeType,
    Schema, Uncompared, normal,
};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    /// The next three values: oid, schema and name; `None` where the schema is left out. Learns what it is called.
    pub(super) fn learn_name(
        &mut self,
        class: u32,
        kind: ObjectKind,
        row: &mut Cells<'_>,
    ) -> Result<Option<Name>, DbError> {
        let (oid, name) = (row.number()?, Name::in_schema(row.text()?, row.text()?));
        if name.schema.as_deref().is_some_and(|schema| self.ignores(schema)) {
            return Ok(None);
        }
        self.learn(class, oid, ObjectId::new(kind, &name));
        Ok(Some(name))
    }

    /// The next two values: oid and name. Learns what it is called.
    pub(super) fn learn_global(
        &mut self,
        class: u32,
        kind: ObjectKind,
        row: &mut Cells<'_>,
    ) -> Result<String, DbError> {
        let (oid, name) = (row.number()?, row.text()?);
        self.learn(class, oid, ObjectId::global(kind, &name));
        Ok(name)
    }

    pub(super) fn schema(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, row.text()?);
        if !self.ignores(&name) {
            self.learn(class::SCHEMA, oid, ObjectId::global(ObjectKind::Schema, &name));
            self.catalog.schemas.insert(name, Schema);
        }
        Ok(())
    }

    pub(super) fn extension(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let name = self.learn_global(class::EXTENSION, ObjectKind::Extension, row)?;
        let (schema, version) = (row.text()?, row.optional());
        let extension = Extension { schema, version, relocatable: Uncompared(row.flag()?) };
        self.catalog.extensions.insert(name, extension);
        Ok(())
    }

    pub(super) fn enumeration(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        if let Some(name) = self.learn_name(class::TYPE, ObjectKind::Enum, row)? {
            self.catalog.enums.insert(name, Enum { values: row.texts() });
        }
        Ok(())
    }

    pub(super) fn domain(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(name) = self.learn_name(class::TYPE, ObjectKind::Domain, row)? else { return Ok(()) };
        let (data_type, collation) = (row.text()?, row.optional());
        let (not_null, not_null_name, default) = (row.flag()?, row.optional(), row.optional_expression());
        let checks = row.texts().into_iter().zip(row.texts()).zip(row.texts());
        let checks = checks.map(|((name, text), valid)| {
            let definition = normal::expression(text.strip_suffix(" NOT VALID").unwrap_or(&text)).into_owned();
            (name, DomainCheck { definition, validated: valid == "t" })
        });
        let domain = Domain { data_type, collation, not_null, not_null_name, default, checks: checks.collect() };
        self.catalog.domains.insert(name, domain);
        Ok(())
    }

    pub(super) fn composite_type(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(name) = self.learn_name(class::TYPE, ObjectKind::CompositeType, row)? else { return Ok(()) };
        let composite = self.catalog.composite_types.entry(name).or_insert(CompositeType { attributes: Vec::new() });
        if let Some(name) = row.optional() {
            composite.attributes.push(Attribute { name, data_type: row.text()?, collation: row.optional() });
        }
        Ok(())
    }

    pub(super) fn range_type(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(name) = self.learn_name(class::TYPE, ObjectKind::RangeType, row)? else { return Ok(()) };
        let (subtype, operator_class, collation) = (row.text()?, row.optional(), row.optional());
        let canonical = named(row);
        let difference = row.optional();
        let multirange = named(row).filter(|multirange| *multirange != RangeType::usual_multirange(&name));
        let range = RangeType { subtype, operator_class, collation, canonical, difference, multirange };
        self.catalog.range_types.insert(name, range);
        Ok(())
    }

    pub(super) fn collation(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(name) = self.learn_name(class::COLLATION, ObjectKind::Collation, row)? else { return Ok(()) };
        let collation = Collation {
            provider: row.text()?,
            locale: row.optional(),
            libc: row.optional().zip(row.optional()),
            deterministic: row.flag()?,
            rules: row.optional(),
        };
        self.catalog.collations.insert(name, collation);
        Ok(())
    }
}

/// The next two values: a schema and a name in it, or two nulls.
fn named(row: &mut Cells<'_>) -> Option<Name> {
    let (schema, name) = (row.optional(), row.optional());
    Some(Name::in_schema(schema?, name?))
}
