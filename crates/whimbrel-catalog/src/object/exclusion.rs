use super::key::dropped;
use super::locks::{blocks_all, relation, scans};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::name::ident;
use crate::sql::{Alter, Context, Sql, Step};
use crate::uncompared::{Origin, Uncompared};

/// An exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// `EXCLUDE USING gist (room WITH =, during WITH &&)`
    pub definition: String,
    /// `CLUSTER` orders the table by its index.
    pub clustered: bool,
    /// Where it comes from.
    pub origin: Uncompared<Origin>,
}

impl Exclusion {
    /// One that came with no parent.
    pub fn new(definition: impl Into<String>) -> Self {
        Self { definition: definition.into(), clustered: false, origin: Uncompared::default() }
    }

    /// What is said of its index once that is there.
    pub(super) fn finish(&self, id: &ObjectId) -> Vec<Step> {
        let cluster = || format!("ALTER TABLE {} CLUSTER ON {}", id.on_sql(), ident(&id.name));
        self.clustered.then(|| Step::new(cluster())).into_iter().collect()
    }
}

impl Sql for Exclusion {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {}", id.on_sql(), ident(&id.name), self.definition);
        let mut steps = vec![scans(blocks_all(Step::new(sql), &table), &table)];
        steps.extend(self.finish(id));
        steps
    }

    fn drop(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![dropped(id, false)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if self.definition != new.definition {
            return Alter::Replace;
        }
        if new.clustered {
            return Alter::InPlace(new.finish(id));
        }
        Alter::InPlace(vec![Step::new(format!("ALTER TABLE {} SET WITHOUT CLUSTER", id.on_sql()))])
    }

    fn is_inherited(&self) -> bool {
        self.origin.is_inherited()
    }
}

impl Describe for Exclusion {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Exclusion
    }

    fn describe(&self) -> Description {
        vec![("definition", Some(self.definition.clone())), ("clustered", when(self.clustered))]
    }
}
