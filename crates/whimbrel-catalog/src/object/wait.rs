//! Who waits for a statement, where what it locks is in use.

use super::locks::{blocks_all, blocks_writers};
use crate::catalog::Catalog;
use crate::change::ObjectId;
use crate::name::Name;
use crate::sql::{Context, Step};

impl Step {
    /// An ACCESS EXCLUSIVE lock on a relation, or on the one that a part belongs to.
    pub(super) fn stops_all(self, id: &ObjectId, cx: &Context<'_>) -> Self {
        match in_use(id, cx) {
            Some(relation) => blocks_all(self, &relation),
            None => self,
        }
    }

    /// A SHARE, SHARE ROW EXCLUSIVE or EXCLUSIVE lock on a relation, or on the one that a part belongs to.
    pub(super) fn stops_writers(self, id: &ObjectId, cx: &Context<'_>) -> Self {
        match in_use(id, cx) {
            Some(relation) => blocks_writers(self, &relation),
            None => self,
        }
    }
}

fn in_use(id: &ObjectId, cx: &Context<'_>) -> Option<Name> {
    id.relation().filter(|relation| is_there(cx.before, relation))
}

/// True for a table or view that is in use already.
pub(super) fn is_there(before: &Catalog, relation: &Name) -> bool {
    before.tables.contains_key(relation)
        || before.views.contains_key(relation)
        || before.materialized_views.contains_key(relation)
}
