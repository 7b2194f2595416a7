//! `plan`: what would run, what it would lock, rewrite, break and lose, found out on a shadow database before the target
//! is touched.

use std::collections::BTreeMap;

use whimbrel_catalog::{Catalog, Name};
use whimbrel_db::Connection;
use whimbrel_db::postgres::facts::{self, ServerFacts, TableFacts};
use whimbrel_lint::{Broken, Config, Finding, Observed, Run, Target, Unit};
use whimbrel_plan::{ExitClass, Observer, Plan, PlannedMigration, Problem, Rehearsal, Rehearsed};
use whimbrel_run::Interrupt;
use whimbrel_source::{Migration, MigrationSet, SectionKind, Statement};

use crate::rehearse::{Depth, Start, pending};
use crate::schema::Source;
use crate::{ApplyOptions, Session};

/// What the shadow holds before the pending migrations are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShadowFrom {
    /// The target's schema, as it is read from it.
    #[default]
    Target,
    /// What the applied migrations make.
    Migrations,
}

/// How to plan.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// What to apply and what to put up with.
    pub apply: ApplyOptions,
    /// What the shadow holds first.
    pub shadow_from: ShadowFrom,
    /// Which lint rules count how much.
    pub lint: Config,
}

/// What would run, and what is known of it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What would run.
    pub plan: Plan,
    /// What came of trying it; `None` for SQLite, and where nothing is pending.
    pub rehearsal: Option<Rehearsal>,
    /// Why it could not be tried.
    pub not_rehearsed: Option<Problem>,
    /// What the lint rules find; the migrations they name are those of the plan.
    pub findings: Vec<Finding>,
    /// How large the target's tables are; PostgreSQL only.
    pub tables: BTreeMap<Name, TableFacts>,
    /// Who follows the target's writes, and who has a transaction open now; PostgreSQL only.
    pub server: Option<ServerFacts>,
    /// The target's schema as it was read.
    pub target: Catalog,
}

impl Planned {
    /// Findings that keep `apply` from running.
    pub fn refusals(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.refuses())
    }
}

impl Session<'_> {
    /// Plans what is pending. Reads the target and never writes to it.
    pub async fn plan(
        &mut self,
        options: &PlanOptions,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<Planned, Problem> {
        let files = self.project.read()?;
        let prepared = self.prepare(&files, &options.apply).await?;
        let target = self.catalog().await?;
        let halfway = prepared.halfway();
        let mut planned = Planned {
            plan: prepared.plan,
            rehearsal: None,
            not_rehearsed: None,
            findings: Vec::new(),
            tables: BTreeMap::new(),
            server: None,
            target,
        };
        if let Connection::Postgres(postgres) = &self.connection {
            let failed = |error| self.database_problem("failed to read how large the tables are", &error);
            let tables = facts::tables(postgres, None).await.map_err(failed)?;
            planned.tables = tables.into_iter().map(|table| (table.table.clone(), table)).collect();
            planned.server = Some(facts::server(postgres).await.map_err(failed)?);
        }
        if let Some(reason) = halfway {
            let problem = Problem::new(ExitClass::Failed, "plan.halfway", format!("failed to rehearse: {reason}"));
            let problem = problem.remedy("go on where it stopped: whimbrel apply").state("nothing was changed");
            planned.not_rehearsed = Some(problem);
        } else if !planned.plan.migrations.is_empty() {
            let applied = prepared.history.applied.keys().cloned().collect();
            let rehearsal = self.rehearse_pending(&files, &planned, applied, options, observer);
            let rehearsal = tokio::select! {
                rehearsal = rehearsal => rehearsal,
                () = interrupt.triggered() => return Err(crate::apply::interrupted_rehearsal()),
            };
            match rehearsal {
                Ok(rehearsal) => planned.rehearsal = rehearsal,
                Err(problem) => planned.not_rehearsed = Some(problem),
            }
        }
        planned.findings = self.find(&files, &planned, &options.lint)?;
        Ok(planned)
    }

    async fn rehearse_pending(
        &self,
        files: &MigrationSet,
        planned: &Planned,
        applied: Vec<whimbrel_source::Version>,
        options: &PlanOptions,
        observer: &mut dyn Observer,
    ) -> Result<Option<Rehearsal>, Problem> {
        let Connection::Postgres(postgres) = &self.connection else { return Ok(None) };
        let start = match options.shadow_from {
            ShadowFrom::Target => Start::Target {
                catalog: &planned.target,
                version: postgres.version() / 10_000,
                time_zone: planned.server.as_ref().map(|server| server.time_zone.as_str()),
            },
            ShadowFrom::Migrations => Start::Migrations(Source::Migrations {
                folder: self.project.migrations.clone(),
                shown: self.project.shown.clone(),
                only: Some(applied),
            }),
        };
        let schema = self.schema_options(options.apply.shadow.clone());
        let migrations = pairs(files, planned.plan.clone().for_one_session());
        pending(start, &migrations, Depth::AndBack, &schema, observer).await.map(Some)
    }

    /// What the rules find, with all that is known.
    fn find(&self, files: &MigrationSet, planned: &Planned, config: &Config) -> Result<Vec<Finding>, Problem> {
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
            observed: tried(migration).map(|tried| observed(tried, statements, broken)).unwrap_or_default(),
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
            target: Target { tables: sizes(&planned.tables) },
        };
        Ok(whimbrel_lint::lint(&run, config))
    }
}

/// Each planned migration with its file.
fn pairs(files: &MigrationSet, plan: Plan) -> Vec<(&Migration, PlannedMigration)> {
    let pair = |planned: PlannedMigration| Some((files.get(&planned.version)?, planned));
    plan.migrations.into_iter().filter_map(pair).collect()
}

/// What was seen of each statement, by its place: BEGIN and COMMIT of a section without a transaction of its own are steps'
/// edges and were not run, and nothing was after a failure. What breaks is told at the last that ran.
fn observed<'r>(tried: &'r Rehearsed, statements: &[Statement], broken: &'r [Broken]) -> Vec<Observed<'r>> {
    let last = tried.statements.last().map(|it| it.statement.span.start);
    let one = |statement: &Statement| {
        let Some(it) = tried.at(statement) else { return Observed::default() };
        Observed {
            trace: Some(&it.trace),
            before: Some(&it.before),
            after: Some(&it.after),
            broken: if last == Some(statement.span.start) { broken } else { &[] },
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
