use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list};
use crate::sql::Sql;

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// In their order.
    pub values: Vec<String>,
}

impl Sql for Enum {}

impl Describe for Enum {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Enum
    }

    fn describe(&self) -> Description {
        let values: Vec<_> = self.values.iter().map(|v| format!("'{}'", v.replace('\'', "''"))).collect();
        vec![("values", list(&values))]
    }
}
