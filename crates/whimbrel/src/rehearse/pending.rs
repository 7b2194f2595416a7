//! What is pending, tried on a shadow that holds what the target holds.

use whimbrel_catalog::{Catalog, literal};
use whimbrel_db::postgres::facts::ServerFacts;
use whimbrel_plan::{Held, Observer, PlannedMigration, Problem, Rehearsal};
use whimbrel_source::Migration;

use super::Depth;
use crate::schema::read::{Reader, Side, strip};
use crate::schema::{SchemaOptions, Source, shadow_failed};

/// What the shadow holds before the migrations are tried.
pub(crate) enum Start<'t> {
    /// The target's.
    Target {
        /// Its schema.
        catalog: &'t Catalog,
        /// The major version of the server that wrote it.
        version: u32,
        /// What its sessions have set; `None` where nothing is known of them.
        server: Option<&'t ServerFacts>,
    },
    /// What these migrations make.
    Migrations(Source),
}

/// Tries them.
///
/// # Errors
/// Where the shadow cannot be made, or cannot hold what it should. A migration that fails is no error.
pub(crate) async fn pending(
    start: Start<'_>,
    migrations: &[(&Migration, PlannedMigration)],
    depth: Depth,
    options: &SchemaOptions,
    observer: &mut dyn Observer,
) -> Result<Rehearsal, Problem> {
    let mut reader = Reader::new(options);
    let rehearsal = run(&mut reader, start, migrations, depth, options, observer).await;
    let closed = reader.close().await;
    let rehearsal = rehearsal?;
    closed.map(|()| rehearsal)
}

async fn run(
    reader: &mut Reader<'_>,
    start: Start<'_>,
    migrations: &[(&Migration, PlannedMigration)],
    depth: Depth,
    options: &SchemaOptions,
    observer: &mut dyn Observer,
) -> Result<Rehearsal, Problem> {
    reader.needs.migrations(migrations.iter().map(|(_, planned)| planned));
    let (side, held) = match start {
        Start::Target { catalog, version, server } => {
            let mut catalog = catalog.clone();
            strip(&mut catalog, options);
            reader.needs.database(&catalog, version);
            let side = Side::new(catalog, version);
            let side = reader.on_shadow(side).await?;
            if let (Some(server), Some(shadow)) = (server, reader.shadow()) {
                let (zone, path) = (literal(&server.time_zone), literal(&server.search_path));
                let set = format!("SET TIME ZONE {zone}; SELECT pg_catalog.set_config('search_path', {path}, false)");
                shadow.postgres().run(&set).await.map_err(|error| shadow_failed(&error, &shadow.what()))?;
            }
            (side, Held::Target)
        }
        Start::Migrations(source) => (reader.read(&source).await?, Held::Migrations),
    };
    let narrowed = narrowed(&side.catalog);
    reader.rehearse(side.catalog, held, narrowed, migrations, depth, observer).await
}

/// What is there and is not in the shadow: nothing can be said of what happens to it.
fn narrowed(catalog: &Catalog) -> Vec<String> {
    let line = |seen: &whimbrel_catalog::Seen| format!("{} {} is not on the shadow database", seen.kind, seen.name);
    catalog.seen.iter().map(line).collect()
}
