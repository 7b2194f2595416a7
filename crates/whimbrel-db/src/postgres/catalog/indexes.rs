//! Rows of indexes, as the model has them.

use std::collections::BTreeMap;

use whimbrel_catalog::{Attachment, Index, Name, ObjectId, ObjectKind, RelationMut, Uncompared, automatic_name, ident};

use super::cells::Cells;
use super::operator_classes::Ingredients;
use super::relations::Relation;
use super::{Loader, class, definition};
use crate::DbError;

// Bits of pg_index.indoption, as PostgreSQL's catalog/pg_index.h names them.
const DESC: i16 = 1;
const NULLS_FIRST: i16 = 2;

/// The columns of an index in numbers.
struct Numbers {
    /// How many of the columns are keys; the others are of INCLUDE.
    keys: usize,
    columns: Vec<i16>,
    classes: Vec<u32>,
    collations: Vec<u32>,
    options: Vec<i16>,
    /// By column number: type and collation of the column.
    types: BTreeMap<i16, (u32, u32)>,
}

impl Numbers {
    fn read(row: &mut Cells<'_>) -> Result<Self, DbError> {
        let keys: u16 = row.number()?;
        let (columns, classes, collations, options) = (row.numbers()?, row.oids()?, row.oids()?, row.numbers()?);
        let mut distinct: Vec<i16> = columns.iter().copied().filter(|&column| column != 0).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let pair = |text: String| {
            let (data_type, collation) = text.split_once(' ')?;
            Some((data_type.parse().ok()?, collation.parse().ok()?))
        };
        let types: Option<Vec<_>> = row.texts().into_iter().map(pair).collect();
        let types = types.filter(|types| types.len() == distinct.len()).ok_or_else(|| row.changed())?;
        let types = distinct.into_iter().zip(types).collect();
        Ok(Self { keys: keys.into(), columns, classes, collations, options, types })
    }

    /// The keys as SQL, where all are columns.
    fn keys(&self, relation: &Relation, ingredients: &Ingredients) -> Option<String> {
        let names = relation.names(self.columns.get(..self.keys)?)?;
        let mut keys = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            let mut key = ident(name).into_owned();
            let (data_type, own_collation) = self.types.get(self.columns.get(at)?)?;
            let collation = self.collations.get(at)?;
            if *collation != 0 && collation != own_collation {
                key.push_str(" COLLATE ");
                key.push_str(ingredients.collation(*collation)?);
            }
            if let Some(class) = ingredients.class_to_name(*self.classes.get(at)?, *data_type)? {
                key.push(' ');
                key.push_str(class);
            }
            let option = *self.options.get(at)?;
            key.push_str(match (option & DESC != 0, option & NULLS_FIRST != 0) {
                (false, false) => "",
                (false, true) => " NULLS FIRST",
                (true, true) => " DESC",
                (true, false) => " DESC NULLS LAST",
            });
            keys.push(key);
        }
        Some(keys.join(", "))
    }
}

impl Loader {
    pub(super) fn index(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, owner): (u32, u32) = (row.number()?, row.number()?);
        let Some(relation) = self.relations.get(&owner).filter(|r| r.kept) else { return Ok(()) };
        let (name, unique, valid) = (row.text()?, row.flag()?, row.flag()?);
        let method = row.text()?;
        let numbers = Numbers::read(row)?;
        let keys = match row.optional_expression() {
            Some(text) => definition::after(&text, " USING ").and_then(definition::in_parentheses).map(str::to_owned),
            None => numbers.keys(relation, &self.ingredients),
        };
        let include = numbers.columns.get(numbers.keys..).and_then(|columns| relation.names(columns));
        let index = Index {
            include: include.ok_or_else(|| row.changed())?,
            valid,
            nulls_not_distinct: row.flag()?,
            options: row.texts(),
            tablespace: row.optional(),
            predicate: row.optional_expression(),
            clustered: row.flag()?,
            replica_identity: row.flag()?,
            statistics: statistics(row)?,
            ..Index::new(unique, method, keys.ok_or_else(|| row.changed())?)
        };
        let relation = relation.name.clone();
        let attached = self.attachment(&relation, row);
        let Some(indexes) = self.catalog.relation_mut(&relation).and_then(RelationMut::indexes) else { return Ok(()) };
        indexes.insert(name.clone(), Index { attached, ..index });
        self.learn(class::RELATION, oid, ObjectId::part(ObjectKind::Index, &relation, &name));
        Ok(())
    }

    /// The next two values: the index that it is a part of, and the names of its columns.
    fn attachment(&self, table: &Name, row: &mut Cells<'_>) -> Option<Attachment> {
        let parent = self.id_of(class::RELATION, row.optional()?.parse().ok()?, 0)?;
        let automatic = Uncompared(automatic_name(&table.name, &row.texts()));
        let table = parent.relation()?;
        Some(Attachment { table, index: parent.name, automatic, follows: Uncompared(false) })
    }
}

/// The next two values: places among the keys, and their targets.
fn statistics(row: &mut Cells<'_>) -> Result<BTreeMap<u16, i32>, DbError> {
    let pairs = row.texts().into_iter().zip(row.texts());
    let pair = |(place, target): (String, String)| Some((place.parse().ok()?, target.parse().ok()?));
    pairs.map(pair).collect::<Option<_>>().ok_or_else(|| row.changed())
}
