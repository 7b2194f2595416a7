use std::collections::BTreeMap;

use super::view::column_list;
use super::{Index, ViewColumn};
use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list, yes_no};
use crate::sql::Sql;

/// A materialized view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MaterializedView {
    /// Its query.
    pub definition: String,
    /// Storage parameters.
    pub options: Vec<String>,
    /// False for `WITH NO DATA`: it cannot be read until it is refreshed.
    pub populated: bool,
    /// In order.
    pub columns: Vec<ViewColumn>,
    #[allow(missing_docs)]
    pub indexes: BTreeMap<String, Index>,
}

impl Sql for MaterializedView {}

impl Describe for MaterializedView {
    fn kind(&self) -> ObjectKind {
        ObjectKind::MaterializedView
    }

    fn describe(&self) -> Description {
        vec![
            ("columns", column_list(&self.columns)),
            ("options", list(&self.options)),
            ("populated", yes_no(self.populated)),
            ("definition", Some(self.definition.clone())),
        ]
    }
}
