use crate::change::ObjectKind;
use crate::describe::{Describe, Description};
use crate::sql::Sql;

/// An extension. The objects that belong to it are not in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Where its objects are.
    pub schema: String,
    /// As installed.
    pub version: String,
}

impl Sql for Extension {}

impl Describe for Extension {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Extension
    }

    fn describe(&self) -> Description {
        vec![("schema", Some(self.schema.clone())), ("version", Some(self.version.clone()))]
    }
}
