use crate::change::ObjectKind;
use crate::describe::{Describe, Description};
use crate::sql::Sql;

/// A range type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeType {
    /// The type of its bounds.
    pub subtype: String,
    /// Where it is not the default of the subtype.
    pub operator_class: Option<String>,
    /// Where it is not the subtype's own.
    pub collation: Option<String>,
    /// The function that makes a range canonical.
    pub canonical: Option<String>,
    /// The function that tells the distance of two bounds.
    pub difference: Option<String>,
}

impl Sql for RangeType {}

impl Describe for RangeType {
    fn kind(&self) -> ObjectKind {
        ObjectKind::RangeType
    }

    fn describe(&self) -> Description {
        vec![
            ("subtype", Some(self.subtype.clone())),
            ("operator class", self.operator_class.clone()),
            ("collation", self.collation.clone()),
            ("canonical", self.canonical.clone()),
            ("subtype difference", self.difference.clone()),
        ]
    }
}
