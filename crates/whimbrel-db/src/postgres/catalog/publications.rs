//! Rows of publications and of what is in them, as the model has them.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::{Name, ObjectKind, Publication, PublishedTable};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    pub(super) fn publication(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let name = self.learn_global(class::PUBLICATION, ObjectKind::Publication, row)?;
        let all_tables = row.flag()?;
        let mut actions = Vec::new();
        for action in ["insert", "update", "delete", "truncate"] {
            if row.flag()? {
                actions.push(action.to_owned());
            }
        }
        let publication = Publication {
            all_tables,
            tables: BTreeMap::new(),
            schemas: BTreeSet::new(),
            actions,
            via_root: row.flag()?,
            generated_columns: row.flag()?,
        };
        self.catalog.publications.insert(name, publication);
        Ok(())
    }

    pub(super) fn publication_table(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, of, table) = (row.number()?, row.number()?, Name::in_schema(row.text()?, row.text()?));
        if self.ignores_table(&table) {
            return Ok(());
        }
        let published = PublishedTable { columns: row.texts(), filter: row.optional_expression() };
        if let Some(publication) = self.publication_with(class::PUBLICATION_TABLE, oid, of) {
            publication.tables.insert(table, published);
        }
        Ok(())
    }

    pub(super) fn publication_schema(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, of, schema) = (row.number()?, row.number()?, row.text()?);
        if !self.ignores(&schema)
            && let Some(publication) = self.publication_with(class::PUBLICATION_SCHEMA, oid, of)
        {
            publication.schemas.insert(schema);
        }
        Ok(())
    }

    /// The publication with that oid, which is what is meant by the row with the oid `member` from now on.
    fn publication_with(&mut self, class: u32, member: u32, oid: u32) -> Option<&mut Publication> {
        let id = self.id_of(class::PUBLICATION, oid, 0)?;
        self.learn(class, member, id.clone());
        self.catalog.publications.get_mut(&id.name)
    }
}
