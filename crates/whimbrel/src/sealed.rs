//! Whether a plan that was made before still is what would run.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use whimbrel_catalog::Catalog;
use whimbrel_db::Connection;
use whimbrel_plan::{
    ExitClass, Plan, PlannedMigration, Problem, Sealed, SealedDatabase, SealedMigration, SealedRefusal,
};
use whimbrel_source::Engine;

use crate::fingerprint::fingerprint;
use crate::judging::refused_as_unsafe;
use crate::{Planned, Session};

/// How many changed objects a message lists.
const LISTED: usize = 10;

/// With the role's name nowhere: it says nothing of the database.
const IDENTITY: &str = "SELECT pg_catalog.current_database(),
    CASE WHEN pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
         THEN (SELECT s.system_identifier FROM pg_catalog.pg_control_system() s) END";

impl Session<'_> {
    /// What a plan was made of.
    pub(crate) async fn seal(&self, planned: &Planned) -> Result<Sealed, Problem> {
        let place = |finding: &whimbrel_lint::Finding| {
            let file = &planned.plan.migrations[finding.migration].file;
            format!("{}:{}", file.path.display(), file.place(finding.span.start).line)
        };
        let refusal = |finding: &whimbrel_lint::Finding| SealedRefusal {
            code: finding.code.to_owned(),
            place: place(finding),
            message: finding.message.clone(),
        };
        Ok(Sealed {
            made_by: self.project.tool.clone(),
            database: self.identity().await?,
            schema: fingerprint(&planned.target),
            migrations: planned.plan.migrations.iter().map(sealed).collect(),
            refusals: planned.refusals().map(refusal).collect(),
        })
    }

    async fn identity(&self) -> Result<SealedDatabase, Problem> {
        let engine = match self.engine() {
            Engine::Postgres => "postgres",
            Engine::Sqlite => "sqlite",
        };
        let mut database = SealedDatabase { engine: engine.to_owned(), name: None, system: None };
        if let Connection::Postgres(postgres) = &self.connection {
            let replies = postgres.run(IDENTITY).await;
            let replies =
                replies.map_err(|error| self.database_problem("failed to tell which database it is", &error))?;
            let row = replies.into_iter().next().and_then(|reply| reply.rows.into_iter().next()).unwrap_or_default();
            let mut values = row.into_iter();
            (database.name, database.system) = (values.next().flatten(), values.next().flatten());
        }
        Ok(database)
    }

    /// Holds a plan to what would run now.
    ///
    /// # Errors
    /// Refused where anything is otherwise: each with what it is.
    pub(crate) async fn holds(&self, sealed: &Sealed, plan: &Plan, target: &Catalog) -> Result<(), Problem> {
        if sealed.made_by != self.project.tool {
            let cause = format!("{} made it, and this is {}", sealed.made_by, self.project.tool);
            return Err(outdated("the plan was made by another version", cause));
        }
        let database = self.identity().await?;
        let is_other_system = matches!((&sealed.database.system, &database.system), (Some(a), Some(b)) if a != b);
        if sealed.database.engine != database.engine || sealed.database.name != database.name || is_other_system {
            return Err(other_database(&sealed.database, &database));
        }
        migrations(&sealed.migrations, &plan.migrations.iter().map(self::sealed).collect::<Vec<_>>())?;
        schema(&sealed.schema, &fingerprint(target))
    }
}

/// Refused where a rule refused it that is not among `allowed`.
pub(crate) fn refusal(sealed: &Sealed, allowed: &BTreeSet<&'static str>) -> Option<Problem> {
    let refusing: Vec<_> = sealed.refusals.iter().filter(|it| !allowed.contains(it.code.as_str())).collect();
    let codes: BTreeSet<&str> = refusing.iter().map(|it| it.code.as_str()).collect();
    let mut problem = refused_as_unsafe(refusing.len(), &codes.into_iter().collect::<Vec<_>>())?;
    let lines = refusing.iter().map(|it| format!("{}[{}]: {}", it.place, it.code, it.message));
    problem.cause = Some(format!("the plan says so:\n{}", lines.collect::<Vec<_>>().join("\n")));
    problem.remedies[0] = "see the safe way: whimbrel plan".to_owned();
    if let Some(flag) = problem.remedies.last_mut() {
        *flag = flag.replace("whimbrel apply", "whimbrel apply --plan FILE");
    }
    Some(problem)
}

fn sealed(planned: &PlannedMigration) -> SealedMigration {
    let mut hash = Sha256::new();
    let checks = planned.checks.iter().map(|check| check.sql.as_str());
    for part in [planned.checksum.as_str()].into_iter().chain(checks).chain(planned.down.as_deref()) {
        // its length goes first, so that no two sequences of parts look alike
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let checksum = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    SealedMigration { version: planned.version.clone(), name: planned.name.clone(), checksum }
}

fn outdated(what: &str, cause: String) -> Problem {
    Problem::new(ExitClass::Refused, "apply.plan_outdated", format!("failed to apply the plan: {what}"))
        .cause(cause)
        .remedy("plan again, and look at it: whimbrel plan --out plan.json")
        .state("nothing was touched")
}

fn other_database(planned: &SealedDatabase, here: &SealedDatabase) -> Problem {
    let shown = |database: &SealedDatabase| {
        let name = database.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let system = database.system.as_ref().map(|system| format!(" on system {system}")).unwrap_or_default();
        format!("{}{name}{system}", database.engine)
    };
    outdated("it is for another database", format!("it was made for {}, and this is {}", shown(planned), shown(here)))
        .remedy("or name that database: whimbrel --database URL apply --plan plan.json")
}

fn migrations(planned: &[SealedMigration], now: &[SealedMigration]) -> Result<(), Problem> {
    let name = |it: &SealedMigration| format!("{} {}", it.version, it.name);
    let of =
        |list: &[SealedMigration]| list.iter().map(|it| (it.version.clone(), it.clone())).collect::<BTreeMap<_, _>>();
    let (was, is) = (of(planned), of(now));
    let mut lines: Vec<String> = was
        .values()
        .filter(|it| !is.contains_key(&it.version))
        .map(|it| format!("{} is not pending any more", name(it)))
        .collect();
    lines.extend(
        is.values().filter(|it| !was.contains_key(&it.version)).map(|it| format!("{} is pending, too", name(it))),
    );
    if !lines.is_empty() {
        return Err(outdated("other migrations are pending than it has", lines.join("\n")));
    }
    let changed: Vec<String> = is
        .values()
        .filter(|it| was.get(&it.version).is_some_and(|was| was.checksum != it.checksum))
        .map(|it| format!("{} says something else now", name(it)))
        .collect();
    match changed.is_empty() {
        true => Ok(()),
        false => Err(outdated("its migrations were edited since", changed.join("\n"))),
    }
}

fn schema(planned: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Result<(), Problem> {
    let mut lines = Vec::new();
    for (object, hash) in planned {
        match now.get(object) {
            None => lines.push(format!("{object} was dropped")),
            Some(here) if here != hash => lines.push(format!("{object} was altered")),
            Some(_) => {}
        }
    }
    lines.extend(
        now.keys().filter(|object| !planned.contains_key(*object)).map(|object| format!("{object} was created")),
    );
    if lines.is_empty() {
        return Ok(());
    }
    let more = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    Err(outdated("the schema of the database has changed since", lines.join("\n")))
}
