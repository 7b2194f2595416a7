//! `whimbrel apply`

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use whimbrel::{ApplyOptions, ApplyOutcome, Planned, Refused};
use whimbrel_plan::{Effects, ExitClass, Plan, Problem, Sealed};
use whimbrel_report::{
    AppliedJson, ChangeJson, CheckJson, EffectsJson, FindingJson, HookJson, MigrationRunJson, OrderJson, PlanJson,
};

use crate::args::Pending;
use crate::context::{Context, Target};
use crate::duration;
use crate::hooks::{self, Hooks};
use crate::render::style::{BOLD, GOOD, count, paint};
use crate::render::wrap::wrap;
use crate::render::{changes, findings, known, migration, time};
use crate::report::Report;
use crate::shadow;
use crate::terminal::narration::Narration;

/// Apply what is pending, verify it, record it, run the hooks
///
/// Checks everything that the migrations require before it touches anything, and tries them on a shadow database: what a
/// rule finds unsafe is refused, unless a comment or --allow allows it. Each migration runs in a transaction of its own, with its `verify` section before the COMMIT: what does not verify is not committed. Then the commands
/// and the health check of [after.apply] run, if anything was applied.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel apply
  whimbrel apply --plan plan.json          exactly what `plan --out plan.json` has shown
  whimbrel apply --allow drop-column       although a rule refuses it
  whimbrel apply --dry-run                 show the statements and how they would run; touch nothing
  whimbrel apply --to 20251224093000       up to this version
  whimbrel apply -v                        tell every new table in full, also where there are many
  whimbrel apply --wait 60s                wait for a database that is starting or waking up
  whimbrel apply --hooks                   run the hooks again after one of them failed")]
pub struct Options {
    /// What of the pending files, and what to put up with.
    #[command(flatten)]
    pub pending: Pending,
    /// Print the statements with how they would run, per migration; touch nothing
    #[arg(long, conflicts_with_all = ["hooks", "test"])]
    pub dry_run: bool,
    /// Run the `test` sections on the target too: they write, in a transaction that is always rolled back
    #[arg(long)]
    pub test: bool,
    /// Do not run [after.apply]
    #[arg(long, conflicts_with = "hooks")]
    pub no_hooks: bool,
    /// Run [after.apply] even if there was nothing to apply
    #[arg(long)]
    pub hooks: bool,
    /// Run this plan, written by `whimbrel plan --out`: refused where the files, the database or its schema are others now
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub plan: Option<PathBuf>,
    /// Do not run the migrations on a shadow database first
    ///
    /// Nothing is refused as unsafe then, nobody knows what is locked, rewritten or lost, and the target is not held to
    /// what the migrations did on the shadow.
    #[arg(long, conflicts_with_all = ["shadow", "shadow_url"])]
    pub no_rehearse: bool,
    /// Where the shadow database is.
    #[command(flatten)]
    pub shadow: shadow::Place,
    /// How long to wait for another run to end, such as 5m [default: 10s]
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub lock_wait: Option<Duration>,
}

impl Options {
    fn library(&self, target: &Target, context: &Context) -> Result<ApplyOptions, Problem> {
        Ok(ApplyOptions {
            rehearse: !self.no_rehearse,
            shadow: self.shadow.library(&target.config, context)?,
            tests: self.test,
            sealed: self.plan.as_deref().map(sealed).transpose()?,
            ..self.pending.options(&target.config)?
        })
    }
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let mut target = context.target()?;
    if let Some(lock_wait) = options.lock_wait {
        target.project.run.lock_wait = lock_wait;
    }
    let library = options.library(&target, context)?;
    if options.dry_run {
        let mut session = context.open_to_read(&target).await?;
        let plan = context.unless_interrupted(session.plan_apply(&library)).await;
        session.close().await;
        return Ok(dry_run(context, &target, &plan?));
    }
    let mut session = context.open(&target).await?;
    let mut narration = Narration::start(&context.terminal, "looking at what is pending");
    let outcome = session.apply(&library, &mut narration, &context.interrupt).await;
    drop(narration);
    // Closed before the hooks: what they start may want the database, and an embedded one has a single connection.
    session.close().await;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(Refused { problem, planned: None }) => return Err(problem),
        Err(Refused { problem, planned: Some(planned) }) => return Ok(refused(context, &target, &planned, problem)),
    };

    let tests_failed = test_problem(&outcome);
    let is_new = !outcome.log.migrations.is_empty();
    let wanted = hooks::any(&target.config.settings.after_apply)
        && !options.no_hooks
        && (is_new || options.hooks)
        && tests_failed.is_none();
    let hooks = if wanted {
        let narration = Narration::start(&context.terminal, "running the hooks");
        let hooks = hooks::run(&target.config, &context.terminal, &context.interrupt).await;
        drop(narration);
        match hooks {
            Ok(hooks) => hooks,
            Err(problem) => {
                let problem = problem.state("the schema is applied and recorded; no hook was run");
                return Ok(report(context, &target, &outcome, &Hooks::default(), options).problem(Some(problem)));
            }
        }
    } else {
        Hooks::default()
    };
    let problem = tests_failed.or_else(|| hooks.problem(is_new));
    Ok(report(context, &target, &outcome, &hooks, options).problem(problem))
}

fn test_problem(outcome: &ApplyOutcome) -> Option<Problem> {
    let failed = outcome.tests.checks.iter().filter(|check| !check.holds).count();
    (failed > 0).then(|| {
        let number = count(outcome.tests.checks.len(), "check");
        Problem::new(ExitClass::NotVerified, "test.failed", format!("failed to test: {failed} of {number} do not hold"))
            .state("the schema is applied and recorded; the tests were rolled back; no hook was run")
            .remedy("whimbrel revert --last 1")
    })
}

/// The plan in a file.
fn sealed(path: &Path) -> Result<Sealed, Problem> {
    let unreadable = |why: String| {
        Problem::new(ExitClass::Usage, "apply.no_plan", format!("failed to read the plan {}: {why}", path.display()))
            // not under that name: what is there may be a file that somebody needs
            .remedy("make one: whimbrel plan --out plan.json")
            .state("nothing was touched")
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    whimbrel_report::sealed(&text).map_err(unreadable)
}

/// What stands in the way, each with its place, and that nothing was touched.
fn refused(context: &Context, target: &Target, planned: &Planned, problem: Problem) -> Report {
    let located = known::located(planned);
    let json = context
        .envelope("apply", target)
        .with("dry_run", false)
        .with("findings", located.iter().map(|it| FindingJson::from(*it)).collect::<Vec<_>>());
    let refusing: Vec<_> = located.into_iter().filter(|(finding, _)| finding.refuses()).collect();
    let text = match problem.class {
        ExitClass::Refused => findings::human(&refusing, &context.secrets),
        // A statement that fails is told with its place by the problem.
        _ => String::new(),
    };
    Report::new(json, context.secrets.mask(&text)).problem(Some(problem))
}

fn report(context: &Context, target: &Target, outcome: &ApplyOutcome, hooks: &Hooks, options: &Options) -> Report {
    let log = &outcome.log;
    let planned = outcome.planned.as_deref();
    let located = planned.map(known::located).unwrap_or_default();
    let json = context
        .envelope("apply", target)
        .with("dry_run", false)
        .with("migrations", log.migrations.iter().map(MigrationRunJson::from).collect::<Vec<_>>())
        .with("changes", log.changes.iter().map(ChangeJson::from).collect::<Vec<_>>())
        .with("effects", effects(&outcome.effects))
        .with("shadow_because", planned.and_then(|it| it.rehearsal.as_ref()).and_then(|it| it.because.as_ref()))
        .with("findings", located.iter().map(|it| FindingJson::from(*it)).collect::<Vec<_>>())
        .with("order", planned.and_then(|it| it.order.as_ref()).map(OrderJson::from))
        .with("tests", outcome.tests.checks.iter().map(CheckJson::from).collect::<Vec<_>>())
        .with("hooks", hooks.results.iter().map(HookJson::from).collect::<Vec<_>>())
        .with("hooks_skipped", &hooks.skipped)
        .with("applied_total", outcome.applied)
        .with("pending_total", outcome.pending)
        .with("newest", outcome.newest.as_ref().map(|newest| newest.event.version.to_string()))
        .with("newest_record", outcome.newest.as_ref().map(AppliedJson::from))
        .with("duration_ms", u64::try_from(log.duration.as_millis()).unwrap_or(u64::MAX));
    let mut report = Report::new(json, wrap(&human(context, target, outcome, hooks), context.terminal.width()));
    if let Some(planned) = planned {
        report.hints.extend(known::notes(planned, &outcome.effects, &options.pending.allow));
        report.hints.extend(options.no_rehearse.then(known::not_rehearsed));
    }
    report
}

fn human(context: &Context, target: &Target, outcome: &ApplyOutcome, hooks: &Hooks) -> String {
    let log = &outcome.log;
    let mut text = String::new();
    if log.migrations.is_empty() {
        text.push_str(&nothing(outcome));
        if !hooks.results.is_empty() {
            text.push('\n');
        }
    } else {
        for run in &log.migrations {
            text.push_str(&migration::run(run));
        }
        text.push_str(&changes::human(&log.changes, context.terminal.verbose > 0));
        text.push_str(&migration::section("tested, rolled back", &outcome.tests.checks));
    }
    text.push_str(&migration::hooks(hooks));
    if !log.migrations.is_empty() {
        text.push_str(&changes::totals(&log.changes));
        let pending = match outcome.pending {
            0 => String::new(),
            number => format!(", {number} pending"),
        };
        // Where no migration has a `verify` section and no shadow said what to expect, nothing was verified.
        let compared = matches!(outcome.effects, Effects::Compared(_));
        let checked = compared || log.migrations.iter().any(|run| !run.checks.is_empty());
        let done = if checked { "applied and verified" } else { "applied" };
        text.push_str(&format!(
            "{} {} to {} in {}{pending}\n",
            paint(GOOD, done),
            paint(BOLD, count(log.migrations.len(), "migration")),
            target.database.address.masked(),
            duration::show(log.duration),
        ));
    }
    text
}

pub fn effects(effects: &Effects) -> EffectsJson {
    let (compared_on, reason) = match effects {
        Effects::Compared(on) => (Some(on.clone()), None),
        Effects::NotCompared(reason) => (None, Some(reason.clone())),
        Effects::Off => (None, None),
    };
    EffectsJson { compared_on, reason }
}

fn nothing(outcome: &ApplyOutcome) -> String {
    let pending = match outcome.pending {
        0 => String::new(),
        number => format!("; {number} newer pending"),
    };
    match &outcome.newest {
        Some(newest) => format!(
            "nothing to apply: {} applied, newest {} {} ({}){pending}\n",
            match outcome.applied {
                1 => "1 migration is".to_owned(),
                number => format!("{} are", count(number, "migration")),
            },
            newest.event.version,
            newest.event.name,
            time::minute(newest.event.at),
        ),
        None => format!("nothing to apply: there are no migrations{pending}\n"),
    }
}

fn dry_run(context: &Context, target: &Target, plan: &Plan) -> Report {
    let migrations: Vec<PlanJson> = plan.migrations.iter().map(Into::into).collect();
    let json = context.envelope("apply", target).with("dry_run", true).with("migrations", migrations);
    if plan.migrations.is_empty() {
        return Report::new(json, "nothing to apply\n".to_owned());
    }
    let text: String = plan.migrations.iter().map(migration::planned).collect();
    Report::new(json, text).hint(format!(
        "dry run: {} would be applied to {}; nothing was touched",
        count(plan.migrations.len(), "migration"),
        target.database.address.masked()
    ))
}
