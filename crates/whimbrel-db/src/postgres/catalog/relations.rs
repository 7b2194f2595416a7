//! Rows of tables and of sequences, as the model has them.

use whimbrel_catalog::{
    Foreign, ForeignOption, ForeignOptions, Identity, Name, ObjectId, ObjectKind, Origin, Partition, ReplicaIdentity,
    Sequence, SequenceOptions, Table, Uncompared,
};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

/// A table or view that others name by its oid.
pub(super) struct Relation {
    pub(super) name: Name,
    /// In the catalog, or left out.
    pub(super) kept: bool,
    /// Column numbers with names, ascending; dropped columns leave holes.
    pub(super) columns: Vec<(i16, String)>,
}

impl Relation {
    pub(super) fn new(name: Name, kept: bool) -> Self {
        Self { name, kept, columns: Vec::new() }
    }

    /// The names of the columns with these numbers, in the order of the numbers.
    pub(super) fn names(&self, numbers: &[i16]) -> Option<Vec<String>> {
        let name = |number: &i16| {
            let at = self.columns.binary_search_by_key(number, |(n, _)| *n).ok()?;
            Some(self.columns[at].1.clone())
        };
        numbers.iter().map(name).collect()
    }
}

/// Where a part comes from, by whether a parent has it and whether its own table says it, too.
pub(super) fn origin(inherited: bool, local: bool) -> Uncompared<Origin> {
    Uncompared(match (inherited, local) {
        (false, _) => Origin::Own,
        (true, false) => Origin::Inherited,
        (true, true) => Origin::Merged,
    })
}

/// The next two values: names of options, and their values.
pub(super) fn foreign_options(row: &mut Cells<'_>) -> ForeignOptions {
    let (names, values) = (row.texts(), row.texts());
    names.into_iter().zip(values).map(|(name, value)| (name, ForeignOption::Plain(value))).collect()
}

impl Loader {
    pub(super) fn table(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, Name::in_schema(row.text()?, row.text()?));
        let (partition_key, bound) = (row.optional(), row.optional());
        let parents = row.texts().into_iter().zip(row.texts());
        let mut inherits: Vec<_> = parents.map(|(schema, name)| Name::in_schema(schema, name)).collect();
        let partition_of = match bound {
            Some(bound) if !inherits.is_empty() => Some(Partition { parent: inherits.remove(0), bound }),
            _ => None,
        };
        let of_type = row.optional().zip(row.optional()).map(|(schema, name)| Name::in_schema(schema, name));
        let (server, foreign_options) = (row.optional(), foreign_options(row));
        let (unlogged, mut options) = (row.flag()?, row.texts());
        options.extend(row.texts().into_iter().map(|option| format!("toast.{option}")));
        let table = Table {
            partition_key,
            partition_of,
            inherits,
            of_type,
            foreign: server.map(|server| Foreign { server, options: foreign_options }),
            unlogged,
            options,
            replica_identity: match row.letter()? {
                b'f' => ReplicaIdentity::Full,
                b'n' => ReplicaIdentity::Nothing,
                b'i' => ReplicaIdentity::Index,
                _ => ReplicaIdentity::Default,
            },
            tablespace: row.optional(),
            access_method: row.optional(),
            row_security: row.flag()?,
            force_row_security: row.flag()?,
            ..Table::default()
        };
        let kept = !row.flag()? && !self.ignores_table(&name);
        self.relations.insert(oid, Relation::new(name.clone(), kept));
        if kept {
            let kind = if table.foreign.is_some() { ObjectKind::ForeignTable } else { ObjectKind::Table };
            self.learn(class::RELATION, oid, ObjectId::new(kind, &name));
            self.catalog.tables.insert(name, table);
        }
        Ok(())
    }

    pub(super) fn sequence(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, Name::in_schema(row.text()?, row.text()?));
        let unlogged = row.flag()?;
        let options = SequenceOptions {
            data_type: row.text()?,
            start: row.number()?,
            increment: row.number()?,
            minimum: row.number()?,
            maximum: row.number()?,
            cache: row.number()?,
            cycle: row.flag()?,
        };
        let mut owned_by = None;
        if let Some(link) = row.optional() {
            let (owner, column) = (row.number()?, row.text()?);
            let Some(relation) = self.relations.get(&owner).filter(|r| r.kept) else { return Ok(()) };
            let id = ObjectId::part(ObjectKind::Column, &relation.name, &column);
            let table = self.catalog.tables.get_mut(&relation.name);
            let column = table.and_then(|t| t.columns.iter_mut().find(|c| c.name == column));
            if link == "i" {
                if let Some(identity) = column.and_then(|c| c.identity.as_mut()) {
                    let usual = Identity::usual_name(&relation.name, &id.name);
                    identity.name = (name != usual).then_some(name);
                    identity.sequence = options;
                }
                self.learn(class::RELATION, oid, id);
                return Ok(());
            }
            if let Some(column) = column {
                column.owns.0.push(name.clone());
            }
            owned_by = Some(id);
        }
        if !self.ignores_table(&name) {
            self.learn(class::RELATION, oid, ObjectId::new(ObjectKind::Sequence, &name));
            self.catalog.sequences.insert(name, Sequence { options, owned_by, unlogged });
        }
        Ok(())
    }
}
