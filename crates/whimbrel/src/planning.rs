//! `plan`: what would run, what it would lock, rewrite, break and lose, found out on a shadow database before the target
//! is touched. `apply` looks at the same, and refuses by it.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_catalog::{Catalog, Name};
use whimbrel_db::postgres::estimate;
use whimbrel_db::postgres::facts::{self, ServerFacts, TableFacts};
use whimbrel_db::{Connection, Postgres};
use whimbrel_lint::Finding;
use whimbrel_plan::{ExitClass, Observer, OrderProven, Plan, PlannedMigration, Problem, Rehearsal, Sealed};
use whimbrel_run::Interrupt;
use whimbrel_source::{Engine, Kind, Migration, MigrationSet, SectionKind, Version};

use crate::prepare::Prepared;
use crate::rehearse::failing::{Shadow, may_run_on_target};
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
    /// Where a statement failed on the shadow: why it may run on the target all the same.
    pub may_run: Option<String>,
    /// What the lint rules find; the migrations they name are those of the plan.
    pub findings: Vec<Finding>,
    /// Migrations that an earlier run has begun: what is found in them comes too late.
    pub begun: BTreeSet<Version>,
    /// What is older than an applied migration, and proven to make the same schema.
    pub order: Option<OrderProven>,
    /// How many rows an UPDATE or DELETE writes by the target's estimate, where it could be asked.
    pub estimates: Estimates,
    /// How large the target's tables are; PostgreSQL only.
    pub tables: BTreeMap<Name, TableFacts>,
    /// Who follows the target's writes, and who has a transaction open now; PostgreSQL only.
    pub server: Option<ServerFacts>,
    /// The target's schema as it was read.
    pub target: Catalog,
    /// What it was made of; for `apply`, the one that it is held to.
    pub sealed: Option<Sealed>,
}

impl Planned {
    /// A plan of which nothing else is known.
    pub(crate) fn bare(prepared: &Prepared, target: Catalog) -> Self {
        Self {
            plan: prepared.plan.clone(),
            rehearsal: None,
            not_rehearsed: None,
            may_run: None,
            findings: Vec::new(),
            begun: prepared.history.unfinished.keys().cloned().collect(),
            order: None,
            estimates: Estimates::new(),
            tables: BTreeMap::new(),
            server: None,
            target,
            sealed: None,
        }
    }

    /// Findings that keep `apply` from running.
    pub fn refusals(&self) -> impl Iterator<Item = &Finding> {
        let is_begun = |finding: &Finding| self.begun.contains(&self.plan.migrations[finding.migration].version);
        self.findings.iter().filter(move |finding| finding.refuses() && !is_begun(finding))
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
        let work = async {
            let order = self.in_order(&files, &prepared, &options.apply, true).await?;
            let mut planned = self.known(&prepared, target).await?;
            planned.order = order;
            self.rehearse_into(&mut planned, &files, &prepared, options, Depth::AndBack, observer).await;
            Ok::<_, Problem>(planned)
        };
        let mut planned = tokio::select! {
            planned = work => planned?,
            () = interrupt.triggered() => return Err(crate::apply::interrupted_rehearsal()),
        };
        planned.findings = self.find(&files, &planned, &options.apply.lint)?;
        planned.sealed = Some(self.seal(&planned).await?);
        Ok(planned)
    }

    /// A plan with what the target tells.
    pub(crate) async fn known(&self, prepared: &Prepared, target: Catalog) -> Result<Planned, Problem> {
        let mut planned = Planned::bare(prepared, target);
        if let Connection::Postgres(postgres) = &self.connection {
            let failed = |error| self.database_problem("failed to read how large the tables are", &error);
            let tables = facts::tables(postgres, None).await.map_err(failed)?;
            planned.tables = tables.into_iter().map(|table| (table.table.clone(), table)).collect();
            planned.server = Some(facts::server(postgres).await.map_err(failed)?);
        }
        Ok(planned)
    }

    /// Tries what is pending on a shadow; where that cannot be, the plan says why.
    pub(crate) async fn rehearse_into(
        &self,
        planned: &mut Planned,
        files: &MigrationSet,
        prepared: &Prepared,
        options: &PlanOptions,
        depth: Depth,
        observer: &mut dyn Observer,
    ) {
        let Connection::Postgres(postgres) = &self.connection else { return };
        if planned.plan.migrations.is_empty() {
            return;
        }
        planned.estimates = estimates(postgres, files, &planned.plan).await;
        if let Some(reason) = prepared.halfway() {
            let problem = Problem::new(ExitClass::Failed, "plan.halfway", format!("failed to rehearse: {reason}"));
            let problem = problem.remedy("go on where it stopped: whimbrel apply").state("nothing was changed");
            planned.not_rehearsed = Some(problem);
            return;
        }
        let version = postgres.version() / 10_000;
        let start = match options.shadow_from {
            ShadowFrom::Target => Start::Target { catalog: &planned.target, version, server: planned.server.as_ref() },
            ShadowFrom::Migrations => Start::Migrations(Source::Migrations {
                folder: self.project.migrations.clone(),
                shown: self.project.shown.clone(),
                only: Some(prepared.history.applied.keys().cloned().collect()),
            }),
        };
        let schema = self.schema_options(options.apply.shadow.clone());
        let migrations = pairs(files, planned.plan.clone().for_one_session());
        match pending(start, &migrations, depth, &schema, observer).await {
            Ok(rehearsal) => {
                let lacking = &planned.target.seen;
                let shadow = Shadow {
                    version: rehearsal.version,
                    target: version,
                    lacking,
                    history: &self.project.history_schema,
                };
                planned.may_run = rehearsal.failed().and_then(|(_, failure)| may_run_on_target(failure, shadow));
                planned.rehearsal = Some(rehearsal);
            }
            Err(problem) => planned.not_rehearsed = Some(problem),
        }
    }
}

/// By migration, and where in its file the statement starts; in rows.
pub type Estimates = BTreeMap<(Version, usize), u64>;

/// Asks the target about each UPDATE and DELETE. What another statement has to make first cannot be asked about.
async fn estimates(postgres: &Postgres, files: &MigrationSet, plan: &Plan) -> Estimates {
    let mut estimates = Estimates::new();
    for migration in plan.migrations.iter().filter_map(|it| files.get(&it.version)) {
        let statements = migration.statements(SectionKind::Up, Engine::Postgres).unwrap_or_default();
        for it in statements.iter().filter(|it| matches!(it.kind, Kind::Update | Kind::Delete)) {
            if let Ok(Some(rows)) = estimate::rows_to_write(postgres, &it.sql).await {
                estimates.insert((migration.version.clone(), it.span.start), rows);
            }
        }
    }
    estimates
}

/// Each planned migration with its file.
fn pairs(files: &MigrationSet, plan: Plan) -> Vec<(&Migration, PlannedMigration)> {
    let pair = |planned: PlannedMigration| Some((files.get(&planned.version)?, planned));
    plan.migrations.into_iter().filter_map(pair).collect()
}
