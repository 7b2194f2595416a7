//! What a target lacks of the schema that its migrations make.

use whimbrel_catalog::{Catalog, Change};
use whimbrel_plan::Problem;

use super::SchemaOptions;
use super::read::{Reader, Side, strip};

/// What is missing, and where that was found out.
pub(crate) struct Missing {
    pub(crate) changes: Vec<Change>,
    pub(crate) on: String,
    /// Why there, where nobody asked for it.
    pub(crate) because: Option<String>,
}

/// What of the schema that these migrations make is missing in the target, or is otherwise there. What the target has
/// beyond it is not told: `drift` does.
pub(crate) async fn missing(
    target: &Catalog,
    version: u32,
    migrations: &super::Source,
    options: &SchemaOptions,
) -> Result<Missing, Problem> {
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
) -> Result<Missing, Problem> {
    reader.needs.database(target, version);
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
    Ok(Missing { changes, on: on.unwrap_or_default(), because: reader.because() })
}
