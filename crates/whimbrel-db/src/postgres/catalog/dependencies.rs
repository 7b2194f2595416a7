//! Rows of dependencies, as edges between the objects of the catalog.

use whimbrel_catalog::{Name, ObjectId, ObjectKind};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    /// Needs the ids of all objects: read after them.
    pub(super) fn dependency(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let dependent = self.node(row.number()?, row.number()?, row.number()?);
        let on = self.node(row.number()?, row.number()?, row.number()?);
        if let (Some(dependent), Some(on)) = (dependent, on)
            && !follows_from_structure(&dependent, &on)
        {
            self.catalog.dependencies.insert(dependent, on);
        }
        Ok(())
    }

    /// The object that takes part in dependencies; `None` for what is not in the catalog.
    ///
    /// A column of a view is the view: it comes and goes with it. A system column is the table. What a generated column
    /// is made from belongs to the column, any other default is an object of its own.
    fn node(&self, class: u32, oid: u32, column: i16) -> Option<ObjectId> {
        let whole = if class == class::DEFAULT_EXPRESSION { class::RELATION } else { class };
        let id = self.id_of(whole, oid, 0)?;
        if column <= 0 || !matches!(id.kind, ObjectKind::Table | ObjectKind::ForeignTable) {
            return Some(id);
        }
        let mut part = self.id_of(whole, oid, column)?;
        if class == class::DEFAULT_EXPRESSION && !self.is_generated(&part) {
            part.kind = ObjectKind::Default;
        }
        Some(part)
    }

    fn is_generated(&self, column: &ObjectId) -> bool {
        let table = column.relation().and_then(|name: Name| self.catalog.tables.get(&name));
        table.and_then(|table| table.column(&column.name)).is_some_and(|column| column.generated.is_some())
    }
}

/// A part needs its own table, and a sequence the column it belongs to.
fn follows_from_structure(dependent: &ObjectId, on: &ObjectId) -> bool {
    let is_whole = on.on.is_none() && on.relation().is_some();
    is_whole && dependent.on.is_some() && dependent.relation() == on.relation()
        || dependent.kind == ObjectKind::Sequence && on.kind == ObjectKind::Column
}
