//! Sample rows in the first schema, while its difference to the second is proven: what nobody said would be lost must
//! be there afterwards.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::generate::Statement;
use whimbrel_catalog::sample::{Sample, Value, fingerprint, sample};
use whimbrel_catalog::{Catalog, HazardKind, Name, ObjectId, ObjectKind, Table};
use whimbrel_db::{DbError, Postgres};
use whimbrel_plan::{Problem, RowsProof};

use super::problems;

/// Rows a table: enough for a duplicate, a NULL and a longest value to be among them.
const ROWS: usize = 5;

/// What the tables held before the statements ran.
pub(super) struct Held {
    /// By table: which values were summed up, and the sums.
    tables: BTreeMap<Name, (Vec<Value>, Row)>,
    proof: RowsProof,
}

type Row = Vec<Option<String>>;

/// Puts rows into the tables of `old`, which the shadow holds, and remembers what is in those that `new` has, too.
pub(super) async fn fill(shadow: &Postgres, old: &Catalog, new: &Catalog) -> Result<Held, DbError> {
    let sample = sample(old, ROWS);
    let mut without = insert(shadow, &sample).await?;
    without.extend(sample.empty.iter().map(|(table, reason)| (table.to_string(), reason.clone())));
    let mut held = Held { tables: BTreeMap::new(), proof: RowsProof { without, ..RowsProof::default() } };
    for (name, table) in &old.tables {
        let Some(after) = new.tables.get(name).filter(|after| is_stored(table) && is_stored(after)) else { continue };
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

/// The statement would run without rows: it is these that it does not take. Classes of SQLSTATE: data exception, integrity
/// constraint violation, object not in prerequisite state.
pub(super) fn refused(error: &DbError) -> bool {
    ["22", "23", "55"].iter().any(|class| error.code.starts_with(class))
}

/// A partitioned table has no rows of its own: its partitions have them.
fn is_stored(table: &Table) -> bool {
    table.foreign.is_none() && table.partition_key.is_none()
}

/// Each table in a savepoint of its own, so that what the server refuses leaves one table empty and no more.
async fn insert(shadow: &Postgres, sample: &Sample) -> Result<Vec<(String, String)>, DbError> {
    let mut without = Vec::new();
    shadow.run(if sample.deferred { "BEGIN; SET CONSTRAINTS ALL DEFERRED" } else { "BEGIN" }).await?;
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
        shadow.run("ROLLBACK").await?;
        let refused = |filled: &whimbrel_catalog::sample::Filled| (filled.table.to_string(), error.message.clone());
        return Ok(sample.filled.iter().map(refused).collect());
    }
    shadow.run("COMMIT").await?;
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

impl Held {
    /// Compares with what is there after `statements` have run.
    pub(super) async fn survived(
        mut self,
        shadow: &Postgres,
        new: &Catalog,
        statements: &[Statement],
        on: &str,
    ) -> Result<RowsProof, Problem> {
        let announced = Announced::by(statements);
        let mut lost = Vec::new();
        for (table, (values, before)) in &self.tables {
            if announced.table(table) {
                continue;
            }
            let after = match sums(shadow, new, table, values).await {
                Ok(after) => after,
                Err(error) => {
                    // A value of the new type that is none of the old one: whether it is the same cannot be told.
                    self.proof.without.push((table.to_string(), format!("not compared: {}", error.message)));
                    continue;
                }
            };
            if before.first() != after.first() {
                lost.push(format!(
                    "{} of the {} rows of {table}",
                    count(before).abs_diff(count(&after)),
                    count(before)
                ));
            }
            let cells = values.iter().zip(before.iter().zip(&after).skip(1));
            for (value, _) in cells.filter(|(_, (before, after))| before != after) {
                if !announced.column(table, value, new) {
                    lost.push(format!("values of {table}.{}", value.column));
                }
            }
        }
        if lost.is_empty() { Ok(self.proof) } else { Err(problems::rows_lost(&lost, on)) }
    }
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

    /// Of the column itself, or of the type that it is made of.
    fn column(&self, table: &Name, value: &Value, new: &Catalog) -> bool {
        let data_type = new.tables.get(table).and_then(|table| table.column(&value.column)).map(|it| &it.data_type);
        self.objects.contains(&ObjectId::part(ObjectKind::Column, table, &value.column))
            || self.objects.iter().any(|id| {
                let is_type = matches!(id.kind, ObjectKind::Enum | ObjectKind::Domain | ObjectKind::CompositeType);
                is_type && data_type.is_some_and(|data_type| data_type.starts_with(&id.sql()))
            })
    }
}
