use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::sql::{Context, Sql, Step};

/// A schema. Its name is all that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schema;

impl Sql for Schema {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![Step::new(format!("CREATE SCHEMA {}", id.sql()))]
    }
}

impl Describe for Schema {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Schema
    }

    fn describe(&self) -> Description {
        Vec::new()
    }
}
