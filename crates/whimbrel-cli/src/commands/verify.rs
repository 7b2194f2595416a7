//! `whimbrel verify`

use clap::Args;
use whimbrel::VerifyOptions;
use whimbrel_plan::{ExitClass, Problem, Verdict};
use whimbrel_report::CheckJson;

use crate::context::Context;
use crate::render::migration;
use crate::render::style::count;
use crate::render::wrap::wrap;
use crate::report::Report;
use crate::terminal::narration::Narration;

/// Check that what is applied still holds
///
/// Runs the `verify` sections of everything applied, in read-only transactions: safe on production.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel verify
  whimbrel verify --test     the `test` sections too, each in a transaction that is rolled back")]
pub struct Options {
    /// Run the `test` sections too: they write, in a transaction that is always rolled back
    #[arg(long)]
    pub test: bool,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let mut session = context.open_to_read(&target).await?;
    let narration = Narration::start(&context.terminal, "verifying");
    let verify = VerifyOptions { tests: options.test };
    let verdict = session.verify(&verify, &context.interrupt).await;
    drop(narration);
    session.close().await;
    let verdict = verdict?;
    let checks: Vec<CheckJson> = verdict.checks.iter().map(Into::into).collect();
    let json = context.envelope("verify", &target).with("holds", verdict.holds()).with("checks", checks);
    let human = wrap(&human(&verdict), context.terminal.width());
    Ok(Report::new(json, human).problem(problem(&verdict)))
}

fn human(verdict: &Verdict) -> String {
    if verdict.checks.is_empty() {
        return "nothing to verify: what is applied has no `verify` section\n".to_owned();
    }
    let mut text = migration::checks_by_file(&verdict.checks);
    if verdict.holds() {
        let number = verdict.checks.len();
        text.push_str(&format!(
            "verified: {} {}\n",
            count(number, "check"),
            if number == 1 { "holds" } else { "hold" }
        ));
    }
    text
}

/// Where a check does not hold.
pub fn problem(verdict: &Verdict) -> Option<Problem> {
    let failed = verdict.checks.iter().filter(|check| !check.holds).count();
    (failed > 0).then(|| {
        let message = format!("failed to verify: {failed} of {} do not hold", count(verdict.checks.len(), "check"));
        Problem::new(ExitClass::NotVerified, "verify.failed", message)
            .cause("the database is not, or no longer, what the migrations made")
            .remedy("run the SELECT of the check to see which rows or objects it finds, and correct them")
            .state("nothing was changed")
    })
}
