//! What a migration does to rows that are there before it.

use whimbrel_catalog::{Catalog, Name, Table};
use whimbrel_db::DbError;
use whimbrel_plan::{PlannedMigration, Problem, RowsTried, StepMode};
use whimbrel_source::Migration;

use super::{Stage, back, statement};
use crate::schema::rows::{Held, Kept};

/// Puts sample rows into the tables that are there, runs `up` and then `down`, and looks for them; all in a transaction
/// that is rolled back.
pub(super) async fn tried(
    stage: &Stage<'_>,
    migration: &Migration,
    planned: &PlannedMigration,
    before: &Catalog,
) -> Result<RowsTried, Problem> {
    let alone = |planned: &PlannedMigration| planned.steps.iter().any(|step| step.mode == StepMode::Alone);
    if alone(planned) || before.tables.is_empty() {
        return Ok(RowsTried::default());
    }
    let down = back::way(migration)?.filter(|down| !alone(down));
    loop {
        let tried = stage.in_passing(run(stage, planned, down.as_ref(), before)).await?;
        // A role that the shadow lacks has nothing to do with rows.
        let is_made_up_for = match &tried.refused {
            Some(failure) => statement::makes_up_for(stage, failure).await.map_err(|error| stage.lost(&error))?,
            None => false,
        };
        if !is_made_up_for {
            return Ok(tried);
        }
    }
}

async fn run(
    stage: &Stage<'_>,
    up: &PlannedMigration,
    down: Option<&PlannedMigration>,
    before: &Catalog,
) -> Result<RowsTried, DbError> {
    let held = Held::fill_in_transaction(stage.postgres, before, before).await?;
    let proof = held.proof();
    let mut tried =
        RowsTried { tables: proof.tables, rows: proof.rows, without: proof.without.clone(), ..RowsTried::default() };
    if tried.rows == 0 {
        return Ok(tried);
    }
    if let Err(failure) = statement::run_all(stage, up).await? {
        tried.refused = Some(*failure);
        return Ok(tried);
    }
    let after = stage.catalog(true).await?;
    (tried.lost_by_up, tried.not_compared) = lost(stage, &held, before, &after).await?;
    let Some(down) = down else { return Ok(tried) };
    if statement::run_all(stage, down).await?.is_err() {
        return Ok(tried);
    }
    let back = stage.catalog(true).await?;
    let (lost_by_down, not_compared) = lost(stage, &held, before, &back).await?;
    (tried.taken_back, tried.lost_by_down) = (true, lost_by_down);
    tried.not_compared.extend(not_compared);
    Ok(tried)
}

/// What is gone, and tables of which that cannot be told, with the reason.
type Lost = (Vec<String>, Vec<(String, String)>);

/// What is gone: tables and columns that are no longer there under any name, and values that are not what they were.
async fn lost(stage: &Stage<'_>, held: &Held, before: &Catalog, after: &Catalog) -> Result<Lost, DbError> {
    let (mut lost, mut not_compared) = Lost::default();
    for (name, rows) in held.tables() {
        let Some(old) = before.tables.get(name) else { continue };
        let Some((new_name, new)) = now(stage, held, (name, old), before, after).await? else {
            lost.push(format!("the {rows} rows of {}", shown(name)));
            continue;
        };
        let gone = old.columns.iter().enumerate().filter(|(_, column)| new.column(&column.name).is_none());
        for (place, column) in gone {
            // A renamed column stays in its place.
            let renamed = match new.columns.get(place).filter(|it| old.column(&it.name).is_none()) {
                Some(it) => held.is_in(stage.postgres, (name, &column.name), after, (new_name, &it.name)).await?,
                None => false,
            };
            if !renamed {
                lost.push(format!("values of {}.{}", shown(name), column.name));
            }
        }
    }
    for kept in held.compare(stage.postgres, before, after).await? {
        match kept {
            Kept::RowsGone { table, lost: gone, of } => {
                lost.push(format!("{gone} of the {of} rows of {}", shown(&table)));
            }
            Kept::ValuesDiffer { table, column } => lost.push(format!("values of {}.{column}", shown(&table))),
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

fn shown(name: &Name) -> String {
    name.to_string().trim_start_matches("public.").to_owned()
}
