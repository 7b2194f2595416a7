use crate::change::ObjectKind;
use crate::describe::{Describe, Description, name_list, when};
use crate::sql::Sql;

/// A primary key or unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Key {
    /// A primary key, else unique.
    pub primary: bool,
    /// In order.
    pub columns: Vec<String>,
    /// Of `INCLUDE`.
    pub include: Vec<String>,
    pub nulls_not_distinct: bool,
    /// `WITHOUT OVERLAPS` on the last column.
    pub without_overlaps: bool,
    pub deferrable: bool,
    pub initially_deferred: bool,
}

impl Key {
    /// A plain key over these columns.
    pub fn new(primary: bool, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            primary,
            columns: columns.into_iter().map(Into::into).collect(),
            include: Vec::new(),
            nulls_not_distinct: false,
            without_overlaps: false,
            deferrable: false,
            initially_deferred: false,
        }
    }
}

impl Sql for Key {}

impl Describe for Key {
    fn kind(&self) -> ObjectKind {
        if self.primary { ObjectKind::PrimaryKey } else { ObjectKind::Unique }
    }

    fn describe(&self) -> Description {
        vec![
            ("columns", name_list(&self.columns)),
            ("include", name_list(&self.include)),
            ("nulls not distinct", when(self.nulls_not_distinct)),
            ("without overlaps", when(self.without_overlaps)),
            ("deferrable", when(self.deferrable)),
            ("initially deferred", when(self.initially_deferred)),
        ]
    }
}
