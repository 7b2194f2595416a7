//! Rows of what is there and has no kind in the model.

use whimbrel_catalog::Seen;

use super::Loader;
use super::cells::Cells;
use crate::DbError;

impl Loader {
    pub(super) fn seen(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let (kind, schema, name) = (row.text()?, row.optional(), row.text()?);
        // the schema comes as SQL writes it
        if !schema
            .is_some_and(|schema| self.options.ignore_schemas.iter().any(|s| whimbrel_catalog::ident(s) == schema))
        {
            self.catalog.seen.push(Seen { kind, name });
        }
        Ok(())
    }
}
