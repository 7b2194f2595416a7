//! Indexes of partitions that are part of the index of a partitioned table. PostgreSQL makes them with it and names
//! them itself; somebody may also make one, under any name, and attach it.

use std::collections::BTreeSet;

use super::Index;
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::name::Name;
use crate::uncompared::Uncompared;

/// What the index of a partition is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The partitioned table next above.
    pub table: Name,
    /// That table's index.
    pub index: String,
    /// The name that PostgreSQL gives this part by itself.
    pub automatic: Uncompared<String>,
    /// It is just what PostgreSQL makes with the index that it is a part of, and has no statement of its own.
    pub follows: Uncompared<bool>,
}

impl Attachment {
    /// The index that it is a part of.
    pub(super) fn parent(&self) -> ObjectId {
        ObjectId::part(ObjectKind::Index, &self.table, &self.index)
    }
}

/// The name that PostgreSQL gives an index without one, where no other relation has it. `names` are those of the
/// indexed columns, and what it calls the expressions; those of `INCLUDE` come last.
///
/// As `ChooseIndexName` and `makeObjectName` of PostgreSQL's `indexcmds.c`.
pub fn automatic_name(table: &str, names: &[String]) -> String {
    const MAX_BYTES: usize = 63;
    let mut columns = String::new();
    for name in names {
        if columns.len() > MAX_BYTES {
            break;
        }
        if !columns.is_empty() {
            columns.push('_');
        }
        columns.push_str(name);
    }
    let available = MAX_BYTES - "__idx".len();
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > available {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let clip = |text: &str, bytes: usize| text[..text.floor_char_boundary(bytes)].to_owned();
    format!("{}_{}_idx", clip(table, first), clip(&columns, second))
}

impl Catalog {
    /// Tells the parts that follow the index they are a part of from those that have something of their own. For a catalog
    /// that is complete.
    pub fn mark_parts_of_indexes(&mut self) {
        let mut own: BTreeSet<ObjectId> = BTreeSet::new();
        let index = |id: &ObjectId| self.tables.get(&id.relation()?)?.indexes.get(&id.name);
        // an index with what it is a part of, up to the one of the topmost table
        let line =
            |id: ObjectId| std::iter::successors(Some(id), |id| index(id)?.attached.as_ref().map(Attachment::parent));
        let parts = self.tables.iter().flat_map(|(table, it)| {
            let attached = it.indexes.iter().filter(|(_, index)| index.attached.is_some());
            attached.map(|(name, _)| ObjectId::part(ObjectKind::Index, table, name))
        });
        let parts: Vec<_> = parts.collect();
        for id in &parts {
            let above = line(id.clone()).nth(1);
            let (Some(part), Some(whole)) = (index(id), above.as_ref().and_then(index)) else { continue };
            if !whole.makes(part, &id.name) || self.attributes.contains_key(id) {
                own.extend(line(id.clone()).last());
            }
        }
        let alone: Vec<_> = parts.into_iter().filter(|id| line(id.clone()).any(|id| own.contains(&id))).collect();
        for id in own.iter().chain(&alone) {
            let table = id.relation().and_then(|table| self.tables.get_mut(&table));
            if let Some(index) = table.and_then(|table| table.indexes.get_mut(&id.name)) {
                index.alone = Uncompared(true);
            }
        }
        for index in self.tables.values_mut().flat_map(|table| table.indexes.values_mut()) {
            if let Some(attached) = &mut index.attached {
                attached.follows = Uncompared(!index.alone.0);
            }
        }
    }
}

impl Index {
    /// True where PostgreSQL makes just that part, under that name, when it makes this index.
    fn makes(&self, part: &Self, name: &str) -> bool {
        let automatic = part.attached.as_ref().map(|attached| attached.automatic.0.as_str());
        let own = Self {
            attached: part.attached.clone(),
            statistics: Default::default(),
            clustered: false,
            replica_identity: false,
            ..self.clone()
        };
        self.valid && automatic == Some(name) && own == *part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn automatic_names_are_cut_as_postgresql_cuts_them() {
        let name = |table: &str, columns: &[&str]| {
            let columns: Vec<_> = columns.iter().map(|&c| c.to_owned()).collect();
            automatic_name(table, &columns)
        };
        assert_eq!(name("calls_2023", &["who", "lower"]), "calls_2023_who_lower_idx");
        let (long, column) = ("a".repeat(60), "b".repeat(40));
        assert_eq!(name(&long, &[&column]), format!("{}_{}_idx", "a".repeat(29), "b".repeat(29)));
        assert_eq!(name(&"ä".repeat(30), &["c"]), format!("{}_c_idx", "ä".repeat(28)));
    }
}
