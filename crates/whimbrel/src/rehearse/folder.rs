//! A whole folder of migrations, from an empty database on: what a continuous integration asks for.

use whimbrel_plan::{Held, Observer, Plan, Problem, Rehearsal};
use whimbrel_source::{Engine, MigrationSet};

use super::Depth;
use crate::project::together;
use crate::schema::read::Reader;
use crate::schema::{SchemaOptions, Source};

/// Tries every migration there is.
///
/// # Errors
/// Where the shadow cannot be made. A migration that fails is no error: it is the last one of the rehearsal.
pub async fn folder(
    files: &MigrationSet,
    options: &SchemaOptions,
    observer: &mut dyn Observer,
) -> Result<Rehearsal, Problem> {
    let all: Vec<_> = files.migrations.iter().collect();
    // what is wrong with the files is told before anything is tried
    for migration in &all {
        super::fixture::of(migration)?;
    }
    let plan = Plan::apply(&all, Engine::Postgres).map_err(together)?.for_one_session();
    let migrations: Vec<_> = all.into_iter().zip(plan.migrations).collect();
    let mut reader = Reader::new(options);
    let rehearsal = async {
        reader.needs.migrations(migrations.iter().map(|(_, planned)| planned));
        let side = reader.read(&Source::Empty).await?;
        reader.rehearse(side.catalog, Held::Nothing, Vec::new(), &migrations, Depth::Everything, observer).await
    };
    let rehearsal = rehearsal.await;
    let closed = reader.close().await;
    let rehearsal = rehearsal?;
    closed.map(|()| rehearsal)
}
