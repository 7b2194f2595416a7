use crate::change::ObjectKind;
use crate::describe::{Describe, Description};

/// A schema. Its name is all that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schema;

impl Describe for Schema {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Schema
    }

    fn describe(&self) -> Description {
        Vec::new()
    }
}
