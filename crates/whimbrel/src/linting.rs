//! What the lint rules find in a plan, with all that is known of the target and from the shadow.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::Name;
use whimbrel_db::Connection;
use whimbrel_db::postgres::facts::TableFacts;
use whimbrel_lint::{Broken, Config, Finding, Observed, Run, Target, Unit};
use whimbrel_plan::{Problem, Rehearsal, Rehearsed};
use whimbrel_source::{Engine, Migration, MigrationSet, SectionKind, Statement};

use crate::planning::Estimates;
use crate::{Planned, Session};

mod tried;

impl Session<'_> {
    /// What the rules find.
    pub(crate) fn find(
        &self,
        files: &MigrationSet,
        planned: &Planned,
        config: &Config,
    ) -> Result<Vec<Finding>, Problem> {
        let engine = self.engine();
        let migrations: Vec<(&Migration, Vec<Statement>)> = planned
            .plan
            .migrations
            .iter()
            .filter_map(|it| files.get(&it.version))
            .map(|migration| Ok((migration, migration.statements(SectionKind::Up, engine)?)))
            .collect::<Result<_, Problem>>()?;
        let tried = |migration: &Migration| {
            planned.rehearsal.as_ref()?.migrations.iter().find(|tried| tried.version == migration.version)
        };
        let broken: Vec<Vec<Broken>> =
            migrations.iter().map(|(it, _)| tried(it).map(broken).unwrap_or_default()).collect();
        let units = migrations.iter().zip(&broken).map(|((migration, statements), broken)| Unit {
            migration,
            statements,
            observed: tried(migration)
                .map(|tried| observed(tried, statements, broken, &planned.estimates))
                .unwrap_or_default(),
            tried: tried(migration).and_then(|tried| tried::of(tried, statements)),
        });
        let version = match &self.connection {
            Connection::Postgres(postgres) => Some(postgres.version() / 10_000),
            Connection::Sqlite(_) => None,
        };
        let run = Run {
            engine,
            version,
            migrations: units.collect(),
            together: true,
            target: Target { tables: sizes(&planned.tables), there: Some(there(planned)) },
        };
        Ok(whimbrel_lint::lint(&run, config))
    }
}

/// What came of a rehearsal of a whole folder, as far as rules tell of it. The migrations that the findings name are those of
/// the rehearsal.
///
/// # Errors
/// A file that cannot be split into statements.
pub fn of_rehearsal(files: &MigrationSet, rehearsal: &Rehearsal, config: &Config) -> Result<Vec<Finding>, Problem> {
    let statements = |tried: &Rehearsed| {
        let migration = files.get(&tried.version)?;
        Some(migration.statements(SectionKind::Up, Engine::Postgres).map(|statements| (migration, statements)))
    };
    let migrations: Vec<(&Migration, Vec<Statement>)> =
        rehearsal.migrations.iter().filter_map(statements).collect::<Result<_, _>>()?;
    let broken: Vec<Vec<Broken>> = rehearsal.migrations.iter().map(self::broken).collect();
    let all = migrations.iter().zip(&broken).zip(&rehearsal.migrations);
    let units = all.map(|(((migration, statements), broken), tried)| Unit {
        migration,
        statements,
        observed: observed(tried, statements, broken, &Estimates::new()),
        tried: tried::of(tried, statements),
    });
    let run = Run {
        engine: Engine::Postgres,
        version: Some(rehearsal.version),
        migrations: units.collect(),
        together: false,
        target: Target::default(),
    };
    Ok(whimbrel_lint::lint_rehearsal(&run, config))
}

/// Tables and materialized views that are there before the run. Those of extensions have a size and are in no catalog.
pub(crate) fn there(planned: &Planned) -> BTreeSet<Name> {
    let target = &planned.target;
    target.tables.keys().chain(target.materialized_views.keys()).chain(planned.tables.keys()).cloned().collect()
}

/// What was seen of each statement, by its place: BEGIN and COMMIT of a section without a transaction of its own are steps'
/// edges and were not run, and nothing was after a failure. What breaks is told at the last that ran.
fn observed<'r>(
    tried: &'r Rehearsed,
    statements: &[Statement],
    broken: &'r [Broken],
    estimates: &Estimates,
) -> Vec<Observed<'r>> {
    let last = tried.statements.last().map(|it| it.statement.span.start);
    let one = |statement: &Statement| {
        let Some(it) = tried.at(statement) else { return Observed::default() };
        Observed {
            trace: Some(&it.trace),
            before: Some(&it.before),
            after: Some(&it.after),
            broken: if last == Some(statement.span.start) { broken } else { &[] },
            rows: estimates.get(&(tried.version.clone(), statement.span.start)).copied(),
            hidden: None,
        }
    };
    statements.iter().map(one).collect()
}

fn broken(tried: &Rehearsed) -> Vec<Broken> {
    tried.broken.iter().map(|it| Broken { object: it.object.clone(), error: it.error.clone() }).collect()
}

fn sizes(tables: &BTreeMap<Name, TableFacts>) -> BTreeMap<Name, whimbrel_lint::TableFacts> {
    let size = |table: &TableFacts| Some(whimbrel_lint::TableFacts { rows: table.rows?, bytes: table.total_bytes });
    tables.iter().filter_map(|(name, table)| Some((name.clone(), size(table)?))).collect()
}
