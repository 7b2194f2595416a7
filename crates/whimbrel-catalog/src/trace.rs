//! What one statement did to a database while it ran: which locks it took, what it wrote anew, read and changed.
//!
//! Nothing in here is looked up in a table of lock modes: it is what a PostgreSQL server showed.

use std::fmt;
use std::time::Duration;

use crate::change::{Change, ObjectId, ObjectKind};

/// A table-level lock of PostgreSQL, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum LockMode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

impl LockMode {
    /// Weakest first.
    pub const ALL: [Self; 8] = [
        Self::AccessShare,
        Self::RowShare,
        Self::RowExclusive,
        Self::ShareUpdateExclusive,
        Self::Share,
        Self::ShareRowExclusive,
        Self::Exclusive,
        Self::AccessExclusive,
    ];

    /// As `LOCK TABLE` spells it: `ACCESS EXCLUSIVE`.
    pub fn words(self) -> &'static str {
        match self {
            Self::AccessShare => "ACCESS SHARE",
            Self::RowShare => "ROW SHARE",
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::Exclusive => "EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }

    /// From `pg_locks.mode`: `AccessExclusiveLock`. `None` for what is no lock of a table (`SIReadLock`).
    pub fn from_pg_locks(mode: &str) -> Option<Self> {
        let mode = mode.strip_suffix("Lock")?;
        Self::ALL.into_iter().find(|lock| lock.words().replace(' ', "").eq_ignore_ascii_case(mode))
    }

    /// True where two sessions cannot hold these two on one table at once: PostgreSQL's own table of conflicts.
    pub fn conflicts_with(self, other: Self) -> bool {
        use LockMode::{
            AccessExclusive, AccessShare, Exclusive, RowExclusive, RowShare, Share, ShareRowExclusive,
            ShareUpdateExclusive,
        };
        let (weak, strong) = if self <= other { (self, other) } else { (other, self) };
        match weak {
            AccessShare => strong == AccessExclusive,
            RowShare => strong >= Exclusive,
            RowExclusive => strong >= Share,
            ShareUpdateExclusive => strong >= ShareUpdateExclusive,
            // the one that does not conflict with itself among the stronger ones
            Share => strong != Share,
            ShareRowExclusive | Exclusive | AccessExclusive => true,
        }
    }

    /// The strongest lock in `after` by which a transaction makes others wait that it let pass with `before`; `None`
    /// where nobody has to wait more. A lock need not be stronger for that: SHARE UPDATE EXCLUSIVE lets no SHARE in, which
    /// SHARE does.
    pub fn strengthened(before: &[Self], after: &[Self]) -> Option<Self> {
        let new = |asked: Self| {
            let waits = |held: &[Self]| held.iter().any(|held| held.conflicts_with(asked));
            waits(after) && !waits(before)
        };
        let newly_held = after.iter().copied().filter(|mode| !before.contains(mode));
        newly_held
            .filter(|mode| {
                before.is_empty() || Self::ALL.into_iter().any(|asked| mode.conflicts_with(asked) && new(asked))
            })
            .max()
    }

    /// `SELECT` waits for it.
    pub fn blocks_readers(self) -> bool {
        self.conflicts_with(Self::AccessShare)
    }

    /// `INSERT`, `UPDATE` and `DELETE` wait for it.
    pub fn blocks_writers(self) -> bool {
        self.conflicts_with(Self::RowExclusive)
    }
}

impl fmt::Display for LockMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// A lock on a relation that was there before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lock {
    /// A table, view, materialized view, index or sequence.
    pub relation: ObjectId,
    /// The strongest that was taken on it.
    pub mode: LockMode,
}

/// Rows that a statement wrote to a table, its triggers and cascades included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsWritten {
    #[allow(missing_docs)]
    pub table: ObjectId,
    #[allow(missing_docs)]
    pub inserted: u64,
    #[allow(missing_docs)]
    pub updated: u64,
    #[allow(missing_docs)]
    pub deleted: u64,
}

/// How the locks of a trace are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LocksKnown {
    /// Seen in the statement's transaction, which holds them to its end.
    #[default]
    Held,
    /// Seen from other sessions while the statement ran, which holds each of them for a part of that time. Those weaker
    /// than SHARE UPDATE EXCLUSIVE are left out, and those on indexes of a table that is locked ACCESS EXCLUSIVE.
    Watched,
    /// Not seen here, where the statement ran without CONCURRENTLY: those are what servers showed for it as it is
    /// written, by the locks that it took here.
    Recorded,
    /// There may be others. Why, as a clause: `the statement failed to wait for other sessions`.
    NotAll(String),
}

/// What one statement did. Relations that its own transaction made are not in its locks, rewrites and scans: nobody
/// else can know of them before COMMIT.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// Locks that it took, or took more strongly than the transaction held them before. Sorted by relation.
    pub locks: Vec<Lock>,
    /// How these are known.
    pub locks_known: LocksKnown,
    /// Tables and materialized views whose rows were written anew, while ACCESS EXCLUSIVE is held on them, and indexes
    /// of tables that were not. `TRUNCATE` is no rewrite: it is in `emptied`.
    pub rewritten: Vec<ObjectId>,
    /// Tables that were there before and whose rows are gone with their storage, by `TRUNCATE`.
    pub emptied: Vec<ObjectId>,
    /// Tables that were there before and were read from end to end, though an index was preferred where one could be
    /// used: for what was built, checked, rewritten, changed or asked for. Of a new foreign key the table that refers;
    /// how the other one is looked up is the planner's choice.
    pub scanned: Vec<ObjectId>,
    /// Indexes that were built over a table that was there before.
    pub built: Vec<ObjectId>,
    /// Tables whose rows changed, those that the transaction made included. What TRUNCATE removed is not counted.
    pub written: Vec<RowsWritten>,
    /// It wrote to the server's own catalogs. Without that the schema is what it was.
    pub wrote_catalogs: bool,
    /// What became of the schema, where that was asked.
    pub changes: Vec<Change>,
    /// What the server said: `NOTICE: table "x" does not exist, skipping`.
    pub notices: Vec<String>,
    /// On the shadow, whose tables are small: says nothing of how long it takes elsewhere.
    pub duration: Duration,
}

impl Trace {
    /// The strongest lock on anything that was there before; of two that are as strong, that on a table.
    pub fn strongest(&self) -> Option<&Lock> {
        self.locks.iter().max_by_key(|lock| (lock.mode, lock.relation.kind == ObjectKind::Table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_read_as_pg_locks_writes_them() {
        assert_eq!(LockMode::from_pg_locks("AccessShareLock"), Some(LockMode::AccessShare));
        assert_eq!(LockMode::from_pg_locks("ShareUpdateExclusiveLock"), Some(LockMode::ShareUpdateExclusive));
        assert_eq!(LockMode::from_pg_locks("AccessExclusiveLock"), Some(LockMode::AccessExclusive));
        assert_eq!(LockMode::from_pg_locks("SIReadLock"), None);
    }

    #[test]
    fn a_lock_is_new_where_somebody_has_to_wait_who_had_not() {
        use LockMode::*;
        assert_eq!(LockMode::strengthened(&[], &[AccessShare]), Some(AccessShare));
        assert_eq!(LockMode::strengthened(&[AccessShare], &[AccessShare, RowShare]), Some(RowShare));
        assert_eq!(LockMode::strengthened(&[AccessExclusive], &[AccessExclusive, Share]), None);
        assert_eq!(LockMode::strengthened(&[Share], &[Share, ShareUpdateExclusive]), Some(ShareUpdateExclusive));
        assert_eq!(LockMode::strengthened(&[Exclusive], &[Exclusive, ShareRowExclusive]), None);
        assert_eq!(LockMode::strengthened(&[RowExclusive], &[]), None);
    }

    #[test]
    fn conflicts_are_those_of_the_manual() {
        // "Conflicting Lock Modes", one row a mode that is held, one letter a mode that is asked for
        let table = [".......X", "......XX", "....XXXX", "...XXXXX", "..XX.XXX", "..XXXXXX", ".XXXXXXX", "XXXXXXXX"];
        for (held, row) in LockMode::ALL.into_iter().zip(table) {
            for (asked, cell) in LockMode::ALL.into_iter().zip(row.chars()) {
                assert_eq!(held.conflicts_with(asked), cell == 'X', "{held} and {asked}");
            }
        }
    }
}
