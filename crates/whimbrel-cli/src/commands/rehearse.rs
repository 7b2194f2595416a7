//! `whimbrel rehearse`

use clap::Args;
use whimbrel::rehearse;
use whimbrel_lint::Finding;
use whimbrel_plan::{ExitClass, Problem, Rehearsed};
use whimbrel_report::{Envelope, FindingJson, Located, RehearsedJson};
use whimbrel_source::Engine;

use crate::args::{self, Shadow};
use crate::context::Context;
use crate::render::rehearsal::{self, Judged};
use crate::report::Report;
use crate::terminal::narration::Narration;

/// Try all migrations on a shadow database: up, again, verify, test, down, up
///
/// From an empty database on, each migration is run, run a second time, verified, tested, taken back, and run once more,
/// with sample rows in the tables that are there before it. The target is not touched, and none is needed. For a
/// continuous integration: exits with 1 where a migration fails, with 6 where a check does not hold, and with 4 where a
/// rule finds an error in what was tried that no comment allows.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel rehearse
  whimbrel rehearse --shadow local:15      on a throw-away server of PostgreSQL 15, which is installed here
  whimbrel rehearse --shadow-url postgres://ci@localhost:5432/postgres   on a server that runs already")]
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
    let rules = config.lint()?;
    let schema = options.shadow.options(&config, context)?;
    let project = crate::project::project(&config)?;
    let files = project.read()?;
    let mut narration = Narration::start(&context.terminal, "rehearsing");
    let rehearsal = context.unless_interrupted(rehearse::folder(&files, &schema, &mut narration)).await?;
    drop(narration);
    let findings = rehearse::findings(&files, &rehearsal, &rules)?;
    let file = |finding: &Finding| &rehearsal.migrations[finding.migration].file;
    let located: Vec<Located<'_>> = findings.iter().map(|finding| (finding, file(finding))).collect();
    let json = Envelope::new("rehearse")
        .with("shadow", &rehearsal.on)
        .with("shadow_because", &rehearsal.because)
        .with("migrations", rehearsal.migrations.iter().map(RehearsedJson::from).collect::<Vec<_>>())
        .with("narrowed", &rehearsal.narrowed)
        .with("findings", located.iter().map(|it| FindingJson::from(*it)).collect::<Vec<_>>());
    let judged = Judged { rehearsal: &rehearsal, findings: &findings };
    let mut report = Report::new(json, context.secrets.mask(&rehearsal::human(judged)));
    report.hints.push(rehearsal::summary(judged, files.migrations.len()));
    Ok(report.problem(problem(judged)))
}

fn problem(judged: Judged<'_>) -> Option<Problem> {
    let rehearsal = judged.rehearsal;
    if let Some((migration, failure)) = rehearsal.failed() {
        return Some(rehearse::failure_problem(migration, failure, &rehearsal.on));
    }
    let fixture = |migration: &'_ Rehearsed| {
        let (file, failure) = migration.rows.fixture_failed.as_ref()?;
        Some(rehearse::fixture_problem(migration, file, failure, &rehearsal.on))
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
    let bad = judged.bad();
    if bad.is_empty() {
        return None;
    }
    let names = bad.iter().map(|migration| migration.version.to_string()).collect::<Vec<_>>().join(", ");
    let message = format!("not as they should be: {names}");
    Some(
        Problem::new(ExitClass::Refused, "rehearse.refused", message)
            .remedy("correct what is marked ✗ above")
            .remedy(allow(judged.findings))
            .state(state),
    )
}

/// What to write where it is right as it is.
fn allow(findings: &[Finding]) -> String {
    let refusing: Vec<&Finding> = findings.iter().filter(|it| it.refuses()).collect();
    let one = refusing.first().filter(|first| refusing.iter().all(|it| it.code == first.code));
    let code = one.map_or("CODE", |finding| finding.code);
    let is_of_up = |finding: &&Finding| finding.statement.is_some();
    let place = match (refusing.iter().any(is_of_up), refusing.iter().all(is_of_up)) {
        (_, true) => "above the statement",
        (false, _) => "above `-- migrate:down`",
        _ => "above the statement or `-- migrate:down`",
    };
    format!("or say {place} why it is right: -- whimbrel:allow {code} because REASON")
}
