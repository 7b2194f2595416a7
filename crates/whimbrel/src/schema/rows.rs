//! Sample rows in a schema while it changes: what was there, and whether it still is.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::generate::Statement;
use whimbrel_catalog::sample::{Sample, Value, fingerprint, rows_of};
use whimbrel_catalog::{Catalog, HazardKind, Name, ObjectId, ObjectKind, Table};
use whimbrel_db::{DbError, Postgres};
use whimbrel_plan::{Problem, RowsProof};

use super::problems;

/// Rows a table: enough for a duplicate, a NULL and a longest value to be among them.
const ROWS: usize = 5;

/// What tables held before something was done to them.
pub(crate) struct Held {
    /// By table: which values were summed up, and the sums.
    tables: BTreeMap<Name, (Vec<Value>, Row)>,
    proof: RowsProof,
}

type Row = Vec<Option<String>>;

/// What is no longer what it was.
pub(crate) enum Kept {
    /// The table has fewer rows.
    RowsGone { table: Name, lost: u64, of: u64 },
    /// The table has more rows; whether those that it had are among them is not known.
    RowsAdded { table: Name, added: u64 },
    /// It has as many rows, with other values in a column.
    ValuesDiffer { table: Name, column: String },
    /// It cannot be told.
    NotCompared { table: Name, reason: String },
}

impl Held {
    /// Puts rows into the tables of `old`, in a transaction, and remembers what is in those that `new` has, too.
    pub(super) async fn fill(shadow: &Postgres, old: &Catalog, new: &Catalog) -> Result<Self, DbError> {
        shadow.run("BEGIN").await?;
        let all: Vec<_> = old.tables.keys().collect();
        let held = Self::fill_in_transaction(shadow, old, new, &all, &BTreeSet::new()).await?;
        shadow.run("COMMIT").await?;
        Ok(held)
    }

    /// The same in the transaction that is open, for some tables and those that they reference. Tables that have rows of
    /// their `own` get no others.
    pub(crate) async fn fill_in_transaction(
        shadow: &Postgres,
        old: &Catalog,
        new: &Catalog,
        tables: &[&Name],
        own: &BTreeSet<Name>,
    ) -> Result<Self, DbError> {
        let mut sample = rows_of(old, tables.iter().copied(), ROWS);
        sample.filled.retain(|filled| !own.contains(&filled.table));
        sample.empty.retain(|(table, _)| !own.contains(table));
        let mut without = insert(shadow, &sample).await?;
        without.extend(sample.empty.iter().map(|(table, reason)| (table.to_string(), reason.clone())));
        let mut held = Self { tables: BTreeMap::new(), proof: RowsProof { without, ..RowsProof::default() } };
        // one that cannot be filled may have rows that the migrations put there
        let filled: BTreeSet<_> =
            sample.filled.iter().map(|it| &it.table).chain(tables.iter().copied()).chain(own).collect();
        for name in filled {
            let Some(table) = old.tables.get(name) else { continue };
            let Some(after) = new.tables.get(name).filter(|after| is_stored(table) && is_stored(after)) else {
                continue;
            };
            let values = values(table, after);
            let row = sums(shadow, old, name, &values).await?;
            let rows = count(&row);
            if rows > 0 {
                held.proof.tables += 1;
                held.proof.rows += rows;
                held.tables.insert(name.clone(), (values, row));
            }
        }
        Ok(held)
    }

    /// No table has rows.
    pub(crate) fn nothing() -> Self {
        Self { tables: BTreeMap::new(), proof: RowsProof::default() }
    }

    pub(crate) fn proof(&self) -> &RowsProof {
        &self.proof
    }

    /// Tables that have rows, and how many.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&Name, u64)> {
        self.tables.iter().map(|(name, (_, row))| (name, count(row)))
    }

    /// Whether a column of another name holds what this one held: a rename keeps values, and is known by them.
    pub(crate) async fn is_in(
        &self,
        shadow: &Postgres,
        (table, column): (&Name, &str),
        new: &Catalog,
        (new_table, new_column): (&Name, &str),
    ) -> Result<bool, DbError> {
        let Some((values, before)) = self.tables.get(table) else { return Ok(false) };
        let Some(at) = values.iter().position(|value| value.column == column) else { return Ok(false) };
        let after = sums(shadow, new, new_table, &[Value::of(new_column)]).await?;
        Ok(after.first() == before.first() && after.get(1) == before.get(at + 1))
    }

    /// What is no longer what it was in tables and columns that are still there.
    pub(crate) async fn compare(&self, shadow: &Postgres, old: &Catalog, new: &Catalog) -> Result<Vec<Kept>, DbError> {
        let mut differ = Vec::new();
        for (table, (held, before)) in &self.tables {
            let (Some(old), Some(after)) = (old.tables.get(table), new.tables.get(table)) else { continue };
            let there = values(old, after);
            let place = |value: &Value| held.iter().position(|it| it.column == value.column);
            let at: Vec<usize> = there.iter().filter_map(place).collect();
            // A value of another type may be none of the old one, and reading it back is then an error.
            shadow.run("SAVEPOINT whimbrel_rows").await?;
            let after = sums(shadow, new, table, &there).await;
            shadow.run("ROLLBACK TO SAVEPOINT whimbrel_rows").await?;
            let after = match after {
                Ok(after) => after,
                Err(error) if error.disconnected => return Err(error),
                Err(error) => {
                    differ.push(Kept::NotCompared { table: table.clone(), reason: error.message });
                    continue;
                }
            };
            let (was, is) = (count(before), count(&after));
            if was != is {
                let table = table.clone();
                differ.push(match is.checked_sub(was) {
                    Some(added) => Kept::RowsAdded { table, added },
                    None => Kept::RowsGone { table, lost: was - is, of: was },
                });
                continue;
            }
            for (number, (value, at)) in there.iter().zip(at).enumerate() {
                if before.get(at + 1) != after.get(number + 1) {
                    differ.push(Kept::ValuesDiffer { table: table.clone(), column: value.column.clone() });
                }
            }
        }
        Ok(differ)
    }

    /// Compares with what is there after `statements` have run: what they did not announce must be there.
    pub(super) async fn survived(
        mut self,
        shadow: &Postgres,
        (old, new): (&Catalog, &Catalog),
        statements: &[Statement],
        on: &str,
    ) -> Result<RowsProof, Problem> {
        let announced = Announced::by(statements);
        let mut lost = Vec::new();
        shadow.run("BEGIN").await.map_err(|error| problems::read(&error))?;
        let differ = self.compare(shadow, old, new).await.map_err(|error| problems::read(&error))?;
        shadow.run("ROLLBACK").await.map_err(|error| problems::read(&error))?;
        for kept in differ {
            match kept {
                Kept::RowsGone { table, lost: gone, of } if !announced.table(&table) => {
                    lost.push(format!("{gone} of the {of} rows of {table}"));
                }
                // no statement of a difference adds rows
                Kept::RowsAdded { table, added } => {
                    lost.push(format!("{table}, which has {added} more rows than before"))
                }
                Kept::ValuesDiffer { table, column } if !announced.column(&table, &column, new) => {
                    lost.push(format!("values of {table}.{column}"));
                }
                Kept::NotCompared { table, reason } => {
                    // Nothing is claimed about these.
                    let rows = self.tables.get(&table).map_or(0, |(_, row)| count(row));
                    (self.proof.tables, self.proof.rows) = (self.proof.tables - 1, self.proof.rows - rows);
                    self.proof.without.push((table.to_string(), format!("its values could not be compared: {reason}")));
                }
                _ => {}
            }
        }
        if lost.is_empty() { Ok(self.proof) } else { Err(problems::rows_lost(&lost, on)) }
    }
}

/// The statement would run without rows: it is these that it does not take. Classes of SQLSTATE: data exception, integrity
/// constraint violation, object not in prerequisite state.
pub(crate) fn is_of_rows(code: &str) -> bool {
    ["22", "23", "55"].iter().any(|class| code.starts_with(class))
}

/// A partitioned table has no rows of its own: its partitions have them.
fn is_stored(table: &Table) -> bool {
    table.foreign.is_none() && table.partition_key.is_none()
}

/// Each table in a savepoint of its own, so that what the server refuses leaves one table empty and no more.
async fn insert(shadow: &Postgres, sample: &Sample) -> Result<Vec<(String, String)>, DbError> {
    let mut without = Vec::new();
    shadow.run("SAVEPOINT whimbrel_sample").await?;
    if sample.deferred {
        shadow.run("SET CONSTRAINTS ALL DEFERRED").await?;
    }
    for filled in &sample.filled {
        shadow.run("SAVEPOINT whimbrel_rows").await?;
        let text = filled.statements.join(";\n");
        if let Err(error) = shadow.run(&text).await {
            without.push((filled.table.to_string(), error.message));
            shadow.run("ROLLBACK TO SAVEPOINT whimbrel_rows").await?;
        }
    }
    if let Err(error) = shadow.run("SET CONSTRAINTS ALL IMMEDIATE").await {
        // Rows that reference what was refused: without any of them, nothing is claimed.
        shadow.run("ROLLBACK TO SAVEPOINT whimbrel_sample").await?;
        let refused = |filled: &whimbrel_catalog::sample::Filled| (filled.table.to_string(), error.message.clone());
        return Ok(sample.filled.iter().map(refused).collect());
    }
    Ok(without)
}

/// What is to be the same afterwards. Of a column that gets another type, the value as it can be read back.
fn values(before: &Table, after: &Table) -> Vec<Value> {
    let kept = before.columns.iter().filter(|column| column.generated.is_none());
    kept.filter_map(|column| {
        let new = after.column(&column.name).filter(|new| new.generated.is_none())?;
        let same = new.data_type == column.data_type;
        Some(Value { column: column.name.clone(), read_as: (!same).then(|| column.data_type.clone()) })
    })
    .collect()
}

async fn sums(shadow: &Postgres, catalog: &Catalog, table: &Name, values: &[Value]) -> Result<Row, DbError> {
    let replies = shadow.run(&fingerprint(catalog, table, values)).await?;
    Ok(replies.into_iter().flat_map(|reply| reply.rows).next().unwrap_or_default())
}

fn count(row: &Row) -> u64 {
    row.first().and_then(Option::as_deref).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// What the hazards say will be lost.
struct Announced<'s> {
    objects: BTreeSet<&'s ObjectId>,
}

impl<'s> Announced<'s> {
    fn by(statements: &'s [Statement]) -> Self {
        let loses = |statement: &&Statement| statement.hazards.iter().any(|it| it.kind == HazardKind::LosesData);
        Self { objects: statements.iter().filter(loses).map(|statement| &statement.object).collect() }
    }

    fn table(&self, table: &Name) -> bool {
        self.objects.contains(&ObjectId::new(ObjectKind::Table, table))
    }

    /// Of the column itself, of its table, or of the type that it is made of.
    fn column(&self, table: &Name, column: &str, new: &Catalog) -> bool {
        let data_type = new.tables.get(table).and_then(|table| table.column(column)).map(|it| &it.data_type);
        self.table(table)
            || self.objects.contains(&ObjectId::part(ObjectKind::Column, table, column))
            || self.objects.iter().any(|id| {
                let is_type = matches!(id.kind, ObjectKind::Enum | ObjectKind::Domain | ObjectKind::CompositeType);
                is_type && data_type.is_some_and(|data_type| data_type.starts_with(&id.sql()))
            })
    }
}
