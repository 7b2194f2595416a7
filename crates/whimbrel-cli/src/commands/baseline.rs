//! `whimbrel baseline`

use clap::Args;
use serde_json::json;
use whimbrel_plan::Problem;
use whimbrel_source::Version;

use crate::args::version;
use crate::context::Context;
use crate::render::style::{GOOD, count, paint};
use crate::report::Report;
use crate::terminal::narration::Narration;

/// Adopt an existing database: record migrations as applied without running them
///
/// For a database that was made by hand or by another tool. Writes the history and nothing else.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel baseline                       all files there are
  whimbrel baseline --to 20251224093000   those up to this version; the rest stays pending")]
pub struct Options {
    /// The last version to record; all files where it is left out
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub to: Option<Version>,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let mut session = context.open(&target).await?;
    let mut narration = Narration::start(&context.terminal, "recording");
    let outcome = session.baseline(options.to.as_ref(), &mut narration, &context.interrupt).await;
    drop(narration);
    session.close().await;
    let outcome = outcome?;
    let recorded: Vec<_> = outcome
        .recorded
        .iter()
        .map(|(version, name)| json!({ "version": version.to_string(), "name": name }))
        .collect();
    let json = context.envelope("baseline", &target).with("recorded", recorded);
    if outcome.recorded.is_empty() {
        return Ok(Report::new(json, "nothing to record: no migration is pending\n".to_owned()));
    }
    let mut human = format!(
        "{} {} as applied, without running:\n",
        paint(GOOD, "recorded"),
        count(outcome.recorded.len(), "migration")
    );
    for (version, name) in &outcome.recorded {
        human.push_str(&format!("  {version} {name}\n"));
    }
    Ok(Report::new(json, human))
}
