//! Indexes that no constraint made.

mod invalid;
mod part;
mod partition;
mod settings;
mod write;

use std::collections::BTreeMap;

pub use self::partition::{Attachment, automatic_name};
pub(super) use self::settings::forgotten_statistics;
use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list, name_list, when, yes_no};
use crate::name::{ident, quoted};
use crate::uncompared::Uncompared;

/// An index that no constraint made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    #[allow(missing_docs)]
    pub unique: bool,
    /// `btree`, `gin`, …
    pub method: String,
    /// What is indexed, as SQL without its parentheses: `user_id, lower(email) DESC`
    pub keys: String,
    /// Columns of `INCLUDE`.
    pub include: Vec<String>,
    /// Of a unique index.
    pub nulls_not_distinct: bool,
    /// Storage parameters, such as `fillfactor=70`.
    pub options: Vec<String>,
    /// Where it is not the database's.
    pub tablespace: Option<String>,
    /// Of `WHERE`.
    pub predicate: Option<String>,
    /// False for what a `CREATE INDEX CONCURRENTLY` that failed has left, and for one of a partitioned table that
    /// lacks the index of a partition.
    pub valid: bool,
    /// `CLUSTER` without an index uses this one.
    pub clustered: bool,
    /// Logical replication tells rows apart by it: the table's replica identity is an index.
    pub replica_identity: bool,
    /// How much is sampled of an expression, by its place among the keys, from 1.
    pub statistics: BTreeMap<u16, i32>,
    /// On a partition, the index of the partitioned table that it is a part of.
    pub attached: Option<Attachment>,
    /// On a partitioned table: one of the partitions' indexes has a name or a property of its own, so that each is made
    /// and attached by a statement.
    pub alone: Uncompared<bool>,
}

impl Index {
    /// An index over a list of columns or expressions.
    pub fn new(unique: bool, method: impl Into<String>, keys: impl Into<String>) -> Self {
        Self {
            unique,
            method: method.into(),
            keys: keys.into(),
            include: Vec::new(),
            nulls_not_distinct: false,
            options: Vec::new(),
            tablespace: None,
            predicate: None,
            valid: true,
            clustered: false,
            replica_identity: false,
            statistics: BTreeMap::new(),
            attached: None,
            alone: Uncompared(false),
        }
    }

    /// Without what other statements than `CREATE INDEX` say of it.
    pub(crate) fn as_created(&self) -> Self {
        Self { clustered: false, replica_identity: false, statistics: BTreeMap::new(), attached: None, ..self.clone() }
    }

    /// `btree (user_id) INCLUDE (name) WHERE (deleted_at IS NULL)`
    fn tail(&self) -> String {
        let mut words = vec![format!("{} ({})", self.method, self.keys)];
        if !self.include.is_empty() {
            let columns: Vec<_> = self.include.iter().map(|column| ident(column)).collect();
            words.push(format!("INCLUDE ({})", columns.join(", ")));
        }
        words.extend(self.nulls_not_distinct.then(|| "NULLS NOT DISTINCT".to_owned()));
        if !self.options.is_empty() {
            words.push(super::options::clause("WITH", &self.options));
        }
        words.extend(self.tablespace.as_ref().map(|tablespace| format!("TABLESPACE {}", ident(tablespace))));
        words.extend(self.predicate.as_ref().map(|predicate| format!("WHERE {predicate}")));
        words.join(" ")
    }
}

impl Describe for Index {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Index
    }

    fn describe(&self) -> Description {
        let statistics: Vec<_> = self.statistics.iter().map(|(place, target)| format!("{place}: {target}")).collect();
        vec![
            ("unique", when(self.unique)),
            ("method", Some(self.method.clone())),
            ("keys", Some(self.keys.clone())),
            ("include", name_list(&self.include)),
            ("nulls not distinct", when(self.nulls_not_distinct)),
            ("options", list(&self.options)),
            ("tablespace", self.tablespace.clone()),
            ("where", self.predicate.clone()),
            ("clustered", when(self.clustered)),
            ("replica identity", when(self.replica_identity)),
            ("statistics", list(&statistics)),
            (
                "attached to",
                self.attached.as_ref().map(|attached| format!("{} of {}", quoted(&attached.index), attached.table)),
            ),
            ("valid", yes_no(self.valid)),
        ]
    }
}
