//! The way back of a migration that has none: derived from what it does to the schema, and refused where it destroys or
//! writes rows, which no schema brings back.

use whimbrel_catalog::generate::{self, Statement};
use whimbrel_catalog::{Action, Catalog, ObjectKind};
use whimbrel_plan::{ExitClass, Plan, Problem};
use whimbrel_source::{Engine, Migration, MigrationSet, Version};

use super::read::{Reader, run};
use super::{SchemaOptions, Source, problems, replay};
use crate::Project;
use crate::project::together;

/// A way back that nobody wrote.
#[derive(Debug, Clone)]
pub struct DerivedDown {
    /// Of this migration.
    pub version: Version,
    /// In an order that works.
    pub statements: Vec<Statement>,
    /// Where it was proven to bring the schema back.
    pub on: String,
}

impl DerivedDown {
    /// As a `down` section's text.
    pub fn text(&self) -> String {
        let statements: String = self.statements.iter().map(|statement| format!("{};\n", statement.sql)).collect();
        format!("-- derived, and proven on {}\n{statements}", self.on)
    }
}

/// Derives the way back of one migration from the schema before and after it.
///
/// # Errors
/// Where the migration destroys data, or writes rows; and where it cannot be replayed.
pub async fn down(project: &Project, version: &Version, options: &SchemaOptions) -> Result<DerivedDown, Problem> {
    let files = project.read()?;
    let Some(migration) = files.get(version) else {
        let message = format!("failed to derive the way back of {version}: its file is missing");
        return Err(Problem::new(ExitClass::Usage, "derive.missing", message));
    };
    writes_rows(migration)?;
    let mut reader = Reader::new(options);
    let derived = derive(&mut reader, project, &files, migration).await;
    let closed = reader.close().await;
    let derived = derived?;
    closed.map(|()| derived)
}

async fn derive(
    reader: &mut Reader<'_>,
    project: &Project,
    files: &MigrationSet,
    migration: &Migration,
) -> Result<DerivedDown, Problem> {
    let earlier = files.migrations.iter().map(|m| m.version.clone()).filter(|v| *v < migration.version).collect();
    let source =
        Source::Migrations { folder: project.migrations.clone(), shown: project.shown.clone(), only: Some(earlier) };
    let before = reader.read(&source).await?;
    let plan = Plan::apply(&[migration], Engine::Postgres).map_err(together)?.for_one_session();
    let shadow = reader.shadow().ok_or_else(|| problems::no_derived_way(&migration.version))?;
    let on = shadow.what();
    replay::On::shadow(shadow).await?.run(&plan).await?;
    let after = reader.shadow_catalog().await?;
    destroys(&before.catalog, &after, migration)?;
    let statements =
        generate::statements(&after, &before.catalog, before.version).map_err(|cycle| problems::cycle(&cycle))?;
    run(shadow.postgres(), &statements)
        .await
        .map_err(|(error, at)| problems::does_not_run(&error, &statements, at, &on))?;
    let left = Catalog::changes(&reader.shadow_catalog().await?, &before.catalog);
    if !left.is_empty() {
        return Err(problems::does_not_converge(&left, &on));
    }
    Ok(DerivedDown { version: migration.version.clone(), statements, on })
}

/// Statements that write rows have no inverse that a schema tells.
fn writes_rows(migration: &Migration) -> Result<(), Problem> {
    let statements = migration.statements(whimbrel_source::SectionKind::Up, Engine::Postgres)?;
    let writes = |verb: &str| {
        let first = verb.split_whitespace().next().unwrap_or_default().to_uppercase();
        ["INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY", "DO", "CALL", "SELECT", "WITH"]
            .contains(&first.as_str())
    };
    let Some(statement) = statements.iter().find(|statement| writes(&statement.verb())) else { return Ok(()) };
    let message = format!("failed to derive the way back of {}: it may write rows", migration.version);
    Err(Problem::new(ExitClass::Refused, "derive.rows", message)
        .at(migration.file.clone(), statement.span, "no schema tells what was there before")
        .remedy("write the SQL that takes it back under `-- migrate:down` in its file")
        .state("nothing was touched"))
}

/// What a migration drops with rows or values in it can be made again, but not with what was in it.
fn destroys(before: &Catalog, after: &Catalog, migration: &Migration) -> Result<(), Problem> {
    use ObjectKind as K;
    let changes = Catalog::changes(before, after);
    let gone = changes.iter().find(|change| {
        change.action == Action::Dropped && matches!(change.object.kind, K::Table | K::Column | K::Sequence)
    });
    let Some(gone) = gone else { return Ok(()) };
    let what = format!("{} {}", gone.object.kind, gone.object.short());
    let message = format!("failed to derive the way back of {}: it drops {what}", migration.version);
    Err(Problem::new(ExitClass::Refused, "derive.loss", message)
        .cause("it could be created again, but what was in it cannot be brought back")
        .remedy("write under `-- migrate:down` what is to be done, such as restoring it from where it was kept")
        .state("nothing was touched"))
}
