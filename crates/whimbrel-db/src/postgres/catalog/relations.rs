//! Rows of tables and views, of their columns, and of sequences, as the model has them.

use whimbrel_catalog::{
    Column, Generated, Identity, MaterializedView, Name, Partition, Sequence, SequenceOptions, Table, View, ViewColumn,
    quoted,
};

use super::Loader;
use super::cells::Cells;
use crate::DbError;

/// A table or view that others name by its oid.
pub(super) struct Relation {
    pub(super) name: Name,
    /// In the catalog, or left out.
    pub(super) kept: bool,
    /// Column numbers with names, ascending; dropped columns leave holes.
    pub(super) columns: Vec<(i16, String)>,
}

impl Relation {
    fn new(name: Name, kept: bool) -> Self {
        Self { name, kept, columns: Vec::new() }
    }

    /// The names of the columns with these numbers, in the order of the numbers.
    pub(super) fn names(&self, numbers: &[i16]) -> Option<Vec<String>> {
        let name = |number: &i16| {
            let at = self.columns.binary_search_by_key(number, |(n, _)| *n).ok()?;
            Some(self.columns[at].1.clone())
        };
        numbers.iter().map(name).collect()
    }
}

impl Loader {
    pub(super) fn table(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, Name::in_schema(row.text()?, row.text()?));
        let (partition_key, bound, mut parents) = (row.optional(), row.optional(), row.texts());
        let partition_of = match bound {
            Some(bound) if !parents.is_empty() => Some(Partition { parent: parents.remove(0), bound }),
            _ => None,
        };
        let table = Table {
            partition_key,
            partition_of,
            inherits: parents,
            unlogged: row.flag()?,
            options: row.texts(),
            row_security: row.flag()?,
            force_row_security: row.flag()?,
            ..Table::default()
        };
        let kept = !row.flag()? && !self.ignores_table(&name);
        self.relations.insert(oid, Relation::new(name.clone(), kept));
        if kept {
            self.catalog.tables.insert(name, table);
        }
        Ok(())
    }

    pub(super) fn view(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, Name::in_schema(row.text()?, row.text()?));
        let kept = !self.ignores_table(&name);
        self.relations.insert(oid, Relation::new(name.clone(), kept));
        let (materialized, populated, options, definition) = (row.flag()?, row.flag()?, row.texts(), row.text()?);
        if kept && materialized {
            let view = MaterializedView { definition, options, populated, ..MaterializedView::default() };
            self.catalog.materialized_views.insert(name, view);
        } else if kept {
            self.catalog.views.insert(name, View { definition, options, ..View::default() });
        }
        Ok(())
    }

    pub(super) fn column(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(relation) = self.relations.get_mut(&row.number()?) else { return Ok(()) };
        let (number, name) = (row.number()?, row.text()?);
        relation.columns.push((number, name.clone()));
        if !relation.kept {
            return Ok(());
        }
        let (data_type, collation) = (row.text()?, row.optional());
        let (not_null, expression) = (row.flag()?, row.optional());
        if let Some(table) = self.catalog.tables.get_mut(&relation.name) {
            // the options of its sequence come with the sequences
            let identity = row.optional().and_then(|letter| match letter.as_str() {
                "" => None,
                kind => Some(Identity { always: kind == "a", sequence: SequenceOptions::of_type(&data_type) }),
            });
            let (default, generated) = match row.optional().as_deref() {
                Some("") | None => (expression, None),
                kind => (None, expression.map(|expression| Generated { expression, stored: kind == Some("s") })),
            };
            table.columns.push(Column { name, data_type, collation, not_null, default, identity, generated });
            return Ok(());
        }
        let column = ViewColumn { name, data_type, collation, default: expression };
        if let Some(view) = self.catalog.views.get_mut(&relation.name) {
            view.columns.push(column);
        } else if let Some(view) = self.catalog.materialized_views.get_mut(&relation.name) {
            view.columns.push(column);
        }
        Ok(())
    }

    pub(super) fn sequence(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let name = Name::in_schema(row.text()?, row.text()?);
        let unlogged = row.flag()?;
        let options = SequenceOptions {
            data_type: row.text()?,
            start: row.number()?,
            increment: row.number()?,
            minimum: row.number()?,
            maximum: row.number()?,
            cache: row.number()?,
            cycle: row.flag()?,
        };
        let mut owned_by = None;
        if let Some(link) = row.optional() {
            let (owner, column) = (row.number()?, row.text()?);
            let Some(relation) = self.relations.get(&owner).filter(|r| r.kept) else { return Ok(()) };
            if link == "i" {
                let table = self.catalog.tables.get_mut(&relation.name);
                let column = table.and_then(|t| t.columns.iter_mut().find(|c| c.name == column));
                if let Some(identity) = column.and_then(|c| c.identity.as_mut()) {
                    identity.sequence = options;
                }
                return Ok(());
            }
            owned_by = Some(format!("{}.{}", relation.name, quoted(&column)));
        }
        if !self.ignores_table(&name) {
            self.catalog.sequences.insert(name, Sequence { options, owned_by, unlogged });
        }
        Ok(())
    }
}
