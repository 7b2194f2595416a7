//! One file for each command: its options with their help, and what it does.

pub mod apply;
pub mod baseline;
pub mod completions;
pub mod diff;
pub mod drift;
pub mod dump;
pub mod init;
pub mod lint;
pub mod man;
pub mod new;
pub mod plan;
pub mod rehearse;
pub mod repair;
pub mod revert;
pub mod status;
pub mod verify;

use whimbrel_plan::Problem;

use crate::args::Command;
use crate::context::Context;
use crate::report::Report;

/// Runs a command that needs no database; `None` where it does.
pub fn without_database(command: &Command, context: &Context) -> Option<Result<Report, Problem>> {
    match command {
        Command::Init(_) => Some(init::run(context)),
        Command::New(options) if options.from.is_none() => Some(new::run(options, context)),
        Command::Completions(options) => Some(Ok(completions::run(options))),
        Command::Man(_) => Some(man::run()),
        Command::Lint(options) => Some(lint::run(options, context)),
        Command::New(_)
        | Command::Status(_)
        | Command::Apply(_)
        | Command::Verify(_)
        | Command::Revert(_)
        | Command::Baseline(_)
        | Command::Repair(_)
        | Command::Diff(_)
        | Command::Dump(_)
        | Command::Drift(_)
        | Command::Plan(_)
        | Command::Rehearse(_) => None,
    }
}

/// Runs a command that needs a database.
pub async fn with_database(command: Command, context: &Context) -> Result<Report, Problem> {
    match command {
        Command::Status(options) => status::run(&options, context).await,
        Command::Apply(options) => apply::run(&options, context).await,
        Command::Verify(options) => verify::run(&options, context).await,
        Command::Revert(options) => revert::run(&options, context).await,
        Command::Baseline(options) => baseline::run(&options, context).await,
        Command::Repair(options) => repair::run(&options, context).await,
        Command::Diff(options) => diff::run(&options, context).await,
        Command::Dump(options) => dump::run(&options, context).await,
        Command::Drift(options) => drift::run(&options, context).await,
        Command::Plan(options) => plan::run(&options, context).await,
        Command::Rehearse(options) => rehearse::run(&options, context).await,
        Command::New(options) => match &options.from {
            Some(source) => new::from(&options, source, context).await,
            None => new::run(&options, context),
        },
        Command::Init(_) | Command::Lint(_) | Command::Completions(_) | Command::Man(_) => {
            unreachable!("these ran without a database")
        }
    }
}
