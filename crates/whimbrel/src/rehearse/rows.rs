//! What becomes of rows that are there before a migration.

use whimbrel_catalog::{Catalog, Name, Table};
use whimbrel_db::DbError;
use whimbrel_plan::{Gone, RowsTried, TryFailure};

use super::Stage;
use super::fixture::{self, Fixture};
use crate::schema::rows::{Held, Kept};

/// Sample rows in tables that a migration touches, and what is known of them.
pub(super) struct Rows {
    held: Held,
    tried: RowsTried,
}

impl Rows {
    /// Fills those tables, and what they reference, in the transaction that is open: with the rows of the fixture first,
    /// and with sample rows where it has none. Where the fixture fails there are none at all.
    pub(super) async fn fill(
        stage: &Stage<'_>,
        before: &Catalog,
        tables: &[&Name],
        fixture: &Fixture<'_>,
    ) -> Result<Self, DbError> {
        let own = match fixture::put(stage, fixture).await? {
            Ok(own) => own,
            Err(failure) => {
                let fixture_failed = Some((fixture.file.clone(), *failure));
                let tried = RowsTried { fixture_failed, ..RowsTried::default() };
                return Ok(Self { tried, held: Held::nothing() });
            }
        };
        let held = Held::fill_in_transaction(stage.postgres, before, before, tables, &own).await?;
        let proof = held.proof();
        let (tables, rows, without) = (proof.tables, proof.rows, proof.without.clone());
        let tried = RowsTried { tables, rows, fixture: !own.is_empty(), without, ..RowsTried::default() };
        Ok(Self { tried, held })
    }

    pub(super) fn are_there(&self) -> bool {
        self.tried.rows > 0
    }

    /// `up` ran and made `after`: what became of them?
    pub(super) async fn after_up(
        &mut self,
        stage: &Stage<'_>,
        before: &Catalog,
        after: &Catalog,
    ) -> Result<(), DbError> {
        (self.tried.lost_by_up, self.tried.not_compared) = lost(stage, &self.held, before, after).await?;
        Ok(())
    }

    /// `down` ran after it, and the schema is `back`.
    pub(super) async fn after_down(
        &mut self,
        stage: &Stage<'_>,
        before: &Catalog,
        back: &Catalog,
    ) -> Result<(), DbError> {
        let (lost_by_down, not_compared) = lost(stage, &self.held, before, back).await?;
        (self.tried.taken_back, self.tried.lost_by_down) = (true, lost_by_down);
        self.tried.not_compared.extend(not_compared);
        Ok(())
    }

    /// What was found, with the statement that does not take these rows, if there is one.
    pub(super) fn told(self, refused: Option<TryFailure>) -> RowsTried {
        RowsTried { refused, ..self.tried }
    }
}

/// What is gone, and tables of which that cannot be told, with the reason.
type Lost = (Vec<Gone>, Vec<(String, String)>);

/// What is gone: tables and columns that are no longer there under any name, and values that are not what they were.
async fn lost(stage: &Stage<'_>, held: &Held, before: &Catalog, after: &Catalog) -> Result<Lost, DbError> {
    let (mut lost, mut not_compared) = Lost::default();
    for (name, rows) in held.tables() {
        let Some(old) = before.tables.get(name) else { continue };
        let Some((new_name, new)) = now(stage, held, (name, old), before, after).await? else {
            lost.push(gone(name, None, format!("the {rows} rows of {}", shown(name))));
            continue;
        };
        let columns = old.columns.iter().enumerate().filter(|(_, column)| new.column(&column.name).is_none());
        for (place, column) in columns {
            // A renamed column stays in its place.
            let renamed = match new.columns.get(place).filter(|it| old.column(&it.name).is_none()) {
                Some(it) => held.is_in(stage.postgres, (name, &column.name), after, (new_name, &it.name)).await?,
                None => false,
            };
            if !renamed {
                lost.push(values(name, &column.name));
            }
        }
    }
    for kept in held.compare(stage.postgres, before, after).await? {
        match kept {
            Kept::RowsGone { table, lost: number, of } => {
                lost.push(gone(&table, None, format!("{number} of the {of} rows of {}", shown(&table))));
            }
            Kept::ValuesDiffer { table, column } => lost.push(values(&table, &column)),
            Kept::RowsAdded { table, .. } => {
                not_compared.push((shown(&table), "it has more rows than before".to_owned()))
            }
            Kept::NotCompared { table, reason } => not_compared.push((shown(&table), reason)),
        }
    }
    Ok((lost, not_compared))
}

/// The table as it is now, under its name or a new one: one that was not there before and holds what it held.
async fn now<'c>(
    stage: &Stage<'_>,
    held: &Held,
    (name, old): (&Name, &Table),
    before: &Catalog,
    after: &'c Catalog,
) -> Result<Option<(&'c Name, &'c Table)>, DbError> {
    if let Some(found) = after.tables.get_key_value(name) {
        return Ok(Some(found));
    }
    let others = after.tables.iter().filter(|(other, table)| {
        !before.tables.contains_key(*other) && table.columns.len() == old.columns.len() && table.foreign.is_none()
    });
    for (other, table) in others {
        let mut same = true;
        for (was, is) in old.columns.iter().zip(&table.columns).filter(|(was, _)| was.generated.is_none()) {
            same = same && held.is_in(stage.postgres, (name, &was.name), after, (other, &is.name)).await?;
        }
        if same {
            return Ok(Some((other, table)));
        }
    }
    Ok(None)
}

fn values(table: &Name, column: &str) -> Gone {
    gone(table, Some(column), format!("values of {}.{column}", shown(table)))
}

fn gone(table: &Name, column: Option<&str>, what: String) -> Gone {
    Gone { table: table.clone(), column: column.map(str::to_owned), what }
}

fn shown(name: &Name) -> String {
    name.to_string().trim_start_matches("public.").to_owned()
}
