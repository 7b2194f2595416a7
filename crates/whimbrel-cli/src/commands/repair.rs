//! `whimbrel repair`

use clap::{ArgGroup, Args};
use whimbrel::Repair;
use whimbrel_plan::Problem;
use whimbrel_source::Version;

use crate::args::version;
use crate::context::Context;
use crate::render::style::{GOOD, paint};
use crate::report::Report;
use crate::terminal::narration::Narration;

/// Repair the history: an edited file, a record, a step in doubt, an unfinished migration
///
/// Writes the history and nothing else, and records that it did.
#[derive(Debug, Clone, Args)]
#[command(
    group(ArgGroup::new("what").required(true).args(["accept", "forget", "done", "not_done", "abandon"])),
    after_long_help = "Examples:
  whimbrel repair --accept 20251224093000     the applied file was edited on purpose, for instance a typo
  whimbrel repair --forget 20251224093000     it counts as pending again, or as gone where its file is gone
  whimbrel repair --done 20251224093000       the step that a crash left in doubt was done: I looked
  whimbrel repair --not-done 20251224093000   it was not; the next apply runs it
  whimbrel repair --abandon 20251224093000    I take its steps back by hand, or keep them: start afresh"
)]
pub struct Options {
    /// Accept the file of this applied migration as it is now
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub accept: Option<Version>,
    /// Take the record of this migration away, without undoing it
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub forget: Option<Version>,
    /// The step of this migration that is in doubt was done
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub done: Option<Version>,
    /// The step of this migration that is in doubt was not done
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub not_done: Option<Version>,
    /// Give this unfinished migration up: what its steps did stays, and it counts as pending again
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub abandon: Option<Version>,
}

impl Options {
    fn repair(&self) -> Option<Repair> {
        let accept = self.accept.clone().map(Repair::Accept);
        let forget = self.forget.clone().map(Repair::Forget);
        let done = self.done.clone().map(Repair::StepDone);
        let not_done = self.not_done.clone().map(Repair::StepUndone);
        let abandon = self.abandon.clone().map(Repair::Abandon);
        accept.or(forget).or(done).or(not_done).or(abandon)
    }
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let repair = options.repair().expect("clap requires one of the options");
    let target = context.target()?;
    let mut session = context.open(&target).await?;
    let mut narration = Narration::start(&context.terminal, "repairing");
    let outcome = session.repair(&repair, &mut narration, &context.interrupt).await;
    drop(narration);
    session.close().await;
    let outcome = outcome?;
    let json = context
        .envelope("repair", &target)
        .with("version", outcome.version.to_string())
        .with("name", &outcome.name)
        .with("what", &outcome.what);
    let human = format!("{} {} {}: {}\n", paint(GOOD, "repaired"), outcome.version, outcome.name, outcome.what);
    Ok(Report::new(json, human))
}
