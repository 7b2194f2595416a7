//! What a migration has made of the schema, before its COMMIT, against what it made of the shadow's.

use whimbrel_catalog::{Catalog, Name};
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_plan::{PlannedMigration, effect};

use super::Run;
use crate::error::{Failure, Standing};
use crate::history::TABLES_AMONG_OTHERS;

impl Run<'_> {
    /// True where it is known what the schema must be after the migration.
    pub(super) fn is_expected(&self, migration: &PlannedMigration) -> bool {
        self.options.expected.as_ref().is_some_and(|expected| expected.after.contains_key(&migration.version))
    }

    /// Reads the schema as the open transaction sees it, and compares.
    pub(super) async fn compare_effects(
        &mut self,
        migration: &PlannedMigration,
        standing: Standing,
    ) -> Result<(), Failure> {
        let Some(expected) = self.options.expected.clone() else { return Ok(()) };
        let Some(changes) = expected.after.get(&migration.version) else { return Ok(()) };
        let schemas = expected.start.schemas.keys().map(String::as_str).chain(["public"]);
        let ignore_tables = schemas.flat_map(|schema| TABLES_AMONG_OTHERS.map(|table| Name::in_schema(schema, table)));
        let options = ReadOptions {
            ignore_schemas: vec![expected.ignore_schema.clone()],
            ignore_tables: ignore_tables.collect(),
            in_transaction: true,
            ..ReadOptions::default()
        };
        let now = read(self.session, &options).await.map_err(Failure::database("read the schema before COMMIT"))?;
        let found = Catalog::changes(&expected.start, &now);
        let differences = effect::differences(changes, &found, expected.same_version);
        if differences.is_empty() {
            return Ok(());
        }
        let differences = differences.iter().map(ToString::to_string).collect();
        Err(Failure::OtherEffects { which: self.which(migration), differences, standing })
    }
}
