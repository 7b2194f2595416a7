//! Expected effects: pending migrations are run on a shadow database that holds the target's schema, and what they do
//! to it is what they must do to the target.

use std::collections::BTreeMap;

use whimbrel_catalog::{Catalog, Change};
use whimbrel_plan::{Expected, Plan, Problem};

use super::read::{Reader, Side, strip};
use super::{SchemaOptions, replay};

/// Up to so many migrations, the schema is looked at after each; of more, after the last: reading it after each of a
/// thousand would take longer than to run them.
const EACH: usize = 20;

/// What the plan makes of a schema, tried on a shadow database.
///
/// # Errors
/// Where the shadow cannot hold the target's schema, or a migration does not run there. The target is not touched.
pub(crate) async fn expect(
    target: &Catalog,
    version: u32,
    plan: &Plan,
    options: &SchemaOptions,
) -> Result<(Expected, String), Problem> {
    let mut reader = Reader::new(options);
    let expected = run(&mut reader, target, version, plan, options).await;
    let closed = reader.close().await;
    let expected = expected?;
    closed.map(|()| expected)
}

async fn run(
    reader: &mut Reader<'_>,
    target: &Catalog,
    version: u32,
    plan: &Plan,
    options: &SchemaOptions,
) -> Result<(Expected, String), Problem> {
    let mut start = target.clone();
    strip(&mut start, options);
    let side = Side::new(start, version);
    let held = reader.on_shadow(side).await?;
    let mut after = BTreeMap::new();
    let each = plan.migrations.len() <= EACH;
    let one_session = plan.clone().for_one_session();
    for (at, migration) in one_session.migrations.iter().enumerate() {
        let Some(shadow) = reader.shadow() else { break };
        replay::migration(migration, shadow.postgres(), options.shadow.is_none(), &shadow.what()).await?;
        if each || at + 1 == one_session.migrations.len() {
            let changes = Catalog::changes(&held.catalog, &reader.shadow_catalog().await?);
            after.insert(migration.version.clone(), changes);
        }
    }
    let expected = Expected {
        start: target.clone(),
        after,
        same_version: held.version == version,
        ignore_schema: options.history_schema.clone(),
    };
    Ok((expected, reader.shadow().map(whimbrel_db::shadow::Shadow::what).unwrap_or_default()))
}

/// What of the schema that these migrations make is missing in the target, or is otherwise there. What the target has
/// beyond it is not told: `drift` does.
pub(crate) async fn missing(
    target: &Catalog,
    version: u32,
    migrations: &super::Source,
    options: &SchemaOptions,
) -> Result<(Vec<Change>, String), Problem> {
    let mut reader = Reader::new(options);
    let missing = compare(&mut reader, target, version, migrations, options).await;
    let closed = reader.close().await;
    let missing = missing?;
    closed.map(|()| missing)
}

async fn compare(
    reader: &mut Reader<'_>,
    target: &Catalog,
    version: u32,
    migrations: &super::Source,
    options: &SchemaOptions,
) -> Result<(Vec<Change>, String), Problem> {
    let made = reader.read(migrations).await?;
    let mut found = target.clone();
    strip(&mut found, options);
    if made.version != version {
        let side = Side::new(found, version);
        found = reader.on_shadow(side).await?.catalog;
    }
    let mut changes = Catalog::changes(&made.catalog, &found);
    changes.retain(|change| change.action != whimbrel_catalog::Action::Created);
    let on = reader.shadow().map(whimbrel_db::shadow::Shadow::what);
    Ok((changes, on.unwrap_or_default()))
}
