//! `whimbrel lint`

use std::path::{Path, PathBuf};

use clap::Args;
use whimbrel_lint::{Finding, Run, lint};
use whimbrel_plan::Problem;
use whimbrel_plan::problem::together;
use whimbrel_report::{Envelope, FindingJson, Located};
use whimbrel_source::{Engine, Migration, SectionKind, Statement, discover, is_fixture};

use crate::args::{self, Format};
use crate::context::Context;
use crate::exit;
use crate::render::findings;
use crate::render::style::count;
use crate::report::Report;

/// Check migration files against the safety rules
///
/// Reads files only: no database is needed, and what depends on the size of a table or on what is in the schema already
/// is said as a warning. `plan` runs what is pending on a shadow database first and knows. Exits with 4 where a rule
/// finds an error that no comment allows.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel lint                                all migrations of the project
  whimbrel lint migrations/3_add_index.sql     some files
  whimbrel lint --format github                annotations in a pull request
  whimbrel lint --format sarif > whimbrel.sarif

A comment above a statement allows a finding, with the reason:
  -- whimbrel:allow drop-column because nothing has read it since release 41

docs/rules/README.md lists the rules.")]
pub struct Options {
    /// Files, or folders of migrations [default: the project's migrations]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Warnings count like errors
    #[arg(long)]
    pub strict: bool,
}

/// Runs it.
pub fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let config = context.config()?;
    let rules = config.lint()?;
    let engine = args::engine(&config, context);
    let migrations = if options.paths.is_empty() {
        let (folder, shown) = config.migrations()?;
        read(&folder, &shown)?
    } else {
        let mut all = Vec::new();
        for path in &options.paths {
            all.extend(read(&config.root.join(path), path)?);
        }
        all
    };
    let statements = migrations.iter().map(|migration| migration.statements(SectionKind::Up, engine));
    let statements: Vec<Vec<Statement>> = statements.collect::<Result<_, _>>()?;
    let pairs = migrations.iter().zip(&statements).map(|(migration, statements)| (migration, statements.as_slice()));
    let found = lint(&Run::of_text(engine, pairs), &rules);
    let located: Vec<Located<'_>> =
        found.iter().map(|finding| (finding, &migrations[finding.migration].file)).collect();
    Ok(report(&located, migrations.len(), engine, options.strict, context))
}

fn read(path: &Path, shown: &Path) -> Result<Vec<Migration>, Problem> {
    if path.is_dir() {
        return Ok(discover(path, shown).map_err(together)?.migrations);
    }
    // a shell's `*.sql` names the rows for a rehearsal, too
    if path.file_name().is_some_and(|name| is_fixture(&name.to_string_lossy())) {
        return Ok(Vec::new());
    }
    Ok(vec![whimbrel_source::read(path, shown)?])
}

fn report(located: &[Located<'_>], migrations: usize, engine: Engine, strict: bool, context: &Context) -> Report {
    let refuses = |finding: &Finding| {
        finding.refuses()
            || (strict && finding.allowed.is_none() && finding.severity >= whimbrel_lint::Severity::Warning)
    };
    let json = Envelope::new("lint")
        .with("engine", engine.as_str())
        .with("migrations", migrations)
        .with("findings", located.iter().map(|it| FindingJson::from(*it)).collect::<Vec<_>>());
    let text = match context.global.format {
        Format::Github => whimbrel_report::github(located),
        Format::Sarif => format!("{:#}\n", whimbrel_report::sarif(located, env!("CARGO_PKG_VERSION"))),
        Format::Markdown => whimbrel_report::markdown(located),
        _ => findings::human(located, &context.secrets),
    };
    let mut report = Report::new(json, context.secrets.mask(&text));
    if context.global.format == Format::Human {
        report.hints.push(format!("{} in {}", findings::summary(located), count(migrations, "migration")));
    }
    if located.iter().any(|(finding, _)| refuses(finding)) {
        report.exit = Some(exit::REFUSED);
    }
    report
}
