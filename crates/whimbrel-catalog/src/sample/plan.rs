//! Which rows each table gets, those it references before it.

use std::collections::{BTreeMap, BTreeSet};

use super::bound::{can_be_told, partitions};
use super::kind::{Kind, Kinds};
use super::make::{Cell, cells};
use super::search::{Choice, Search};
use super::table::{Reference, Row, Target};
use super::{Filled, Sample, insert};
use crate::catalog::Catalog;
use crate::name::Name;
use crate::object::Table;

/// Values follow from numbers from here on: triggers may have taken the first ones of sequences.
const FIRST: usize = 101;

pub(super) struct Plan<'a> {
    catalog: &'a Catalog,
    kinds: Kinds<'a>,
    count: usize,
    /// Those that are being filled.
    open: BTreeSet<&'a Name>,
    /// Rows by column; of a partitioned table those of its partitions.
    done: BTreeMap<&'a Name, Vec<BTreeMap<&'a str, Cell>>>,
    sample: Sample,
}

impl<'a> Plan<'a> {
    pub(super) fn new(catalog: &'a Catalog, count: usize) -> Self {
        Self {
            catalog,
            kinds: Kinds::of(catalog),
            count,
            open: BTreeSet::new(),
            done: BTreeMap::new(),
            sample: Sample::default(),
        }
    }

    pub(super) fn all<'n>(mut self, names: impl IntoIterator<Item = &'n Name>) -> Sample {
        for name in names {
            self.fill(name);
        }
        self.sample
    }

    fn fill(&mut self, name: &Name) {
        let Some((name, table)) = self.catalog.tables.get_key_value(name) else { return };
        if let Some(top) = table.partition_of.as_ref().filter(|_| !self.done.contains_key(name)) {
            // its rows are told from those of its sisters
            self.fill(&top.parent);
        }
        if self.done.contains_key(name) || !self.open.insert(name) {
            return;
        }
        let filled = if let Some(rows) = self.partitioned(name, table) { Ok(rows) } else { self.rows(name, table, 0) };
        let rows = filled.unwrap_or_else(|reason| {
            self.sample.empty.push((name.clone(), reason));
            Vec::new()
        });
        self.open.remove(name);
        self.done.insert(name, rows);
    }

    /// The rows of a partitioned table, put into its partitions one by one; `None` where the server has to choose.
    fn partitioned(&mut self, name: &'a Name, table: &'a Table) -> Option<Vec<BTreeMap<&'a str, Cell>>> {
        if !can_be_told(table) {
            return None;
        }
        let mut leaves = Vec::new();
        self.leaves(name, &mut leaves);
        if leaves.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for (i, (leaf, it)) in leaves.into_iter().enumerate() {
            if let Some(rows) = self.done.get(leaf) {
                all.extend(rows.iter().cloned());
                continue;
            }
            match self.rows(leaf, it, i * self.count) {
                Ok(rows) => {
                    all.extend(rows.iter().cloned());
                    self.done.insert(leaf, rows);
                }
                Err(reason) => {
                    self.sample.empty.push((leaf.clone(), reason));
                    self.done.insert(leaf, Vec::new());
                }
            }
        }
        Some(all)
    }

    /// The partitions that rows are put into: those without partitions, or whose partitions the server chooses from.
    fn leaves(&self, name: &Name, out: &mut Vec<(&'a Name, &'a Table)>) {
        for (child, table) in partitions(self.catalog, name) {
            if can_be_told(table) { self.leaves(child, out) } else { out.push((child, table)) }
        }
    }

    /// Makes the rows of a table; `shift` tells them from those of its sister partitions.
    fn rows(&mut self, name: &'a Name, table: &'a Table, shift: usize) -> Result<Vec<BTreeMap<&'a str, Cell>>, String> {
        if table.foreign.is_some() {
            return Err("its rows are on another server".to_owned());
        }
        let parent = table.partition_of.as_ref().and_then(|partition| self.catalog.tables.get(&partition.parent));
        if parent.is_some_and(|parent| !can_be_told(parent)) {
            // the server has put rows into it, or not
            return Ok(Vec::new());
        }
        if table.partition_key.is_some() && partitions(self.catalog, name).is_empty() {
            return Err("it has no partition".to_owned());
        }
        let target = Target::of(self.catalog, &self.kinds, table);
        for field in &target.fields {
            if let (Kind::Unknown(data_type), true, None) = (field.kind.base(), field.not_null, &field.generated) {
                return Err(format!("no values are known of {data_type}, the type of {}", field.name));
            }
        }
        let choices = self.choices(name, &target)?;
        let mut rows: Vec<Row> = Vec::new();
        for i in 0..self.count {
            let mut search = Search::new(&target, &rows, &choices, FIRST + shift + i);
            match search.row() {
                Some(row) => rows.push(row),
                None if rows.is_empty() => {
                    return Err(search.obstacle.unwrap_or_else(|| "no values were found".to_owned()));
                }
                None => break,
            }
        }
        let columns: Vec<&str> = target.fields.iter().filter(|f| f.generated.is_none()).map(|f| f.name).collect();
        let written = |row: &Row| row.iter().flatten().map(Cell::sql).collect::<Vec<_>>();
        let statements = insert(name, table, &columns, &rows.iter().map(written).collect::<Vec<_>>());
        self.sample.filled.push(Filled { table: name.clone(), statements, rows: rows.len() });
        let names: Vec<&'a str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let by_name = |row: Row| {
            let cells = names.iter().zip(row).filter_map(|(name, cell)| Some((*name, cell?)));
            cells.collect()
        };
        Ok(rows.into_iter().map(by_name).collect())
    }

    /// What is to be decided for each row, foreign keys first: other columns follow them.
    fn choices<'t>(&mut self, name: &Name, target: &'t Target<'_>) -> Result<Vec<Choice<'t>>, String> {
        let mut choices = Vec::new();
        let mut own = Vec::new();
        for reference in &target.references {
            let key = reference.key;
            if key.references == *name {
                let place = |column: &String| target.fields.iter().position(|field| field.name == *column);
                let to = key.referenced_columns.iter().map(place).collect::<Option<_>>();
                let match_full = key.match_full;
                own.extend(to.map(|to| Choice::Own { columns: &reference.columns, match_full, to }));
                continue;
            }
            let offers = self.offers(name, target, reference)?;
            choices.push(Choice::Reference { columns: &reference.columns, match_full: key.match_full, offers });
        }
        let fields = target.fields.iter().enumerate().filter(|(_, field)| field.generated.is_none());
        let in_own = |at: &usize| {
            own.iter()
                .any(|it| matches!(it, Choice::Own { columns, to, .. } if columns.contains(at) && !to.contains(at)))
        };
        let (late, early): (Vec<usize>, Vec<usize>) = fields.map(|(at, _)| at).partition(in_own);
        choices.extend(early.into_iter().map(Choice::Column));
        choices.extend(own);
        // what a foreign key of the table to itself has left open
        choices.extend(late.into_iter().map(Choice::Column));
        Ok(choices)
    }

    /// The cells that a foreign key may have.
    fn offers(
        &mut self,
        name: &Name,
        target: &Target<'_>,
        reference: &Reference<'_>,
    ) -> Result<Vec<Vec<Cell>>, String> {
        let parent = &reference.key.references;
        let nullable = reference.columns.iter().any(|&column| !target.fields[column].not_null);
        if nullable && self.requires(parent, name) {
            return Ok(Vec::new());
        }
        self.fill(parent);
        let columns = &reference.key.referenced_columns;
        match self.done.get(parent) {
            Some(rows) => {
                let of = |row: &BTreeMap<&str, Cell>| -> Option<Vec<Cell>> {
                    let cells = columns.iter().map(|column| row.get(column.as_str()).cloned());
                    cells.collect::<Option<Vec<_>>>().filter(|cells| cells.iter().all(|cell| cell.text.is_some()))
                };
                let offers: Vec<_> = rows.iter().filter_map(of).collect();
                if offers.is_empty() && !nullable {
                    return Err(format!("it references {parent}, which has no rows"));
                }
                Ok(offers)
            }
            // the other table is waiting for this one
            None if nullable => Ok(Vec::new()),
            None if reference.key.deferrable => self.expected(parent, columns),
            None => Err(format!("it references {parent}, which references it in turn")),
        }
    }

    /// Whether a table cannot have rows before another one has.
    fn requires(&self, table: &Name, other: &Name) -> bool {
        let mut open = vec![table];
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if name == other {
                return true;
            }
            let Some(table) = self.catalog.tables.get(name).filter(|_| seen.insert(name)) else { continue };
            let required = |column: &String| table.column(column).is_some_and(|column| column.not_null);
            let keys = table.foreign_keys.values().filter(|key| key.enforced && key.columns.iter().all(required));
            open.extend(keys.map(|key| &key.references));
        }
        false
    }

    /// What a table that is not filled yet will have in these columns.
    fn expected(&mut self, parent: &Name, columns: &[String]) -> Result<Vec<Vec<Cell>>, String> {
        let Some(table) = self.catalog.tables.get(parent) else {
            return Err(format!("it references {parent}, which is not there"));
        };
        self.sample.deferred = true;
        let target = Target::of(self.catalog, &self.kinds, table);
        let cell = |column: &String, number: usize| {
            let field = target.fields.iter().find(|field| field.name == *column)?;
            cells(&field.kind, field.name, number, &field.hints).into_iter().next()
        };
        let row = |i: usize| columns.iter().map(|column| cell(column, FIRST + i)).collect::<Option<Vec<_>>>();
        Ok((0..self.count).filter_map(row).collect())
    }
}
