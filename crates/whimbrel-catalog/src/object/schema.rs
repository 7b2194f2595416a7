use crate::change::ObjectKind;
use crate::describe::{Describe, Description};
use crate::sql::Sql;

/// A schema. Its name is all that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schema;

impl Sql for Schema {}

impl Describe for Schema {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Schema
    }

    fn describe(&self) -> Description {
        Vec::new()
    }
}
