use std::collections::BTreeMap;
use std::fmt;

use super::{Rule, Trigger};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::{ident, quoted};
use crate::sql::{Sql, Step};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Its query; SQLite: the whole statement.
    pub definition: String,
    /// Such as `security_barrier=true`, `check_option=local`.
    pub options: Vec<String>,
    /// In order.
    pub columns: Vec<ViewColumn>,
    #[allow(missing_docs)]
    pub triggers: BTreeMap<String, Trigger>,
    #[allow(missing_docs)]
    pub rules: BTreeMap<String, Rule>,
}

/// A column of a view or an attribute of a composite type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewColumn {
    #[allow(missing_docs)]
    pub name: String,
    /// With modifiers; empty where SQLite knows none.
    pub data_type: String,
    /// Where it is not the type's own.
    pub collation: Option<String>,
    /// An expression that INSERT into the view takes.
    pub default: Option<String>,
}

impl fmt::Display for ViewColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&quoted(&self.name))?;
        if !self.data_type.is_empty() {
            write!(f, " {}", self.data_type)?;
        }
        if let Some(collation) = &self.collation {
            write!(f, " COLLATE {collation}")?;
        }
        if let Some(default) = &self.default {
            write!(f, " DEFAULT {default}")?;
        }
        Ok(())
    }
}

/// `id integer, name text`
pub(super) fn column_list(columns: &[ViewColumn]) -> Option<String> {
    let columns: Vec<_> = columns.iter().map(ToString::to_string).collect();
    list(&columns)
}

impl Sql for View {}

impl Describe for View {
    fn kind(&self) -> ObjectKind {
        ObjectKind::View
    }

    fn describe(&self) -> Description {
        vec![
            ("columns", column_list(&self.columns)),
            ("options", list(&self.options)),
            ("definition", Some(self.definition.clone())),
        ]
    }
}

impl View {
    /// Creates a view of these columns that depends on nothing but their types.
    pub(crate) fn stub(&self, id: &ObjectId) -> Step {
        Step::new(format!("CREATE VIEW {} AS\n{}", id.sql(), self.nulls()))
    }

    /// Makes the view, which is there, depend on nothing but the types of its columns.
    pub(crate) fn empty(&self, id: &ObjectId) -> Step {
        Step::new(format!("CREATE OR REPLACE VIEW {} AS\n{}", id.sql(), self.nulls()))
    }

    fn nulls(&self) -> String {
        let column = |c: &ViewColumn| {
            let collation = c.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
            format!("  NULL::{}{collation} AS {}", c.data_type, ident(&c.name))
        };
        let columns: Vec<_> = self.columns.iter().map(column).collect();
        format!("SELECT\n{}", columns.join(",\n"))
    }
}
