//! `whimbrel rehearse`

use clap::Args;
use whimbrel::rehearse;
use whimbrel_plan::{ExitClass, Problem, Rehearsal, Rehearsed};
use whimbrel_report::{Envelope, RehearsedJson};
use whimbrel_source::Engine;

use crate::args::{self, Shadow};
use crate::context::Context;
use crate::render::rehearsal;
use crate::report::Report;
use crate::terminal::narration::Narration;

/// Try all migrations on a shadow database: up, again, verify, test, down, up
///
/// From an empty database on, each migration is run, run a second time, verified, tested, taken back, and run once more,
/// with sample rows in the tables that are there before it. The target is not touched, and none is needed. For a
/// continuous integration: exits with 1 where a migration fails, with 6 where a check does not hold, and with 4 where one
/// is not what it should be otherwise.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel rehearse
  whimbrel rehearse --shadow-url postgres://ci@localhost:5432/postgres   with an extension that the embedded one lacks")]
pub struct Options {
    /// Where it is tried
    #[command(flatten)]
    pub shadow: Shadow,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let config = context.config()?;
    if args::engine(&config, context) == Engine::Sqlite {
        return Err(Problem::new(ExitClass::Usage, "rehearse.sqlite", "failed to rehearse: the target is SQLite")
            .cause("a rehearsal needs what PostgreSQL shows of locks, rewrites and rows")
            .remedy("try the migrations on a copy of the file: whimbrel --database sqlite:copy.db apply --test")
            .state("nothing was touched"));
    }
    let schema = options.shadow.options(&config, context)?;
    let project = crate::project::project(&config)?;
    let files = project.read()?;
    let mut narration = Narration::start(&context.terminal, "rehearsing");
    let rehearsal = context.unless_interrupted(rehearse::folder(&files, &schema, &mut narration)).await?;
    drop(narration);
    let json = Envelope::new("rehearse")
        .with("shadow", &rehearsal.on)
        .with("migrations", rehearsal.migrations.iter().map(RehearsedJson::from).collect::<Vec<_>>())
        .with("narrowed", &rehearsal.narrowed);
    let mut report = Report::new(json, context.secrets.mask(&rehearsal::human(&rehearsal)));
    report.hints.push(rehearsal::summary(&rehearsal, files.migrations.len()));
    Ok(report.problem(problem(&rehearsal)))
}

fn problem(rehearsal: &Rehearsal) -> Option<Problem> {
    if let Some((migration, failure)) = rehearsal.failed() {
        return Some(rehearse::failure_problem(migration, failure, &rehearsal.on));
    }
    let fixture = |migration: &'_ Rehearsed| {
        Some(rehearse::fixture_problem(migration, migration.rows.fixture_failed.as_ref()?, &rehearsal.on))
    };
    if let Some(problem) = rehearsal.migrations.iter().find_map(fixture) {
        return Some(problem);
    }
    let not_holding = rehearsal.migrations.iter().flat_map(Rehearsed::not_holding).count();
    let state = "nothing was changed: this ran on a shadow database only";
    if not_holding > 0 {
        let message = format!("failed to verify: {not_holding} of the checks do not hold");
        return Some(Problem::new(ExitClass::NotVerified, "rehearse.checks", message).state(state));
    }
    let bad: Vec<_> = rehearsal.migrations.iter().filter(|migration| rehearsal::is_bad(migration)).collect();
    if bad.is_empty() {
        return None;
    }
    let names = bad.iter().map(|migration| migration.version.to_string()).collect::<Vec<_>>().join(", ");
    let message = format!("not as they should be: {names}");
    Some(
        Problem::new(ExitClass::Refused, "rehearse.refused", message)
            .remedy("correct what is marked ✗ above")
            .state(state),
    )
}
