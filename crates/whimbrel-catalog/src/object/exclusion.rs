use crate::change::ObjectKind;
use crate::describe::{Describe, Description};
use crate::sql::Sql;

/// An exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// `EXCLUDE USING gist (room WITH =, during WITH &&)`
    pub definition: String,
}

impl Sql for Exclusion {}

impl Describe for Exclusion {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Exclusion
    }

    fn describe(&self) -> Description {
        vec![("definition", Some(self.definition.clone()))]
    }
}
