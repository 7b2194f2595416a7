//! There and back, before a migration runs for good: `up` and `down`, then both once more over sample rows in the tables
//! that they touch. All in one transaction that is rolled back.

use std::collections::BTreeMap;

use whimbrel_catalog::{Catalog, Change, Name};
use whimbrel_db::DbError;
use whimbrel_db::postgres::trace::CatalogWrites;
use whimbrel_plan::{Back, PlannedMigration, Problem, RowsTried, TryFailure};
use whimbrel_source::Migration;

use super::apart::Names;
use super::back::{self, alone};
use super::fixture::{self, Fixture};
use super::rows::Rows;
use super::{Stage, statement};

/// What was found on the way.
pub(super) struct Round {
    turn: Turn,
    pub(super) rows: RowsTried,
}

/// What the way back is worth. Whether `up` does the same after it is known when it has run for good.
enum Turn {
    Missing,
    NotTried,
    Fails(Box<TryFailure>),
    Leaves(Vec<Change>),
    UpFails(Box<TryFailure>),
    /// It brings the schema back, and `up` makes this one after it.
    UpMakes(Box<Catalog>),
    /// It brings the catalogs back row by row, and `up` does nothing that does not follow from these.
    UpRepeats,
}

impl Round {
    /// Told when the migration has made `after`.
    pub(super) fn back(self, after: &Catalog) -> Back {
        match self.turn {
            Turn::Missing => Back::Missing,
            Turn::NotTried => Back::NotTried,
            Turn::Fails(failure) => Back::Fails(failure),
            Turn::Leaves(left) => Back::Leaves(left),
            Turn::UpFails(failure) => Back::UpFails(failure),
            Turn::UpMakes(made) => {
                let differs = Catalog::changes(after, &made);
                if differs.is_empty() { Back::Exact } else { Back::UpDiffers(differs) }
            }
            Turn::UpRepeats => Back::Exact,
        }
    }
}

/// Goes there and back; `None` where that cannot be done in a transaction, or where `up` fails, which running it for good
/// will tell.
pub(super) async fn gone(
    stage: &Stage<'_>,
    migration: &Migration,
    up: &PlannedMigration,
    before: &Catalog,
) -> Result<Option<Round>, Problem> {
    if alone(up) {
        return Ok(None);
    }
    let down = back::way(migration)?;
    let fixture = fixture::of(migration)?;
    loop {
        let failure = match stage.in_passing(run(stage, up, down.as_ref(), &fixture, before)).await? {
            Ok(round) => return Ok(Some(round)),
            Err(failure) => failure,
        };
        // A role that the shadow lacks has nothing to do with the migration.
        if !statement::makes_up_for(stage, &failure).await.map_err(|error| stage.lost(&error))? {
            return Ok(None);
        }
    }
}

const START: &str = "SAVEPOINT whimbrel_round";
const TO_START: &str = "ROLLBACK TO SAVEPOINT whimbrel_round";

/// The failure is that of the first `up`.
async fn run(
    stage: &Stage<'_>,
    up: &PlannedMigration,
    down: Option<&PlannedMigration>,
    fixture: &Fixture<'_>,
    before: &Catalog,
) -> Result<Result<Round, Box<TryFailure>>, DbError> {
    let names = tables(stage).await?;
    let known = Names::of(before);
    let follows = known.are_not_called_by(up) && down.is_some_and(|down| known.are_not_called_by(down));
    let writes = if follows { Some(CatalogWrites::now(stage.postgres).await?) } else { None };
    stage.postgres.run(START).await?;
    if let Err(failure) = statement::run_all(stage, up).await? {
        return Ok(Err(failure));
    }
    let touched = touched(stage, &names).await?;
    let mut way = Way { stage, up, fixture, before, touched, repeats: false };
    let turn = match down {
        None => Turn::Missing,
        Some(down) if alone(down) => Turn::NotTried,
        Some(down) => match statement::run_all(stage, down).await? {
            Err(failure) => Turn::Fails(failure),
            Ok(()) => {
                way.touched = self::touched(stage, &names).await?;
                way.repeats = match &writes {
                    Some(writes) => writes.are_undone(stage.postgres).await?,
                    None => false,
                };
                if way.repeats {
                    return way.again(down).await.map(Ok);
                }
                let left = Catalog::changes(before, &stage.catalog(true).await?);
                if left.is_empty() {
                    return way.again(down).await.map(Ok);
                }
                Turn::Leaves(left)
            }
        },
    };
    stage.postgres.run(TO_START).await?;
    let rows = way.over_rows(down.filter(|down| !alone(down))).await?;
    Ok(Ok(Round { turn, rows }))
}

/// `up`, and what it is run over.
struct Way<'w> {
    stage: &'w Stage<'w>,
    up: &'w PlannedMigration,
    fixture: &'w Fixture<'w>,
    before: &'w Catalog,
    touched: Vec<&'w Name>,
    /// The catalogs are as they were, row by row, and what `up` makes follows from them.
    repeats: bool,
}

impl Way<'_> {
    /// `down` has brought the schema back exactly: both once more, over rows.
    async fn again(&self, down: &PlannedMigration) -> Result<Round, DbError> {
        let Self { stage, before, .. } = *self;
        stage.postgres.run(START).await?;
        let mut rows = Rows::fill(stage, before, &self.touched, self.fixture).await?;
        let mut refused = None;
        if let Err(failure) = statement::run_all(stage, self.up).await? {
            // without rows, then
            stage.postgres.run(TO_START).await?;
            let without = statement::run_all(stage, self.up).await?;
            if let Err(failure) = without {
                // of rows nothing was learned, but that the fixture failed
                let fixture_failed = rows.told(None).fixture_failed;
                return Ok(Round {
                    turn: Turn::UpFails(failure),
                    rows: RowsTried { fixture_failed, ..RowsTried::default() },
                });
            }
            refused = Some(*failure);
        }
        if self.repeats && !rows.are_there() {
            return Ok(Round { turn: Turn::UpRepeats, rows: rows.told(refused) });
        }
        let made = stage.catalog(true).await?;
        if refused.is_none() && rows.are_there() {
            rows.after_up(stage, before, &made).await?;
            if statement::run_all(stage, down).await?.is_ok() {
                rows.after_down(stage, before, before).await?;
            }
        }
        Ok(Round { turn: Turn::UpMakes(Box::new(made)), rows: rows.told(refused) })
    }

    /// From the beginning: `up` over rows, and `down` after it.
    async fn over_rows(&self, down: Option<&PlannedMigration>) -> Result<RowsTried, DbError> {
        let Self { stage, before, .. } = *self;
        let mut rows = Rows::fill(stage, before, &self.touched, self.fixture).await?;
        if !rows.are_there() {
            return Ok(rows.told(None));
        }
        if let Err(failure) = statement::run_all(stage, self.up).await? {
            return Ok(rows.told(Some(*failure)));
        }
        rows.after_up(stage, before, &stage.catalog(true).await?).await?;
        let Some(down) = down else { return Ok(rows.told(None)) };
        if statement::run_all(stage, down).await?.is_ok() {
            rows.after_down(stage, before, &stage.catalog(true).await?).await?;
        }
        Ok(rows.told(None))
    }
}

/// The tables that are there, by oid.
async fn tables(stage: &Stage<'_>) -> Result<BTreeMap<String, Name>, DbError> {
    let sql = "SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')";
    let rows = stage.postgres.run(sql).await?.into_iter().flat_map(|reply| reply.rows);
    let table = |row: Vec<Option<String>>| {
        let [Some(oid), Some(schema), Some(name)] = <[_; 3]>::try_from(row).ok()? else { return None };
        Some((oid, Name::in_schema(schema, name)))
    };
    Ok(rows.filter_map(table).collect())
}

/// Those on which the open transaction has a lock: nothing can be done to any other.
async fn touched<'n>(stage: &Stage<'_>, names: &'n BTreeMap<String, Name>) -> Result<Vec<&'n Name>, DbError> {
    let sql = "SELECT DISTINCT relation FROM pg_catalog.pg_locks
        WHERE locktype = 'relation' AND pid = pg_catalog.pg_backend_pid()";
    let rows = stage.postgres.run(sql).await?.into_iter().flat_map(|reply| reply.rows);
    Ok(rows.filter_map(|row| names.get(row.first()?.as_ref()?)).collect())
}
