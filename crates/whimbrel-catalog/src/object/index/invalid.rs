//! Indexes that a `CREATE INDEX CONCURRENTLY` that failed has left. A database may have them, but nobody wants them, and
//! no statement makes one.

use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};

impl Catalog {
    /// Those that are invalid; not the index of a partitioned table that only lacks parts.
    pub fn invalid_indexes(&self) -> Vec<ObjectId> {
        let tables = self.tables.iter().filter(|(_, table)| table.partition_key.is_none());
        let tables = tables.map(|(name, table)| (name, &table.indexes));
        let views = self.materialized_views.iter().map(|(name, view)| (name, &view.indexes));
        let invalid = tables.chain(views).flat_map(|(relation, indexes)| {
            let invalid = indexes.iter().filter(|(_, index)| !index.valid);
            invalid.map(|(name, _)| ObjectId::part(ObjectKind::Index, relation, name))
        });
        invalid.collect()
    }

    /// Says of these indexes that they are valid or not.
    pub fn set_indexes_valid(&mut self, ids: &[ObjectId], valid: bool) {
        for id in ids {
            let indexes = id.relation().and_then(|relation| self.relation_mut(&relation)?.indexes());
            if let Some(index) = indexes.and_then(|indexes| indexes.get_mut(&id.name)) {
                index.valid = valid;
            }
        }
    }

    /// Takes them out of a schema that is wanted, and gives their ids.
    pub fn leave_out_invalid_indexes(&mut self) -> Vec<ObjectId> {
        let ids = self.invalid_indexes();
        for id in &ids {
            if let Some(indexes) = id.relation().and_then(|relation| self.relation_mut(&relation)?.indexes()) {
                indexes.remove(&id.name);
            }
            self.attributes.remove(id);
        }
        ids
    }
}
