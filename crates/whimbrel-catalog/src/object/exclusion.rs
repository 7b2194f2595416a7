use crate::change::ObjectKind;
use crate::describe::{Describe, Description};

/// An exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// `EXCLUDE USING gist (room WITH =, during WITH &&)`
    pub definition: String,
}

impl Describe for Exclusion {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Exclusion
    }

    fn describe(&self) -> Description {
        vec![("definition", Some(self.definition.clone()))]
    }
}
