//! What stands between wanting to apply and applying: refusals and requirements, all before anything is touched.

use whimbrel_inspect::requirements;
use whimbrel_plan::{ExitClass, History, Plan, Problem, State, Status, StatusRow};
use whimbrel_source::{Migration, MigrationSet, Version};

use crate::order;
use crate::project::together;
use crate::{ApplyOptions, Session};

/// Ready to run.
pub(crate) struct Prepared {
    pub(crate) plan: Plan,
    pub(crate) history: History,
    /// Pending migrations that the plan leaves out.
    pub(crate) left: usize,
    /// Those of the plan that are older than one that is applied, and that nobody allowed to be.
    pub(crate) out_of_order: Vec<StatusRow>,
}

impl Prepared {
    /// Why what is pending cannot be tried from the beginning: an earlier run has done part of it.
    pub(crate) fn halfway(&self) -> Option<String> {
        let begun = self.plan.migrations.iter().find(|it| self.history.unfinished.contains_key(&it.version))?;
        Some(format!("an earlier run has done part of {} already", begun.version))
    }
}

impl Session<'_> {
    /// Compares files and history, refuses what is not allowed, checks what is required, and plans the rest. Whether what is
    /// out of order may be, is not looked at: [`Session::in_order`] does.
    pub(crate) async fn prepare(&mut self, files: &MigrationSet, options: &ApplyOptions) -> Result<Prepared, Problem> {
        if let Some(to) = &options.to
            && files.get(to).is_none()
        {
            return Err(no_such_version(to, files));
        }
        let history = self.history().await?;
        let status = whimbrel_inspect::status::status(files, self.engine(), &history);
        refuse(&status, options)?;
        let waits = |row: &&StatusRow| {
            row.path.is_some() && matches!(row.state, State::Pending | State::OutOfOrder | State::Unfinished)
        };
        let (now, later): (Vec<&StatusRow>, Vec<&StatusRow>) =
            status.rows.iter().filter(waits).partition(|row| options.to.as_ref().is_none_or(|to| row.version <= *to));
        let pending: Vec<&Migration> = now.iter().filter_map(|row| files.get(&row.version)).collect();
        if !pending.is_empty() {
            self.check_requirements(&pending).await?;
        }
        let mut plan = Plan::apply(&pending, self.engine()).map_err(together)?;
        if self.is_single() {
            plan = plan.for_one_session();
        }
        let out_of_order = now.iter().filter(|row| row.state == State::OutOfOrder && !options.allow_out_of_order);
        let out_of_order = out_of_order.map(|row| (*row).clone()).collect();
        Ok(Prepared { plan, history, left: later.len(), out_of_order })
    }

    async fn check_requirements(&self, pending: &[&Migration]) -> Result<(), Problem> {
        let project = self.project;
        let unmet = requirements::check(&self.connection, &project.require, pending, &*project.variables)
            .await
            .map_err(|error| self.database_problem("failed to check what is required", &error))?;
        if unmet.is_empty() {
            return Ok(());
        }
        Err(together(unmet).state("nothing was touched"))
    }
}

fn refuse(status: &Status, options: &ApplyOptions) -> Result<(), Problem> {
    let mut problems = Vec::new();
    let rows = |state: State, allowed: bool| status.in_state(state).filter(move |_| !allowed);
    problems.extend(rows(State::Edited, options.allow_edited).map(edited));
    problems.extend(rows(State::Missing, options.allow_missing).map(missing));
    if problems.is_empty() {
        return Ok(());
    }
    // An earlier `to` leaves out-of-order files beyond it alone.
    let asked = |row: &&StatusRow| options.to.as_ref().is_none_or(|to| row.version <= *to);
    let late = rows(State::OutOfOrder, options.allow_out_of_order).filter(asked);
    problems.extend(late.map(|row| order::not_tried(row, "first put in order what is applied")));
    Err(together(problems).state("nothing was touched"))
}

pub(crate) fn shown(row: &StatusRow) -> String {
    match &row.path {
        Some(path) => path.display().to_string(),
        None => format!("{}_{}.sql", row.version, row.name),
    }
}

fn edited(row: &StatusRow) -> Problem {
    let when = row.applied.as_ref().map(|a| a.event.at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    Problem::new(ExitClass::Refused, "apply.edited", format!("{} was edited after it was applied", shown(row)))
        .cause(format!("it was applied on {when} UTC and means something else now; what was applied stays as it was"))
        .remedy("put the file back as it was, and write the change as a new migration: whimbrel new NAME")
        .remedy(format!(
            "or accept the file as it is now, if the database agrees with it: whimbrel repair --accept {}",
            row.version
        ))
        .remedy("or go on this once without looking at it: whimbrel apply --allow-edited")
}

fn missing(row: &StatusRow) -> Problem {
    Problem::new(ExitClass::Refused, "apply.missing", format!("{} is applied, but its file is missing", shown(row)))
        .cause("it was deleted or renamed, or this is an older checkout than the one that applied it")
        .remedy("get the file back, for example by updating the checkout")
        .remedy(format!("or take its record away, if it is gone for good: whimbrel repair --forget {}", row.version))
        .remedy("or go on this once without it: whimbrel apply --allow-missing")
}

pub(crate) fn no_such_version(version: &Version, files: &MigrationSet) -> Problem {
    let problem = Problem::new(ExitClass::Usage, "usage.version", format!("there is no migration {version}"));
    match (files.migrations.first(), files.migrations.last()) {
        (Some(first), Some(last)) => problem
            .remedy(format!("the files go from {} to {}; list them: whimbrel status", first.version, last.version)),
        _ => problem.remedy("the folder holds no migrations; make one: whimbrel new NAME"),
    }
}
