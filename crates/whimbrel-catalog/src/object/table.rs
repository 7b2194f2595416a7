use std::collections::BTreeMap;

use super::{Check, Column, Exclusion, ForeignKey, Index, Key, Policy, Rule, SqliteTable, Trigger};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, when};
use crate::name::ident;
use crate::sql::{Context, Sql, Step};

/// A table with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Table {
    /// How its rows are spread over partitions: `RANGE (at)`; `None` for a table that is not partitioned.
    pub partition_key: Option<String>,
    /// Where it is a partition.
    pub partition_of: Option<Partition>,
    /// Tables it inherits from, in order, as `schema.name`; empty for a partition.
    pub inherits: Vec<String>,
    pub unlogged: bool,
    /// Storage parameters, such as `fillfactor=70`; SQLite: `autoincrement`, and all that
    /// follows the name of a virtual table: `USING fts5(body)`.
    pub options: Vec<String>,
    pub row_security: bool,
    /// Row security holds for the owner too.
    pub force_row_security: bool,
    /// SQLite.
    pub strict: bool,
    /// SQLite.
    pub without_rowid: bool,
    pub sqlite: SqliteTable,
    /// In the order of the table.
    pub columns: Vec<Column>,
    /// Name and key.
    pub primary_key: Option<(String, Key)>,
    pub uniques: BTreeMap<String, Key>,
    pub foreign_keys: BTreeMap<String, ForeignKey>,
    pub checks: BTreeMap<String, Check>,
    pub exclusions: BTreeMap<String, Exclusion>,
    /// Without those that a constraint made.
    pub indexes: BTreeMap<String, Index>,
    pub triggers: BTreeMap<String, Trigger>,
    pub rules: BTreeMap<String, Rule>,
    pub policies: BTreeMap<String, Policy>,
}

/// A table's place among the partitions of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// `schema.name`
    pub parent: String,
    /// `FOR VALUES FROM (1) TO (10)`, `DEFAULT`
    pub bound: String,
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

impl Sql for Table {}

impl Describe for Table {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Table
    }

    fn describe(&self) -> Description {
        let partition = self.partition_of.as_ref();
        let mut description = vec![
            ("partition by", self.partition_key.clone()),
            ("partition of", partition.map(|p| format!("{} {}", p.parent, p.bound))),
            ("inherits", list(&self.inherits)),
            ("unlogged", when(self.unlogged)),
            ("options", list(&self.options)),
            ("row security", when(self.row_security)),
            ("force row security", when(self.force_row_security)),
            ("strict", when(self.strict)),
            ("without rowid", when(self.without_rowid)),
        ];
        description.extend(self.sqlite.describe());
        description
    }
}

impl Table {
    /// Creates the table with its columns and those of its defaults and constraints for which `parts` is true.
    pub(crate) fn create_with(&self, id: &ObjectId, parts: &dyn Fn(&ObjectId) -> bool, _cx: &Context<'_>) -> Vec<Step> {
        let column = |column: &Column| {
            let default = ObjectId {
                kind: ObjectKind::Default,
                on: Some(id.name.clone()),
                name: column.name.clone(),
                ..id.clone()
            };
            let default = column.default.as_ref().filter(|_| parts(&default));
            let default = default.map(|default| format!(" DEFAULT {default}")).unwrap_or_default();
            format!("  {} {}{default}", ident(&column.name), column.data_type)
        };
        let columns: Vec<_> = self.columns.iter().map(column).collect();
        vec![Step::new(format!("CREATE TABLE {} (\n{}\n)", id.sql(), columns.join(",\n")))]
    }
}
