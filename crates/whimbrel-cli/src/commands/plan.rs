//! `whimbrel plan`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use whimbrel::rehearse::failure_problem;
use whimbrel::{ApplyOptions, PlanOptions, Planned, ShadowFrom};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::{FindingJson, Located, OrderJson, PlanJson, RehearsedJson, SealedJson};

use crate::args::{Format, Pending};
use crate::context::{Context, Target};
use crate::exit;
use crate::render::findings;
use crate::render::plan::{Verdict, concerns, human};
use crate::report::Report;
use crate::shadow;
use crate::terminal::narration::Narration;

/// Show what `apply` would do: locks, rewrites, hazards, what is lost; touch nothing
///
/// What is pending is run on a shadow database that holds the target's schema. Each statement is shown with the locks
/// that it took there and what it rewrites or reads from end to end, with the sizes of the target's tables; then what the
/// rules find. The target is only read. Exits with 4 where it is unsafe, and with 1 where a
/// statement fails or nothing could be tried. `apply` looks at the same and refuses what is unsafe; `apply --plan` runs
/// exactly what was planned.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel plan
  whimbrel plan --format markdown          for a pull request
  whimbrel plan --format sarif             for a code scanner
  whimbrel plan --out plan.json            the text here, and all of it as JSON in the file
  whimbrel apply --plan plan.json          run it, where nothing has changed since
  whimbrel plan --allow drop-column        what else there is")]
pub struct Options {
    /// What of the pending files, and what to put up with.
    #[command(flatten)]
    pub pending: Pending,
    /// What the shadow database holds first
    #[arg(long, value_enum, default_value_t)]
    pub shadow_from: From,
    /// Where the shadow database is.
    #[command(flatten)]
    pub shadow: shadow::Place,
    /// Write the plan as JSON to this file, too
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Where the shadow's schema comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// The target's own, as it is now
    #[default]
    Target,
    /// What the applied migrations make
    Migrations,
}

impl Options {
    fn library(&self, target: &Target, context: &Context) -> Result<PlanOptions, Problem> {
        Ok(PlanOptions {
            apply: ApplyOptions {
                shadow: self.shadow.library(&target.config, context)?,
                ..self.pending.options(&target.config)?
            },
            shadow_from: match self.shadow_from {
                From::Target => ShadowFrom::Target,
                From::Migrations => ShadowFrom::Migrations,
            },
        })
    }
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let library = options.library(&target, context)?;
    let mut session = context.open_to_read(&target).await?;
    let mut narration = Narration::start(&context.terminal, "planning");
    let planned = session.plan(&library, &mut narration, &context.interrupt).await;
    drop(narration);
    session.close().await;
    let planned = planned?;
    let report = report(&planned, &target, context);
    if let Some(path) = &options.out {
        write(path, &report, context)?;
    }
    Ok(report)
}

fn report(planned: &Planned, target: &Target, context: &Context) -> Report {
    let verdict = Verdict::of(planned);
    let file = |finding: &whimbrel_lint::Finding| &planned.plan.migrations[finding.migration].file;
    let located: Vec<Located<'_>> = planned.findings.iter().map(|finding| (finding, file(finding))).collect();
    let rehearsal = planned.rehearsal.as_ref();
    let json = context
        .envelope("plan", target)
        .with("verdict", verdict.word())
        .with("concerns", concerns(planned))
        .with("shadow", rehearsal.map(|it| &it.on))
        .with("shadow_because", rehearsal.and_then(|it| it.because.as_ref()))
        .with("narrowed", rehearsal.map(|it| &it.narrowed))
        .with("migrations", planned.plan.migrations.iter().map(PlanJson::from).collect::<Vec<_>>())
        .with("rehearsal", rehearsal.map(|it| it.migrations.iter().map(RehearsedJson::from).collect::<Vec<_>>()))
        .with("findings", located.iter().map(|it| FindingJson::from(*it)).collect::<Vec<_>>())
        .with("order", planned.order.as_ref().map(OrderJson::from))
        .with("sealed", planned.sealed.as_ref().map(SealedJson::from));
    let text = match context.global.format {
        Format::Github => whimbrel_report::github(&located),
        Format::Sarif => format!("{:#}\n", whimbrel_report::sarif(&located, env!("CARGO_PKG_VERSION"))),
        Format::Markdown => {
            let plain = anstream::adapter::strip_str(&human(planned, &verdict, &[], &context.secrets)).to_string();
            format!("```text\n{plain}```\n\n{}", whimbrel_report::markdown(&located))
        }
        _ => human(planned, &verdict, &located, &context.secrets),
    };
    let mut report = Report::new(json, context.secrets.mask(&text));
    if context.global.format == Format::Human && !planned.findings.is_empty() {
        report.hints.push(findings::summary(&located));
    }
    if let Some((migration, failure)) = rehearsal.and_then(|it| it.failed()) {
        let on = rehearsal.map(|it| it.on.clone()).unwrap_or_default();
        let mut problem = failure_problem(migration, failure, &on);
        if let Some(why) = &planned.may_run {
            problem.cause.get_or_insert_with(|| format!("it may run on the target all the same: {why}"));
            problem.remedies.push("apply it without looking first, as it is: whimbrel apply".to_owned());
        }
        return report.problem(Some(problem));
    }
    report.problem = planned.not_rehearsed.clone();
    if matches!(verdict, Verdict::Refused(_)) {
        report.exit = Some(exit::REFUSED);
    }
    report
}

fn write(path: &std::path::Path, report: &Report, context: &Context) -> Result<(), Problem> {
    let mut value = report.json.clone().into_value();
    context.secrets.mask_json(&mut value);
    std::fs::write(path, format!("{value:#}\n")).map_err(|error| {
        let message = format!("failed to write {}: {error}", path.display());
        Problem::new(ExitClass::Usage, "plan.unwritable", message).state("nothing was touched")
    })
}
