//! `whimbrel revert`

use clap::{ArgGroup, Args};
use whimbrel::{Preview, RevertTo};
use whimbrel_plan::{ExitClass, Loss, LossKind, Plan, Problem, RunLog};
use whimbrel_report::{ChangeJson, LossJson, MigrationRunJson, PlanJson};
use whimbrel_source::Version;

use crate::args::version;
use crate::context::{Context, Target};
use crate::duration;
use crate::render::columns::{Cell, columns};
use crate::render::style::{BAD, BOLD, GOOD, NAME, WARN, count, grouped, paint};
use crate::render::wrap::wrap;
use crate::render::{changes, migration};
use crate::report::Report;
use crate::terminal::narration::Narration;
use crate::terminal::prompt::{Prompt, is_yes};

/// More than so many losses are summed up where they are told in a line.
const FEW_LOSSES: usize = 3;

/// Take migrations back, after showing what would be lost and asking for a typed phrase
///
/// Runs the `down` sections as they were recorded when the migrations were applied, newest first; the files are not
/// needed. Counts the rows that would be destroyed, and wants a phrase such as DELETE CHATS TABLE typed before it
/// destroys any. Without a terminal the phrase is passed with --confirm.
#[derive(Debug, Clone, Args)]
#[command(
    group(ArgGroup::new("far").args(["last", "to", "all"])),
    after_long_help = "Examples:
  whimbrel revert                          the newest one
  whimbrel revert --last 2 --dry-run       show what it would do and destroy; touch nothing
  whimbrel revert --to 20251224093000      everything newer than this version, which stays
  whimbrel revert --all --confirm 'DELETE CHATS TABLE'"
)]
pub struct Options {
    /// How many of the newest to take back [default: 1]
    #[arg(long, value_name = "N")]
    pub last: Option<usize>,
    /// Take back everything newer than this version, which stays applied
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub to: Option<Version>,
    /// Take everything back
    #[arg(long)]
    pub all: bool,
    /// The phrase that would have to be typed; the refusal without it says which
    #[arg(long, value_name = "PHRASE")]
    pub confirm: Option<String>,
    /// Show what it would do and destroy; touch nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Options {
    fn how_far(&self) -> RevertTo {
        match (&self.to, self.all) {
            (Some(version), _) => RevertTo::Version(version.clone()),
            (None, true) => RevertTo::All,
            (None, false) => RevertTo::Last(self.last.unwrap_or(1)),
        }
    }

    /// As it was typed, to be shown with what was missing.
    fn command(&self, program: &str) -> String {
        match self.how_far() {
            RevertTo::Last(number) => format!("{program} revert --last {number}"),
            RevertTo::Version(version) => format!("{program} revert --to {version}"),
            RevertTo::All => format!("{program} revert --all"),
        }
    }
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let mut session = context.open_to_read(&target).await?;
    let narration = Narration::start(&context.terminal, "counting what would be lost");
    let preview = session.preview_revert(&options.how_far(), &context.interrupt).await;
    drop(narration);
    let preview = match preview {
        Ok(preview) => preview,
        Err(problem) => {
            session.close().await;
            return Err(problem);
        }
    };
    let is_empty = preview.plan.migrations.is_empty();
    if is_empty || options.dry_run {
        session.close().await;
        let json = with_preview(context, &target, &preview).with("dry_run", options.dry_run);
        let json = json.with("reverted", Vec::<MigrationRunJson>::new());
        let human =
            if is_empty { "nothing to revert\n".to_owned() } else { shown(&preview) + &statements(&preview.plan) };
        let report = Report::new(json, human);
        return Ok(if is_empty { report } else { report.hint("dry run: nothing was touched") });
    }
    let confirmation = match confirm(options, context, &preview).await {
        Ok(confirmation) => confirmation,
        Err(problem) => {
            session.close().await;
            let json = with_preview(context, &target, &preview).with("dry_run", false);
            let json = json.with("reverted", Vec::<MigrationRunJson>::new());
            return Ok(Report::new(json, String::new()).problem(Some(*problem)));
        }
    };
    let mut narration = Narration::start(&context.terminal, "reverting");
    let log = session.revert(&preview, confirmation.as_deref(), &mut narration, &context.interrupt).await;
    drop(narration);
    session.close().await;
    let log = log?;
    let json = with_preview(context, &target, &preview)
        .with("dry_run", false)
        .with("reverted", log.migrations.iter().map(MigrationRunJson::from).collect::<Vec<_>>())
        .with("changes", log.changes.iter().map(ChangeJson::from).collect::<Vec<_>>())
        .with("duration_ms", u64::try_from(log.duration.as_millis()).unwrap_or(u64::MAX));
    Ok(Report::new(json, wrap(&human(context, &target, &log), context.terminal.width())))
}

fn with_preview(context: &Context, target: &Target, preview: &Preview) -> whimbrel_report::Envelope {
    context
        .envelope("revert", target)
        .with("planned", preview.plan.migrations.iter().map(PlanJson::from).collect::<Vec<_>>())
        .with("losses", preview.losses.iter().map(LossJson::from).collect::<Vec<_>>())
        .with("phrase", &preview.phrase)
}

/// What was typed or passed where a phrase is asked for. The error is boxed for its size.
async fn confirm(options: &Options, context: &Context, preview: &Preview) -> Result<Option<String>, Box<Problem>> {
    context.terminal.say(shown(preview).trim_end());
    let program = options.command(&context.global.program());
    let Some(phrase) = &preview.phrase else {
        // Nothing that can hold data goes: a plain yes is enough.
        if context.global.yes || options.confirm.is_some() {
            return Ok(None);
        }
        let Some(prompt) = Prompt::open(&context.terminal) else {
            return Err(refused("failed to revert: nobody confirmed it").remedy(format!("{program} --yes")).into());
        };
        let answer = answered(&prompt, "No data is lost. Go on? [y/N]", context).await?;
        return if is_yes(&answer) { Ok(None) } else { Err(refused("failed to revert: it was not confirmed").into()) };
    };
    let command = format!("{program} --confirm '{}'", phrase.replace('\'', "'\\''"));
    if let Some(given) = &options.confirm {
        if given.trim() == phrase {
            return Ok(Some(phrase.clone()));
        }
        let problem = refused("failed to revert: what was passed with --confirm is not the phrase");
        return Err(problem.remedy(command).into());
    }
    let Some(prompt) = Prompt::open(&context.terminal) else {
        let problem = refused("failed to revert: it destroys data, and nobody confirmed that");
        return Err(problem.cause(losses_in_words(&preview.losses)).remedy(command).into());
    };
    let question = format!("This cannot be undone. Type {} to go on:", paint(BOLD, phrase));
    let typed = answered(&prompt, &question, context).await?;
    if typed == *phrase {
        Ok(Some(typed))
    } else {
        Err(refused("failed to revert: what was typed is not the phrase").into())
    }
}

async fn answered(prompt: &Prompt, question: &str, context: &Context) -> Result<String, Box<Problem>> {
    match prompt.ask(question, &context.interrupt).await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => {
            Err(Problem::new(ExitClass::Interrupted, "interrupted", "interrupted").state("nothing was changed").into())
        }
        Err(error) => Err(refused(&format!("failed to revert: the terminal gave no answer: {error}")).into()),
    }
}

fn refused(message: &str) -> Problem {
    Problem::new(ExitClass::Refused, "revert.not_confirmed", message).state("nothing was changed")
}

fn losses_in_words(losses: &[Loss]) -> String {
    if losses.len() > FEW_LOSSES {
        return losses_in_sum(losses);
    }
    let words: Vec<_> = losses
        .iter()
        .map(|loss| match &loss.kind {
            LossKind::Table => format!("the table {} with {}", loss.table, counted(loss.rows, "row")),
            LossKind::Column(column) => {
                format!("the column {}.{column} with {}", loss.table, counted(loss.rows, "value"))
            }
            LossKind::DeletedRows => format!("{} of {}", counted(loss.rows, "row"), loss.table),
            LossKind::OverwrittenRows => format!("values in {} of {}", counted(loss.rows, "row"), loss.table),
        })
        .collect();
    format!("it would destroy {}", words.join(", "))
}

/// `it would destroy 23 tables with 41 rows, 2 columns with 5 values; …`
fn losses_in_sum(losses: &[Loss]) -> String {
    let of_kind = |is_kind: fn(&LossKind) -> bool, one: &str, rows: &str| {
        let these: Vec<&Loss> = losses.iter().filter(|loss| is_kind(&loss.kind)).collect();
        let sum = counted(these.iter().map(|loss| loss.rows).sum(), rows);
        match one {
            _ if these.is_empty() => None,
            "" => Some(sum),
            _ => Some(format!("{} with {sum}", count(these.len(), one))),
        }
    };
    let words = [
        of_kind(|kind| matches!(kind, LossKind::Table), "table", "row"),
        of_kind(|kind| matches!(kind, LossKind::Column(_)), "column", "value"),
        of_kind(|kind| matches!(kind, LossKind::DeletedRows), "", "row"),
        of_kind(|kind| matches!(kind, LossKind::OverwrittenRows), "", "overwritten row"),
    ];
    let words: Vec<_> = words.into_iter().flatten().collect();
    format!("it would destroy {}; each is listed with its rows", words.join(", "))
}

fn counted(rows: Option<u64>, one: &str) -> String {
    match rows {
        Some(number) => count(usize::try_from(number).unwrap_or(usize::MAX), one),
        None => format!("an unknown number of {one}s"),
    }
}

/// What would be taken back and what would be lost.
fn shown(preview: &Preview) -> String {
    let mut text = format!("{}\n", paint(BOLD, "to be taken back, in this order:"));
    for migration in &preview.plan.migrations {
        text.push_str(&format!("  {} {}\n", migration.version, migration.name));
    }
    text.push('\n');
    if preview.losses.is_empty() {
        text.push_str(&format!("{}\n\n", paint(GOOD, "no data would be lost")));
        return text;
    }
    text.push_str(&format!("{}\n", paint(WARN, "what would be lost:")));
    let rows: Vec<_> = preview
        .losses
        .iter()
        .map(|loss| {
            let what = match &loss.kind {
                LossKind::Table => "the whole table",
                LossKind::Column(column) => &format!("column {column}"),
                LossKind::DeletedRows => "rows that are deleted",
                LossKind::OverwrittenRows => "rows that are overwritten",
            };
            vec![
                Cell::new(&loss.table),
                Cell::new(what),
                match loss.rows {
                    Some(0) => Cell::painted(GOOD, "0"),
                    Some(number) => Cell::painted(BAD, grouped(number)),
                    None => Cell::painted(BAD, "unknown"),
                },
            ]
        })
        .collect();
    for line in columns(&["table", "what goes", "rows"], &rows, None).lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text.push('\n');
    if let Some(phrase) = &preview.phrase {
        text.push_str(&format!("phrase to confirm it: {}\n\n", paint(NAME, phrase)));
    }
    text
}

fn statements(plan: &Plan) -> String {
    plan.migrations.iter().map(migration::planned).collect()
}

fn human(context: &Context, target: &Target, log: &RunLog) -> String {
    let mut text: String = log.migrations.iter().map(migration::run).collect();
    text.push_str(&changes::human(&log.changes, context.terminal.verbose > 0));
    text.push_str(&format!(
        "{} {} on {} in {}\n",
        paint(GOOD, "reverted and verified"),
        paint(BOLD, count(log.migrations.len(), "migration")),
        target.database.address.masked(),
        duration::show(log.duration),
    ));
    text
}
