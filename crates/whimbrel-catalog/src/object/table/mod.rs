//! A table: what it is, here; how it is created in `create`, changed in `alter`, and put under a parent in `place`.

mod alter;
mod create;
mod place;

use std::collections::BTreeMap;

use super::foreign_options::{self, ForeignOptions};
use super::mentions::{has_row_of, mentions};
use super::{Check, Column, Exclusion, ForeignKey, Index, Key, Policy, Rule, SqliteTable, Trigger};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, when};
use crate::name::{Name, ident};
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

/// A table with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Table {
    /// How its rows are spread over partitions: `RANGE (at)`; `None` for a table that is not partitioned.
    pub partition_key: Option<String>,
    /// Where it is a partition.
    pub partition_of: Option<Partition>,
    /// Tables it inherits from, in order; empty for a partition.
    pub inherits: Vec<Name>,
    /// The composite type that its columns follow.
    pub of_type: Option<Name>,
    /// Where its rows are on another server.
    pub foreign: Option<Foreign>,
    pub unlogged: bool,
    /// Storage parameters, such as `fillfactor=70` and `toast.autovacuum_enabled=false`, in the
    /// order in which they were set; SQLite: `autoincrement`, and all that follows the name of a virtual table: `USING
    /// fts5(body)`.
    pub options: Vec<String>,
    pub replica_identity: ReplicaIdentity,
    /// Where it is not the database's own.
    pub tablespace: Option<String>,
    /// Where it is not `heap`.
    pub access_method: Option<String>,
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
    /// The partitioned table.
    pub parent: Name,
    /// `FOR VALUES FROM (1) TO (10)`, `DEFAULT`
    pub bound: String,
}

/// Where the rows of a foreign table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    #[allow(missing_docs)]
    pub server: String,
    /// By name.
    pub options: ForeignOptions,
}

/// What is told to subscribers of a row that is updated or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum ReplicaIdentity {
    /// Its primary key.
    #[default]
    Default,
    Full,
    /// Also where the index that it was is gone.
    Nothing,
    /// An index or key of the table, which says so itself.
    Index,
}

impl ReplicaIdentity {
    /// As SQL says it; not for an index.
    fn words(self) -> Option<&'static str> {
        match self {
            Self::Default => Some("DEFAULT"),
            Self::Full => Some("FULL"),
            Self::Nothing => Some("NOTHING"),
            Self::Index => None,
        }
    }
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// True where a check or an index has a whole row of the table in it.
    pub(super) fn takes_rows(&self, name: &str) -> bool {
        let checks = self.checks.values().map(|check| &check.expression);
        let indexes = self.indexes.values().flat_map(|index| std::iter::once(&index.keys).chain(&index.predicate));
        checks.chain(indexes).any(|sql| has_row_of(sql, name))
    }

    /// Types of the columns that the partition key names: it cannot stay where one of them changes.
    fn partition_key_types(&self) -> Option<String> {
        let key = self.partition_key.as_ref()?;
        let named = self.columns.iter().filter(|column| mentions(key, &column.name));
        let types: Vec<_> = named.map(|column| format!("{} {}", ident(&column.name), column.data_type)).collect();
        list(&types)
    }
}

impl Sql for Table {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        self.create_with(id, &|_| true, cx)
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        for column in self.columns.iter().filter(|column| !column.owns.is_empty()) {
            let column_id = ObjectId::part(ObjectKind::Column, &super::locks::relation(id), &column.name);
            steps.extend(column.let_sequences_go(&column_id, cx));
        }
        let step = Step::new(format!("DROP {} {}", id.kind.keyword(), id.sql()));
        let lost = || format!("all rows of {}", id.short());
        steps.push(if self.foreign.is_some() { step } else { step.hazard(HazardKind::LosesData, lost()) });
        steps
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        self.alter_to(new, id, cx)
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        let mut needs = Vec::new();
        for parent in self.parents() {
            needs.push(ObjectId::new(ObjectKind::Table, parent));
            needs.push(ObjectId::new(ObjectKind::ForeignTable, parent));
        }
        needs.extend(self.of_type.iter().map(|of| ObjectId::new(ObjectKind::CompositeType, of)));
        needs.extend(self.foreign.iter().map(|foreign| ObjectId::global(ObjectKind::Server, &foreign.server)));
        needs.extend(self.access_method.iter().map(|method| ObjectId::global(ObjectKind::AccessMethod, method)));
        needs
    }
}

impl Describe for Table {
    fn kind(&self) -> ObjectKind {
        if self.foreign.is_some() { ObjectKind::ForeignTable } else { ObjectKind::Table }
    }

    fn describe(&self) -> Description {
        let partition = self.partition_of.as_ref();
        let foreign = self.foreign.as_ref();
        let identity = match self.replica_identity {
            ReplicaIdentity::Default => None,
            ReplicaIdentity::Full => Some("full"),
            ReplicaIdentity::Nothing => Some("nothing"),
            ReplicaIdentity::Index => Some("index"),
        };
        let parents: Vec<_> = self.inherits.iter().map(ToString::to_string).collect();
        let mut description = vec![
            ("partition by", self.partition_key.clone()),
            ("partition key types", self.partition_key_types()),
            ("partition of", partition.map(|p| format!("{} {}", p.parent, p.bound))),
            ("inherits", list(&parents)),
            ("of type", self.of_type.as_ref().map(ToString::to_string)),
            ("server", foreign.map(|foreign| foreign.server.clone())),
            ("foreign options", foreign.and_then(|foreign| foreign_options::fact(&foreign.options))),
            ("unlogged", when(self.unlogged)),
            ("options", list(&self.options)),
            ("replica identity", identity.map(str::to_owned)),
            ("tablespace", self.tablespace.clone()),
            ("access method", self.access_method.clone()),
            ("row security", when(self.row_security)),
            ("force row security", when(self.force_row_security)),
            ("strict", when(self.strict)),
            ("without rowid", when(self.without_rowid)),
        ];
        description.extend(self.sqlite.describe());
        description
    }
}
