//! Rows of columns of tables and views, and of what there is to say of a NOT NULL, as the model has them.

use whimbrel_catalog::{Column, Generated, Identity, NotNullConstraint, SequenceOptions, Uncompared, ViewColumn};

use super::Loader;
use super::cells::Cells;
use super::relations::{foreign_options, origin};
use crate::DbError;

impl Loader {
    pub(super) fn column(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(relation) = self.relations.get_mut(&row.number()?) else { return Ok(()) };
        let (number, name) = (row.number()?, row.text()?);
        relation.columns.push((number, name.clone()));
        if !relation.kept {
            return Ok(());
        }
        let (data_type, collation) = (row.text()?, row.optional());
        let (not_null, expression) = (row.flag()?, row.optional_expression());
        let Some(table) = self.catalog.tables.get_mut(&relation.name) else {
            let column = ViewColumn { name, data_type, collation, default: expression };
            if let Some(view) = self.catalog.views.get_mut(&relation.name) {
                view.columns.push(column);
            } else if let Some(view) = self.catalog.materialized_views.get_mut(&relation.name) {
                view.columns.push(column);
            }
            return Ok(());
        };
        // the options of its sequence come with the sequences
        let identity = row.optional().map(|kind| Identity {
            always: kind == "a",
            sequence: SequenceOptions::of_type(&data_type),
            name: None,
        });
        let (default, generated) = match row.optional().as_deref() {
            None => (expression, None),
            Some(kind) => (None, expression.map(|expression| Generated { expression, stored: kind == "s" })),
        };
        let (inherited, local) = (row.flag()?, row.flag()?);
        let column = Column {
            name,
            data_type,
            collation,
            not_null,
            not_null_constraint: NotNullConstraint::default(),
            default,
            identity,
            generated,
            storage: row.optional().map(|letter| storage(&letter).to_owned()),
            compression: row.optional().map(|letter| if letter == "l" { "lz4" } else { "pglz" }.to_owned()),
            statistics: row.optional().map(|target| target.parse().map_err(|_| row.changed())).transpose()?,
            options: row.texts(),
            foreign_options: foreign_options(row),
            // what a type has, all tables of it have
            origin: if table.of_type.is_some() { origin(true, false) } else { origin(inherited, local) },
            owns: Uncompared::default(),
        };
        table.columns.push(column);
        Ok(())
    }

    pub(super) fn not_null(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some((relation, table)) = self.owner(row)? else { return Ok(()) };
        let name = relation.names(&[row.number()?]).and_then(|mut names| names.pop()).ok_or_else(|| row.changed())?;
        let Some(column) = table.columns.iter_mut().find(|column| column.name == name) else { return Ok(()) };
        let (constraint, not_valid, no_inherit, local) = (row.text()?, row.flag()?, row.flag()?, row.flag()?);
        let usual = NotNullConstraint::usual_name(&relation.name.name, &name);
        // one that only comes from a parent has the name that it has there
        let said = (local && constraint != usual).then(|| constraint.clone());
        let real_name = Uncompared((!local).then(|| constraint.clone()));
        column.not_null_constraint = NotNullConstraint { name: said, not_valid, no_inherit, real_name };
        Ok(())
    }
}

fn storage(letter: &str) -> &'static str {
    match letter {
        "p" => "PLAIN",
        "e" => "EXTERNAL",
        "m" => "MAIN",
        _ => "EXTENDED",
    }
}
