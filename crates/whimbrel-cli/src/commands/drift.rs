//! `whimbrel drift`

use clap::Args;
use whimbrel::schema::{self, Drift};
use whimbrel_plan::Problem;
use whimbrel_report::DifferenceJson;

use crate::args::{Format, Shadow};
use crate::context::Context;
use crate::exit;
use crate::render::difference;
use crate::render::style::{BOLD, GOOD, NAME, WARN, count, paint};
use crate::report::Report;
use crate::terminal::narration::Narration;

/// Compare the target with what its migrations make
///
/// Replays the applied migrations on a shadow database and compares the schemas. Shows what differs and the SQL that
/// would repair either side. Reads only. Exits with 3 where something differs.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel drift
  whimbrel drift --format sql        the statements that make the target what its migrations say
  whimbrel drift --format json | jq .changes")]
pub struct Options {
    /// Where it is tried, and what is compared.
    #[command(flatten)]
    pub shadow: Shadow,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let schema = options.shadow.options(&target.config, context)?;
    let narration = Narration::start(&context.terminal, "comparing");
    let drift = schema::drift(&target.project, &target.database.address, &schema);
    let drift = context.unless_interrupted(drift).await;
    drop(narration);
    let drift = drift?;
    let adopt = DifferenceJson::from(&drift.adopt);
    let json = (context.envelope("drift", &target))
        .with("drifted", !drift.is_empty())
        .with("applied", drift.applied)
        .with_all(DifferenceJson::from(&drift.repair))
        .with("adopt", adopt.statements);
    let text = match context.global.format {
        Format::Sql => difference::sql(&drift.repair),
        Format::Markdown => difference::markdown(&drift.repair),
        _ => human(&drift),
    };
    let mut report = Report::new(json, text);
    if !drift.is_empty() {
        report.exit = Some(exit::PENDING);
        let program = context.global.program();
        report = report.hint(format!(
            "keep what the target has: {}",
            paint(NAME, format!("{program} new --from target: adopt_drift"))
        ));
    }
    Ok(report)
}

fn human(drift: &Drift) -> String {
    let migrations = count(drift.applied, "applied migration");
    if drift.is_empty() {
        let same = paint(GOOD, "no drift");
        let rest = difference::not_compared(&drift.repair.seen);
        return format!("{same}: {} is what its {migrations} make\n{rest}", drift.repair.from);
    }
    let mut text = format!(
        "{}: {} is not what its {migrations} make\n\n{}\n",
        paint(WARN, "drifted"),
        drift.repair.from,
        paint(BOLD, "what was changed beside the migrations (+ the target has more, - it has less)"),
    );
    text.push_str(&difference::changes(&drift.adopt.changes));
    text.push_str(&format!("\n{}\n", paint(BOLD, "to make the target what its migrations say:")));
    text.push_str(&difference::statements(&drift.repair.statements, true));
    text.push_str(&format!("{}\n", paint(BOLD, "to make a migration say what the target is:")));
    text.push_str(&difference::statements(&drift.adopt.statements, true));
    text.push_str(&difference::verdict(&drift.repair));
    text.push_str(&difference::not_compared(&drift.repair.seen));
    text
}
