//! `baseline` and `repair`: they change the history and nothing else.

use whimbrel_plan::{ExitClass, Observer, Problem, State, StatusRow};
use whimbrel_run::{Interrupt, lock, record};
use whimbrel_source::{Migration, MigrationSet, Version};

use crate::Session;
use crate::prepare::no_such_version;

/// Which migrations were recorded as applied without being run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaselineOutcome {
    /// In order.
    pub recorded: Vec<(Version, String)>,
}

/// What to repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Accept the file as it is now, for an applied migration that was edited.
    Accept(Version),
    /// Take the record of an applied migration away; it counts as pending, or as gone where its file is.
    Forget(Version),
    /// The step of an unfinished migration that is in doubt was done.
    StepDone(Version),
    /// The step of an unfinished migration that is in doubt was not done; it runs again.
    StepUndone(Version),
    /// An unfinished migration is given up: what its steps did stays, and the journal forgets them.
    Abandon(Version),
}

/// What was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairOutcome {
    /// Which migration.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// What was done, for a person.
    pub what: String,
}

impl Session<'_> {
    /// Records the pending migrations up to `to` (all of them where `None`) as applied without running them.
    pub async fn baseline(
        &mut self,
        to: Option<&Version>,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<BaselineOutcome, Problem> {
        let files = self.project.read()?;
        if let Some(to) = to
            && files.get(to).is_none()
        {
            return Err(no_such_version(to, &files));
        }
        let options = self.project.run_options(interrupt);
        let lock =
            lock::acquire(&self.connection, &options, observer).await.map_err(|e| self.run_problem(e, &files))?;
        let outcome = self.baseline_locked(to, &files, observer, interrupt).await;
        lock.release(&self.connection, observer).await;
        Ok(BaselineOutcome { recorded: outcome? })
    }

    async fn baseline_locked(
        &mut self,
        to: Option<&Version>,
        files: &MigrationSet,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<Vec<(Version, String)>, Problem> {
        let history = self.history().await?;
        let status = whimbrel_inspect::status::status(files, self.engine(), &history);
        let waits = |row: &&StatusRow| matches!(row.state, State::Pending | State::OutOfOrder);
        let chosen = |row: &&StatusRow| to.is_none_or(|to| row.version <= *to);
        let migrations: Vec<&Migration> =
            status.rows.iter().filter(waits).filter(chosen).filter_map(|row| files.get(&row.version)).collect();
        let options = self.project.run_options(interrupt);
        record::baseline(&self.connection, &migrations, &options, observer)
            .await
            .map_err(|e| self.run_problem(e, files))?;
        Ok(migrations.iter().map(|m| (m.version.clone(), m.name.clone())).collect())
    }

    /// Repairs the history.
    pub async fn repair(
        &mut self,
        repair: &Repair,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<RepairOutcome, Problem> {
        let files = self.project.read()?;
        let options = self.project.run_options(interrupt);
        let lock =
            lock::acquire(&self.connection, &options, observer).await.map_err(|e| self.run_problem(e, &files))?;
        let outcome = self.repair_locked(repair, &files, observer, interrupt).await;
        lock.release(&self.connection, observer).await;
        outcome
    }

    async fn repair_locked(
        &mut self,
        repair: &Repair,
        files: &MigrationSet,
        observer: &mut dyn Observer,
        interrupt: &Interrupt,
    ) -> Result<RepairOutcome, Problem> {
        let history = self.history().await?;
        let status = whimbrel_inspect::status::status(files, self.engine(), &history);
        let (Repair::Accept(version)
        | Repair::Forget(version)
        | Repair::StepDone(version)
        | Repair::StepUndone(version)
        | Repair::Abandon(version)) = repair;
        let row =
            status.rows.iter().find(|row| row.version == *version).ok_or_else(|| no_such_version(version, files))?;
        let options = self.project.run_options(interrupt);
        let what = match repair {
            Repair::Accept(_) => {
                let file = files.get(version).filter(|_| row.state == State::Edited).ok_or_else(|| not_edited(row))?;
                record::accept_edited(&self.connection, file, &options, observer)
                    .await
                    .map_err(|e| self.run_problem(e, files))?;
                "the file as it is now is accepted; nothing was run"
            }
            Repair::Forget(_) => {
                let applied = row.applied.as_ref().ok_or_else(|| not_applied(row))?;
                record::forget(&self.connection, applied, &options, observer)
                    .await
                    .map_err(|e| self.run_problem(e, files))?;
                if row.path.is_some() {
                    "its record is taken away and it counts as pending; nothing was run"
                } else {
                    "its record is taken away; nothing was run"
                }
            }
            Repair::StepDone(_) => {
                record::step_done(&self.connection, version, &options, observer)
                    .await
                    .map_err(|e| self.run_problem(e, files))?;
                "the step in doubt counts as done; the next run goes on after it"
            }
            Repair::StepUndone(_) => {
                record::step_undone(&self.connection, version, &options, observer)
                    .await
                    .map_err(|e| self.run_problem(e, files))?;
                "the step in doubt counts as not done; the next run does it again"
            }
            Repair::Abandon(_) => {
                record::abandon(&self.connection, version, &options, observer)
                    .await
                    .map_err(|e| self.run_problem(e, files))?;
                "it is no longer unfinished; what its steps did stays as it is"
            }
        };
        Ok(RepairOutcome { version: version.clone(), name: row.name.clone(), what: what.to_owned() })
    }
}

fn not_edited(row: &StatusRow) -> Problem {
    let message = format!("{}_{} has not been edited since it was applied", row.version, row.name);
    Problem::new(ExitClass::Usage, "repair.nothing", message)
        .remedy("see how it stands: whimbrel status")
        .state("nothing was touched")
}

fn not_applied(row: &StatusRow) -> Problem {
    let message = format!("{}_{} is not applied, so there is no record to take away", row.version, row.name);
    Problem::new(ExitClass::Usage, "repair.nothing", message)
        .remedy("see how it stands: whimbrel status")
        .state("nothing was touched")
}
