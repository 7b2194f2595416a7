//! `whimbrel verify`

use clap::Args;
use whimbrel::VerifyOptions;
use whimbrel_plan::{Effects, ExitClass, Problem, Verdict};
use whimbrel_report::{ChangeJson, CheckJson};

use super::apply;
use crate::context::Context;
use crate::render::style::{WARN, count, paint, sign};
use crate::render::wrap::wrap;
use crate::render::{difference, migration};
use crate::report::Report;
use crate::shadow;
use crate::terminal::narration::Narration;

/// Check that what is applied still holds
///
/// Compares the schema with what the applied migrations make on a shadow database, and runs their `verify` sections, in
/// read-only transactions: safe on production. What the database has beyond that is told by `drift`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel verify
  whimbrel verify --test     the `test` sections too, each in a transaction that is rolled back")]
pub struct Options {
    /// Run the `test` sections too: they write, in a transaction that is always rolled back
    #[arg(long)]
    pub test: bool,
    /// Run the `verify` sections only: do not compare the schema with what the migrations make on a shadow database
    #[arg(long, conflicts_with_all = ["shadow", "shadow_url"])]
    pub no_rehearse: bool,
    /// Where the shadow database is.
    #[command(flatten)]
    pub shadow: shadow::Place,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let shadow = options.shadow.library(&target.config, context)?;
    let mut session = context.open_to_read(&target).await?;
    let narration = Narration::start(&context.terminal, "verifying");
    let verify = VerifyOptions { tests: options.test, effects: !options.no_rehearse, shadow };
    let verdict = session.verify(&verify, &context.interrupt).await;
    drop(narration);
    session.close().await;
    let verdict = verdict?;
    let checks: Vec<CheckJson> = verdict.checks.iter().map(Into::into).collect();
    let json = context.envelope("verify", &target).with("holds", verdict.holds()).with("checks", checks);
    let missing: Vec<ChangeJson> = verdict.missing.iter().map(Into::into).collect();
    let json = json.with("effects", apply::effects(&verdict.effects)).with("shadow_because", &verdict.because);
    let json = json.with("missing", missing);
    let human = wrap(&human(&verdict), context.terminal.width());
    let mut report = Report::new(json, human).problem(problem(&verdict));
    if let Effects::NotCompared(reason) = &verdict.effects {
        report.hints.push(format!("{} the schema was not compared: {reason}", paint(WARN, "note:")));
    }
    Ok(report)
}

fn human(verdict: &Verdict) -> String {
    let compared = match &verdict.effects {
        Effects::Compared(on) => Some(on),
        _ => None,
    };
    if verdict.checks.is_empty() && compared.is_none() {
        return "nothing to verify: what is applied has no `verify` section\n".to_owned();
    }
    let mut text = migration::checks_by_file(&verdict.checks);
    if !verdict.missing.is_empty() {
        text.push_str(&format!("{} the schema is not what the migrations make\n", sign(false)));
        text.push_str(&difference::changes(&verdict.missing));
    } else if let Some(on) = compared {
        let on = shadow::shown(on, verdict.because.as_deref());
        text.push_str(&format!("{} the schema has all that the migrations make on {on}\n", sign(true)));
    }
    if verdict.holds() && !verdict.checks.is_empty() {
        let number = verdict.checks.len();
        text.push_str(&format!(
            "verified: {} {}\n",
            count(number, "check"),
            if number == 1 { "holds" } else { "hold" }
        ));
    }
    text
}

fn are(objects: usize) -> String {
    if objects == 1 { "1 object is".to_owned() } else { format!("{} are", count(objects, "object")) }
}

/// Where a check does not hold, or the schema is not what it should be.
pub fn problem(verdict: &Verdict) -> Option<Problem> {
    let failed = verdict.checks.iter().filter(|check| !check.holds).count();
    (!verdict.holds()).then(|| {
        let missing = verdict.missing.len();
        let message = match (failed, missing) {
            (0, _) => format!("failed to verify: {} not what the migrations make", are(missing)),
            (_, 0) => format!("failed to verify: {failed} of {} do not hold", count(verdict.checks.len(), "check")),
            _ => format!(
                "failed to verify: {failed} of {} do not hold, and {} not what the migrations make",
                count(verdict.checks.len(), "check"),
                are(missing)
            ),
        };
        let mut problem = Problem::new(ExitClass::NotVerified, "verify.failed", message)
            .cause("the database is not, or no longer, what the migrations made");
        if missing > 0 || !matches!(verdict.effects, Effects::Compared(_)) {
            problem = problem.remedy("see what differs and what would repair it: whimbrel drift");
        }
        if failed > 0 {
            problem =
                problem.remedy("run the SELECT of the check to see which rows or objects it finds, and correct them");
        }
        problem.state("nothing was changed")
    })
}
