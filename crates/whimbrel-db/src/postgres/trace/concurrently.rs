//! What a statement locks that is written with CONCURRENTLY, where it ran without it: on the embedded PostgreSQL.
//!
//! This is the one thing that is not seen where it happens. The tests hold it to what servers show, on every version.

use whimbrel_catalog::{LockMode, LocksKnown, ObjectKind, Trace};
use whimbrel_source::{Kind, ObjectName};

/// Which statement was written with CONCURRENTLY.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concurrently {
    /// `CREATE INDEX CONCURRENTLY`
    CreateIndex,
    /// `DROP INDEX CONCURRENTLY`
    DropIndex,
    /// `REINDEX … CONCURRENTLY`
    Reindex,
    /// `ALTER TABLE … DETACH PARTITION … CONCURRENTLY`, with the table that loses a partition.
    Detach(ObjectName),
}

impl Concurrently {
    /// `None` for a statement without it.
    pub fn of(kind: &Kind) -> Option<Self> {
        match kind {
            Kind::CreateIndex { concurrently: true, .. } => Some(Self::CreateIndex),
            Kind::DropIndex { concurrently: true, .. } => Some(Self::DropIndex),
            Kind::ReindexConcurrently => Some(Self::Reindex),
            Kind::AlterTable { detach_concurrently: true, table, .. } => Some(Self::Detach(table.clone())),
            _ => None,
        }
    }
}

/// The trace of a statement that ran without the word, with the locks that it takes as it is written: none on tables and
/// indexes that keeps readers or writers out, but for the partition that is detached.
pub fn as_written(trace: Trace, written: &Concurrently) -> Trace {
    let mut trace = Trace { locks_known: LocksKnown::Recorded, ..trace };
    for lock in &mut trace.locks {
        let is_shared = match written {
            Concurrently::Detach(parent) => {
                let is_of_schema = parent.schema.is_none() || parent.schema == lock.relation.schema;
                lock.relation.kind == ObjectKind::Table && lock.relation.name == parent.name && is_of_schema
            }
            _ => true,
        };
        if is_shared {
            lock.mode = lock.mode.min(LockMode::ShareUpdateExclusive);
        }
    }
    trace
}
