//! `revert`: what would be lost, and the way back.

use std::time::Instant;

use whimbrel_catalog::{Action, Catalog, Change};
use whimbrel_db::Connection;
use whimbrel_inspect::loss;
use whimbrel_plan::step::WayBack;
use whimbrel_plan::{Applied, Direction, ExitClass, Loss, LossKind, Observer, Plan, Problem, RunLog, phrase};
use whimbrel_run::{Interrupt, history, lock, trial};
use whimbrel_source::{MigrationSet, SectionKind, SourceFile, Version};

use crate::Session;
use crate::apply::{afterwards, in_a_line};
use crate::prepare::no_such_version;
use crate::project::together;
use crate::schema::derive;

/// How far back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevertTo {
    /// The newest N, by version.
    Last(usize),
    /// Everything newer than this version, which stays applied.
    Version(Version),
    /// Everything.
    All,
}

/// What a revert would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Newest first; empty where nothing is applied that would be taken back.
    pub plan: Plan,
    /// What holds data and would be gone.
    pub losses: Vec<Loss>,
    /// The catalog's changes, as tried in a transaction that was rolled back.
    pub changes: Vec<Change>,
    /// What must be typed, such as `DELETE CHATS TABLE`; `None` where nothing that can hold data would go.
    pub phrase: Option<String>,
    to: RevertTo,
    before: Catalog,
}

impl Session<'_> {
    /// Tries the `down` sections in a transaction that is rolled back, and counts what they would destroy.
    pub async fn preview_revert(&mut self, to: &RevertTo, interrupt: &Interrupt) -> Result<Preview, Problem> {
        let files = self.project.read()?;
        let plan = self.plan_revert(to, &files).await?;
        let before = self.catalog().await?;
        if plan.migrations.is_empty() {
            let (losses, changes) = (Vec::new(), Vec::new());
            return Ok(Preview { plan, losses, changes, phrase: None, to: to.clone(), before });
        }
        let options = self.project.run_options(interrupt);
        let rows = match trial::try_plan(&self.connection, &plan, &options).await {
            Ok(rows) => rows,
            Err(error) => return Err(self.statement_problem(error, &files).await),
        };
        let after = self.catalog_in_transaction().await;
        trial::end(&self.connection).await.map_err(|e| self.run_problem(e, &files))?;
        let changes = Catalog::changes(&before, &after?);
        let mut losses = loss::losses(&self.connection, &changes)
            .await
            .map_err(|error| self.database_problem("failed to count what would be lost", &error))?;
        let gone: Vec<String> =
            losses.iter().filter(|loss| loss.kind == LossKind::Table).map(|loss| loss.table.clone()).collect();
        losses.extend(rows.into_iter().filter(|loss| !gone.contains(&loss.table)));
        let phrase = phrase(&losses);
        Ok(Preview { plan, losses, changes, phrase, to: to.clone(), before })
    }

    /// Does what `preview` says. `confirmation` must be its phrase, where it has one. Refuses where the target has
    /// changed since the preview, and says so where something that should be gone is not.
    pub async fn revert(
        &mut self,
        preview: &Preview,
        confirmation: Option<&str>,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<RunLog, Problem> {
        if let Some(wanted) = &preview.phrase
            && confirmation.map(str::trim) != Some(wanted)
        {
            return Err(not_confirmed(wanted, confirmation.is_some()));
        }
        let started = Instant::now();
        let files = self.project.read()?;
        let options = self.project.run_options(interrupt);
        let lock =
            lock::acquire(&self.connection, &options, observer).await.map_err(|e| self.run_problem(e, &files))?;
        let outcome = self.revert_locked(started, &files, preview, observer, interrupt).await;
        lock.release(&self.connection, observer).await;
        outcome
    }

    async fn revert_locked(
        &mut self,
        started: Instant,
        files: &MigrationSet,
        preview: &Preview,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<RunLog, Problem> {
        let plan = self.plan_revert(&preview.to, files).await?;
        let before = self.catalog().await?;
        if before != preview.before || versions(&plan) != versions(&preview.plan) {
            return Err(Problem::new(
                ExitClass::Refused,
                "revert.changed",
                "the database has changed since the losses were counted",
            )
            .remedy("run revert again and look at the new figures")
            .state("nothing was touched"));
        }
        let options = self.project.run_options(interrupt);
        let migrations = match whimbrel_run::run(&self.connection, &plan, &options, observer).await {
            Ok(migrations) => migrations,
            Err(error) => return Err(self.statement_problem(error, files).await),
        };
        let after = self.catalog().await.map_err(|problem| afterwards(problem, &migrations, Direction::Revert))?;
        let changes = Catalog::changes(&before, &after);
        let left: Vec<&Change> = preview
            .changes
            .iter()
            .filter(|change| change.action == Action::Dropped)
            .filter(|promised| !changes.iter().any(|c| c.action == Action::Dropped && c.object == promised.object))
            .collect();
        if !left.is_empty() {
            return Err(not_gone(&left));
        }
        Ok(RunLog { direction: Direction::Revert, migrations, changes, duration: started.elapsed() })
    }

    async fn plan_revert(&mut self, to: &RevertTo, files: &MigrationSet) -> Result<Plan, Problem> {
        let applied = self.history().await?.applied;
        let chosen: Vec<&Applied> = match to {
            RevertTo::All => applied.values().rev().collect(),
            RevertTo::Last(count) => applied.values().rev().take(*count).collect(),
            RevertTo::Version(stays) if applied.contains_key(stays) => {
                applied.values().rev().take_while(|a| a.event.version > *stays).collect()
            }
            RevertTo::Version(stays) => return Err(not_applied(stays, files)),
        };
        let versions: Vec<Version> = chosen.iter().map(|a| a.event.version.clone()).collect();
        let recorded = history::downs(&self.connection, &self.project.history_schema, &versions)
            .await
            .map_err(|e| self.run_problem(e, files))?;
        let mut ways = Vec::new();
        let (mut without, mut derived) = (Vec::new(), Vec::new());
        for applied in chosen {
            // A file that is as it was applied may hold a better way back than the one recorded then; the way back
            // of an edited file belongs to what the file says now.
            let of_file = files
                .get(&applied.event.version)
                .filter(|m| m.checksum(self.engine()).to_string() == applied.event.checksum)
                .and_then(|m| WayBack::of_file(m, self.engine()));
            let of_history = || {
                let down = recorded.get(&applied.event.version)?;
                Some(WayBack::recorded(&applied.event, down.text.as_deref()?, down.transaction))
            };
            match of_file.or_else(of_history) {
                Some(way) => ways.push(way),
                None => match self.derived(applied, files).await {
                    Ok(way) => {
                        derived.push(way.version.clone());
                        ways.push(way);
                    }
                    Err(problem) => without.push(problem),
                },
            }
        }
        if !without.is_empty() {
            return Err(together(without).state("nothing was touched"));
        }
        let mut plan = Plan::revert(&ways, self.engine()).map_err(together)?;
        for migration in plan.migrations.iter_mut().filter(|m| derived.contains(&m.version)) {
            let how = "it has no `down` section: this way back is derived from what it did to the schema, and proven";
            migration.remarks.push(how.to_owned());
        }
        if self.is_single() {
            plan = plan.for_one_session();
        }
        let empty: Vec<Problem> = plan
            .migrations
            .iter()
            .filter(|m| m.steps.is_empty())
            .filter_map(|m| applied.get(&m.version))
            .map(no_way_back)
            .collect();
        if empty.is_empty() { Ok(plan) } else { Err(together(empty).state("nothing was touched")) }
    }
}

impl Session<'_> {
    /// The way back of a migration without one, from what it does to the schema.
    async fn derived(&self, applied: &Applied, files: &MigrationSet) -> Result<WayBack, Problem> {
        let event = &applied.event;
        let file = files.get(&event.version);
        let unchanged = file.filter(|file| file.checksum(self.engine()).to_string() == event.checksum);
        let (Connection::Postgres(_), Some(_)) = (&self.connection, unchanged) else {
            return Err(no_way_back(applied));
        };
        // A `down` that is there and empty is the user's word.
        if file.is_some_and(|file| file.section(SectionKind::Down, self.engine()).is_some()) {
            return Err(no_way_back(applied));
        }
        match derive::down(self.project, &event.version, &self.schema_options(self.project.shadow.clone())).await {
            Ok(derived) => {
                let text = derived.text();
                let name = format!("{}_{}.sql (down, derived)", event.version, event.name);
                Ok(WayBack { file: SourceFile::new(name, text.clone()), ..WayBack::recorded(event, &text, true) })
            }
            Err(why) => {
                let mut problem = no_way_back(applied);
                match why.message.split_once(": ").filter(|_| why.code.starts_with("derive.")) {
                    Some((_, reason)) => {
                        let more = why.cause.map(|cause| format!("; {cause}")).unwrap_or_default();
                        problem.cause = Some(format!("none could be derived: {reason}{more}"));
                        (problem.at, problem.label) = (why.at, why.label);
                    }
                    None => {
                        problem.cause = Some(format!("none could be derived: {}", in_a_line(&why)));
                        problem.others.push(why);
                    }
                }
                Err(problem)
            }
        }
    }
}

fn versions(plan: &Plan) -> Vec<&Version> {
    plan.migrations.iter().map(|m| &m.version).collect()
}

fn no_way_back(applied: &Applied) -> Problem {
    let event = &applied.event;
    let message = format!("{}_{} has no way back: its `down` section is missing or empty", event.version, event.name);
    Problem::new(ExitClass::Refused, "revert.no_way_back", message)
        .remedy("write the SQL that takes it back under `-- migrate:down` in its file")
        .remedy("if there is nothing to take back, say so with a statement that does nothing: SELECT 1;")
}

fn not_applied(version: &Version, files: &MigrationSet) -> Problem {
    if files.get(version).is_none() {
        return no_such_version(version, files);
    }
    Problem::new(ExitClass::Usage, "usage.version", format!("{version} is not applied, so there is no way back to it"))
        .remedy("choose an applied version; list them: whimbrel status")
        .state("nothing was touched")
}

fn not_confirmed(phrase: &str, typed: bool) -> Problem {
    let message = if typed { "what was typed is not the phrase" } else { "this destroys data and was not confirmed" };
    Problem::new(ExitClass::Refused, "revert.not_confirmed", message)
        .remedy(format!("to destroy it, type {phrase}, or without a terminal: whimbrel revert … --confirm '{phrase}'"))
        .state("nothing was touched")
}

fn not_gone(left: &[&Change]) -> Problem {
    let names = left.iter().map(|change| change.object.short()).collect::<Vec<_>>().join(", ");
    Problem::new(ExitClass::NotVerified, "revert.not_gone", format!("still there after the revert: {names}"))
        .cause("another session made it again, or the way back does not do the same each time")
        .state("the migrations are reverted and recorded as such")
}
