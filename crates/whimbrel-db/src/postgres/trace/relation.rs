//! Relations as the server shows them at one moment.

use std::collections::HashMap;
use std::sync::Arc;

use whimbrel_catalog::{LockMode, Name, ObjectId, ObjectKind};

use crate::DbError;
use crate::postgres::{Reply, failure};

/// A table, view, materialized view, index or sequence.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) name: Name,
    /// `pg_class.relkind`
    pub(super) kind: u8,
    /// For an index the oid of its table, otherwise 0.
    pub(super) table: u32,
    /// The file of its rows, or 0 where it has none.
    pub(super) file: u32,
    pub(super) tablespace: u32,
    /// Of the transaction, up to that moment.
    pub(super) counters: Counters,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counters {
    /// Scans from the first row on that were begun.
    pub(super) scans: u64,
    /// Rows that these have read.
    pub(super) rows_read: u64,
    pub(super) inserted: u64,
    pub(super) updated: u64,
    pub(super) deleted: u64,
}

/// All of them. A copy shares those that the transaction has not touched.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    /// As they were when the transaction began.
    older: Arc<HashMap<u32, Relation>>,
    /// As they are now, where the transaction has touched, made or dropped them.
    newer: HashMap<u32, Option<Arc<Relation>>>,
    /// What the transaction holds, on what it has dropped, too.
    held: HashMap<u32, Vec<LockMode>>,
    /// Those that the transaction can have read or changed.
    touched: Vec<u32>,
}

impl Relations {
    /// At the beginning of a transaction.
    pub(super) fn read(reply: &Reply) -> Result<Self, DbError> {
        let mut relations = Self::default();
        relations.take(reply)?;
        let newer = std::mem::take(&mut relations.newer).into_iter();
        let older = newer.filter_map(|(oid, relation)| Some((oid, Arc::unwrap_or_clone(relation?))));
        relations.older = Arc::new(older.collect());
        Ok(relations)
    }

    /// All of them anew, in the same transaction.
    pub(super) fn again(&self, reply: &Reply) -> Result<Self, DbError> {
        let gone = self.older.keys().map(|oid| (*oid, None));
        let mut again = Self { older: Arc::clone(&self.older), newer: gone.collect(), ..Self::default() };
        again.take(reply)?;
        Ok(again)
    }

    /// Later, when these were touched and those are in schemas that were renamed.
    pub(super) fn with(&self, touched: &Reply, renamed: &Reply) -> Result<Self, DbError> {
        let mut later = Self { older: Arc::clone(&self.older), newer: self.newer.clone(), ..Self::default() };
        later.take(touched)?;
        for row in &renamed.rows {
            let [Some(oid), Some(schema)] = &row[..] else { return Err(unexpected()) };
            let oid = parsed(oid)?;
            if let Some(mut relation) = later.get(oid).cloned() {
                relation.name.schema = Some(schema.clone());
                later.newer.insert(oid, Some(Arc::new(relation)));
            }
        }
        Ok(later)
    }

    /// In the next transaction, after this one was committed: what it made is there before the next one. Counters are
    /// those of `counters`, which has the relations that [`Relations::counted`] names.
    pub(super) fn committed(mut self, counters: &Reply) -> Result<Self, DbError> {
        let older = Arc::make_mut(&mut self.older);
        for (oid, relation) in self.newer.drain() {
            match relation {
                Some(relation) => drop(older.insert(oid, Arc::unwrap_or_clone(relation))),
                None => drop(older.remove(&oid)),
            }
        }
        for row in &counters.rows {
            let [Some(oid), counters @ ..] = &row[..] else { return Err(unexpected()) };
            if let Some(relation) = older.get_mut(&parsed(oid)?) {
                relation.counters = Counters::read(counters)?;
            }
        }
        self.held.clear();
        self.touched.clear();
        Ok(self)
    }

    /// Oids of those of which the server has counted something that it may not have sent off yet.
    pub(super) fn counted(&self) -> Vec<String> {
        let is_counted = |(_, relation): &(u32, &Relation)| !relation.counters.are_zero();
        self.all().filter(is_counted).map(|(oid, _)| oid.to_string()).collect()
    }

    fn take(&mut self, reply: &Reply) -> Result<(), DbError> {
        for row in &reply.rows {
            let [oid, schema, name, kind, table, file, tablespace, counters @ .., held] = &row[..] else {
                return Err(unexpected());
            };
            let oid = parsed(oid.as_ref().ok_or_else(unexpected)?)?;
            let modes: Vec<_> =
                held.iter().flat_map(|held| held.split(' ')).filter_map(LockMode::from_pg_locks).collect();
            if !modes.is_empty() {
                self.held.insert(oid, modes);
            }
            let [Some(schema), Some(name), Some(kind), Some(table), Some(file), Some(tablespace)] =
                [schema, name, kind, table, file, tablespace]
            else {
                // dropped: only its lock is left
                self.newer.insert(oid, None);
                continue;
            };
            let relation = Relation {
                name: Name::in_schema(schema, name),
                kind: kind.bytes().next().unwrap_or_default(),
                table: parsed(table)?,
                file: parsed(file)?,
                tablespace: parsed(tablespace)?,
                counters: Counters::read(counters)?,
            };
            self.newer.insert(oid, Some(Arc::new(relation)));
            self.touched.push(oid);
        }
        Ok(())
    }

    pub(super) fn get(&self, oid: u32) -> Option<&Relation> {
        match self.newer.get(&oid) {
            Some(newer) => newer.as_deref(),
            None => self.older.get(&oid),
        }
    }

    /// In no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, &Relation)> {
        let older = self.older.iter().filter(|(oid, _)| !self.newer.contains_key(oid));
        let newer = self.newer.iter().filter_map(|(oid, relation)| Some((*oid, relation.as_deref()?)));
        older.map(|(oid, relation)| (*oid, relation)).chain(newer)
    }

    /// Those that the transaction can have read or changed, in no order.
    pub(super) fn touched(&self) -> impl Iterator<Item = (u32, &Relation)> {
        self.touched.iter().filter_map(|oid| Some((*oid, self.get(*oid)?)))
    }

    /// What LOCK TABLE takes, as SQL names it.
    pub(super) fn tables(&self) -> impl Iterator<Item = (u32, String)> {
        let tables = self.all().filter(|(_, relation)| matches!(relation.kind, b'r' | b'p'));
        tables.map(|(oid, relation)| (oid, relation.name.sql()))
    }

    /// True for what was there before the transaction.
    pub(super) fn is_older(&self, oid: u32) -> bool {
        self.older.contains_key(&oid)
    }

    /// What the transaction has locked, dropped or not.
    pub(super) fn locked(&self) -> impl Iterator<Item = u32> {
        self.held.keys().copied()
    }

    /// What the transaction holds on it.
    pub(super) fn held(&self, oid: u32) -> &[LockMode] {
        self.held.get(&oid).map(Vec::as_slice).unwrap_or_default()
    }

    /// True where a lock is gone that was held `before`, as after ROLLBACK TO SAVEPOINT.
    pub(super) fn has_let_go(&self, before: &Self) -> bool {
        before.held.iter().any(|(oid, held)| held.iter().any(|mode| !self.held(*oid).contains(mode)))
    }

    /// What it is called.
    pub(super) fn id(&self, relation: &Relation) -> ObjectId {
        let kind = match relation.kind {
            b'v' => ObjectKind::View,
            b'm' => ObjectKind::MaterializedView,
            b'f' => ObjectKind::ForeignTable,
            b'S' => ObjectKind::Sequence,
            b'i' | b'I' => {
                let table = self.get(relation.table).map(|table| table.name.name.clone());
                return ObjectId { on: table, ..ObjectId::new(ObjectKind::Index, &relation.name) };
            }
            _ => ObjectKind::Table,
        };
        ObjectId::new(kind, &relation.name)
    }
}

impl Counters {
    fn are_zero(self) -> bool {
        self.scans + self.rows_read + self.inserted + self.updated + self.deleted == 0
    }

    fn read(cells: &[Option<String>]) -> Result<Self, DbError> {
        let number = |cell: &Option<String>| cell.as_ref().map_or(Ok(0), |text| parsed(text));
        let [scans, rows_read, inserted, updated, deleted] = cells else { return Err(unexpected()) };
        Ok(Self {
            scans: number(scans)?,
            rows_read: number(rows_read)?,
            inserted: number(inserted)?,
            updated: number(updated)?,
            deleted: number(deleted)?,
        })
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|_| unexpected())
}

/// A query of ours was answered otherwise than it can be.
pub(super) fn unexpected() -> DbError {
    failure::local("XX000", "the server did not tell what the statement did; it may be none that is supported", false)
}
