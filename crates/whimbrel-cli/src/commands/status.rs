//! `whimbrel status`

use clap::Args;
use whimbrel_plan::{Problem, State, Status, StatusRow};
use whimbrel_report::StatusJson;

use crate::context::Context;
use crate::exit;
use crate::render::columns::{Cell, columns};
use crate::render::style::{BAD, DIM, GOOD, NAME, WARN, count, paint};
use crate::render::time;
use crate::report::Report;

/// Show what is applied, pending, edited, missing or out of order
///
/// Reads only: it makes no table and writes nothing.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel status
  whimbrel status --exit-code          exit with 3 if anything is not applied, for CI
  whimbrel status --format json | jq '.migrations[] | select(.state == \"pending\") | .version'")]
pub struct Options {
    /// Exit with 3 if something is pending, edited, missing or out of order
    #[arg(long)]
    pub exit_code: bool,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let target = context.target()?;
    let mut session = context.open_to_read(&target).await?;
    let status = context.unless_interrupted(session.status()).await;
    session.close().await;
    let status = status?;
    let json = context.envelope("status", &target).with_all(StatusJson::from(&status));
    let mut human =
        format!("{}\n\n", paint(DIM, format!("{}, from {}", target.database.address.masked(), target.database.origin)));
    human.push_str(&table(&status, context.terminal.width()));
    let mut report = Report::new(json, human);
    report.hints = hints(&status);
    if options.exit_code && !status.is_clean() {
        report.exit = Some(exit::PENDING);
    }
    Ok(report)
}

fn table(status: &Status, width: Option<usize>) -> String {
    if status.rows.is_empty() {
        return "there are no migrations yet\n".to_owned();
    }
    let rows: Vec<_> = status.rows.iter().map(row).collect();
    let mut text = columns(&["version", "name", "state", "when", "took", "by", "description"], &rows, width);
    text.push('\n');
    text.push_str(&summary(status));
    text.push('\n');
    text
}

fn row(row: &StatusRow) -> Vec<Cell> {
    let (style, word) = match row.state {
        State::Applied => (GOOD, "applied"),
        State::Pending => (NAME, "pending"),
        State::OutOfOrder => (WARN, "out of order"),
        State::Edited => (BAD, "edited"),
        State::Missing => (BAD, "missing"),
        State::Unfinished => (WARN, "unfinished"),
    };
    let word = match (row.progress, &row.failure, &row.applied) {
        (Some((done, total)), ..) => format!("{word} ({done}/{total})"),
        (None, Some(_), _) => format!("{word}, failed"),
        (None, None, Some(applied)) if applied.baselined => format!("{word} (baseline)"),
        _ => word.to_owned(),
    };
    let event = row.applied.as_ref().map(|applied| &applied.event);
    let ran = row.applied.as_ref().is_some_and(|applied| !applied.baselined);
    vec![
        Cell::new(row.version.to_string()),
        Cell::new(&row.name),
        Cell::painted(style, word),
        Cell::new(event.map(|event| time::minute(event.at)).unwrap_or_default()),
        Cell::new(event.filter(|_| ran).map(|event| time::milliseconds(event.duration_ms)).unwrap_or_default()),
        Cell::new(event.map(|event| event.actor.clone()).unwrap_or_default()),
        Cell::new(row.description.clone().unwrap_or_default()),
    ]
}

/// `3 applied, 1 pending`
fn summary(status: &Status) -> String {
    let states = [
        (State::Applied, "applied"),
        (State::Pending, "pending"),
        (State::OutOfOrder, "out of order"),
        (State::Edited, "edited"),
        (State::Missing, "missing"),
        (State::Unfinished, "unfinished"),
    ];
    let parts: Vec<_> = states
        .into_iter()
        .map(|(state, word)| (status.in_state(state).count(), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    format!("{}: {}", count(status.rows.len(), "migration"), parts.join(", "))
}

fn hints(status: &Status) -> Vec<String> {
    let command = |text: String| paint(NAME, text);
    let mut hints = Vec::new();
    for row in &status.rows {
        let version = &row.version;
        let which = format!("{version} {}", row.name);
        match row.state {
            State::Edited => hints.push(format!(
                "{which} was edited after it was applied: restore the file, or accept it: {}",
                command(format!("whimbrel repair --accept {version}"))
            )),
            State::Missing => hints.push(format!(
                "{which} is applied, but its file is gone: restore the file, or drop the record: {}",
                command(format!("whimbrel repair --forget {version}"))
            )),
            State::OutOfOrder => hints.push(format!(
                "{which} is older than what is applied: give it a new version, or: {}",
                command("whimbrel apply --allow-out-of-order".to_owned())
            )),
            State::Unfinished => hints.push(format!(
                "{which} was interrupted; the next apply goes on where it stopped: {}",
                command("whimbrel apply".to_owned())
            )),
            State::Applied | State::Pending => {}
        }
        if let Some(failure) = &row.failure {
            hints.push(format!("{which} failed when it was last tried: {failure}"));
        }
    }
    if hints.is_empty() && status.in_state(State::Pending).next().is_some() {
        hints.push(format!("apply what is pending: {}", command("whimbrel apply".to_owned())));
    }
    hints
}
