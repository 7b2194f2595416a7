//! Rows of languages, access methods, operators, operator families and classes, casts, transforms and conversions, as
//! the model has them.

use whimbrel_catalog::{
    AccessMethod, Cast, CastContext, CastMethod, Conversion, Language, Name, ObjectId, ObjectKind, Operator,
    OperatorClass, OperatorFamily, OperatorMember, Transform, ident,
};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

/// `app`, `=== (integer, integer)`
fn operator_name(schema: String, symbol: &str, left: Option<&str>, right: Option<&str>) -> Name {
    let of = |operand: Option<&str>| operand.unwrap_or("NONE").to_owned();
    Name::in_schema(schema, format!("{symbol} ({}, {})", of(left), of(right)))
}

/// The next four values: what an operator is called, or four nulls.
fn other_operator(row: &mut Cells<'_>) -> Option<Name> {
    let (schema, symbol, left, right) = (row.optional(), row.optional(), row.optional(), row.optional());
    Some(operator_name(schema?, &symbol?, left.as_deref(), right.as_deref()))
}

impl Loader {
    /// An object inside a schema whose name is kept as SQL writes it.
    fn learn_spelled(&mut self, class: u32, oid: u32, kind: ObjectKind, name: &Name) -> bool {
        let kept = !name.schema.as_deref().is_some_and(|schema| self.ignores(schema));
        if kept {
            self.learn(class, oid, ObjectId::new(kind, name));
        }
        kept
    }

    pub(super) fn language(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let name = self.learn_global(class::LANGUAGE, ObjectKind::Language, row)?;
        let (trusted, handler) = (row.flag()?, row.text()?);
        let language = Language { trusted, handler, inline: row.optional(), validator: row.optional() };
        self.catalog.languages.insert(name, language);
        Ok(())
    }

    pub(super) fn access_method(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let name = self.learn_global(class::ACCESS_METHOD, ObjectKind::AccessMethod, row)?;
        self.catalog.access_methods.insert(name, AccessMethod { of_tables: row.flag()?, handler: row.text()? });
        Ok(())
    }

    pub(super) fn operator(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, schema, symbol) = (row.number()?, row.text()?, row.text()?);
        let (left, right, function) = (row.optional(), row.optional(), row.text()?);
        let name = operator_name(schema, &symbol, left.as_deref(), right.as_deref());
        let operator = Operator {
            left,
            right,
            function,
            commutator: other_operator(row),
            negator: other_operator(row),
            restrict: row.optional(),
            join: row.optional(),
            hashes: row.flag()?,
            merges: row.flag()?,
        };
        if self.learn_spelled(class::OPERATOR, oid, ObjectKind::Operator, &name) {
            self.catalog.operators.insert(name, operator);
        }
        Ok(())
    }

    pub(super) fn operator_family(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, with_method(row)?);
        if self.learn_spelled(class::OPERATOR_FAMILY, oid, ObjectKind::OperatorFamily, &name) {
            self.catalog.operator_families.insert(name, OperatorFamily { members: Vec::new() });
        }
        Ok(())
    }

    pub(super) fn user_operator_class(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, schema, class_name, method) = (row.number()?, row.text()?, row.text()?, row.text()?);
        let name = using(schema, &class_name, &method);
        let (data_type, default) = (row.text()?, row.flag()?);
        let family = using(row.text()?, &row.text()?, &method);
        let class = OperatorClass { data_type, default, family, storage: row.optional(), members: Vec::new() };
        if self.learn_spelled(class::OPERATOR_CLASS, oid, ObjectKind::OperatorClass, &name) {
            self.catalog.operator_classes.insert(name, class);
        }
        Ok(())
    }

    pub(super) fn operator_member(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(of) = self.id_of(row.number()?, row.number()?, 0) else { return Ok(()) };
        let name = Name { schema: of.schema, name: of.name };
        let members = match of.kind {
            ObjectKind::OperatorClass => self.catalog.operator_classes.get_mut(&name).map(|class| &mut class.members),
            _ => self.catalog.operator_families.get_mut(&name).map(|family| &mut family.members),
        };
        if let Some(members) = members {
            members.push(OperatorMember { place: row.text()?, what: row.text()? });
        }
        Ok(())
    }

    pub(super) fn cast(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, format!("({} AS {})", row.text()?, row.text()?));
        let function = row.optional();
        let method = match (row.letter()?, function) {
            (b'f', Some(function)) => CastMethod::Function(function),
            (b'i', _) => CastMethod::Text,
            _ => CastMethod::Binary,
        };
        let context = match row.letter()? {
            b'i' => CastContext::Implicit,
            b'a' => CastContext::Assignment,
            _ => CastContext::Explicit,
        };
        self.learn(class::CAST, oid, ObjectId::global(ObjectKind::Cast, &name));
        self.catalog.casts.insert(name, Cast { method, context });
        Ok(())
    }

    pub(super) fn transform(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, data_type, language) = (row.number()?, row.text()?, row.text()?);
        let name = format!("FOR {data_type} LANGUAGE {}", ident(&language));
        self.learn(class::TRANSFORM, oid, ObjectId::global(ObjectKind::Transform, &name));
        self.catalog.transforms.insert(name, Transform { from_sql: row.optional(), to_sql: row.optional() });
        Ok(())
    }

    pub(super) fn conversion(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(name) = self.learn_name(class::CONVERSION, ObjectKind::Conversion, row)? else { return Ok(()) };
        let (from, to) = (row.text()?, row.text()?);
        let conversion = Conversion { from, to, function: row.text()?, default: row.flag()? };
        self.catalog.conversions.insert(name, conversion);
        Ok(())
    }
}

/// The next three values: schema, name and access method.
fn with_method(row: &mut Cells<'_>) -> Result<Name, DbError> {
    Ok(using(row.text()?, &row.text()?, &row.text()?))
}

/// `app`, `ops USING btree`
fn using(schema: String, name: &str, method: &str) -> Name {
    Name::in_schema(schema, format!("{} USING {}", ident(name), ident(method)))
}
