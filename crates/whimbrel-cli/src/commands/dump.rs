//! `whimbrel dump SOURCE`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use whimbrel::schema::{self, Dump};
use whimbrel_catalog::generate::{self, Statement};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::{Envelope, SeenJson, StatementJson};
use whimbrel_source::Engine;

use crate::args::Shadow;
use crate::context::Context;
use crate::render::difference::{folder, not_compared};
use crate::render::style::{GOOD, count, paint};
use crate::report::Report;
use crate::source;
use crate::terminal::narration::Narration;

/// Write a schema as SQL that makes it again
///
/// The same schema gives the same text. Reads only. SOURCE is one of: `target:` for the configured database, a
/// database's URL, `migrations:` for the project's migrations, a folder of migrations, a .sql file or a folder of them.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel dump > schema.sql             the configured database
  whimbrel dump --split schema           one file for each object
  whimbrel dump migrations:              what the migrations make")]
pub struct Options {
    /// The schema to write
    #[arg(value_name = "SOURCE", default_value = "target:")]
    pub source: String,
    /// Write a file for each object into this folder, which is made
    ///
    /// Files that are there already are overwritten where the object is still there, and otherwise left alone and
    /// named.
    #[arg(long, value_name = "DIR")]
    pub split: Option<PathBuf>,
    /// Where it is tried, and what is written.
    #[command(flatten)]
    pub shadow: Shadow,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let config = context.config()?;
    let source = source::parse(&options.source, &config, context)?;
    let schema = options.shadow.options(&config, context)?;
    let narration = Narration::start(&context.terminal, "reading");
    let dump = context.unless_interrupted(schema::dump(&source, &schema)).await;
    drop(narration);
    let dump = dump?;
    let statements: Vec<StatementJson> = dump.statements.iter().map(Into::into).collect();
    let seen: Vec<SeenJson> = dump.seen.iter().map(Into::into).collect();
    let json = Envelope::new("dump").with("of", &dump.of).with("statements", statements).with("not_compared", seen);
    let mut report = match &options.split {
        Some(shown) => {
            let (written, stale) = split(&dump, &config.root.join(shown), shown)?;
            let human = format!("{} {} in {}\n", paint(GOOD, "wrote"), count(written.len(), "file"), shown.display());
            let json = json.with("files", &written).with("stale", &stale);
            let mut report = Report::new(json, human);
            let stale = stale.iter().map(|file| format!("{file} is of no object any more: remove it"));
            report.hints.extend(stale);
            report
        }
        None => Report::new(json, text(&dump)),
    };
    report.hints.extend(not_compared(&dump.seen).lines().map(str::to_owned));
    report.hints.extend(dump.remarks);
    Ok(report)
}

fn text(dump: &Dump) -> String {
    let settings: &[&str] = if dump.engine == Engine::Postgres { &generate::SETTINGS } else { &[] };
    let settings: String = settings.iter().map(|setting| format!("{setting};\n")).collect();
    format!("{settings}{}", generate::text(&dump.statements)).trim_start().to_owned()
}

/// One file for each object, in a folder for each kind; what belongs to a table is in the table's file.
fn split(dump: &Dump, folder: &Path, shown: &Path) -> Result<(Vec<String>, Vec<String>), Problem> {
    let mut files: BTreeMap<PathBuf, Vec<&Statement>> = BTreeMap::new();
    for statement in &dump.statements {
        files.entry(file_of(dump, statement)).or_default().push(statement);
    }
    let failed = |path: &Path, error: std::io::Error| {
        let message = format!("failed to write {}: {error}", path.display());
        Problem::new(ExitClass::Failed, "file.write", message)
    };
    let mut known = Vec::new();
    existing(folder, folder, &mut known).map_err(|error| failed(shown, error))?;
    let mut written = Vec::new();
    for (file, statements) in &files {
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| failed(&shown.join(file), error))?;
        let text: Vec<_> = statements.iter().map(|statement| format!("{};\n", statement.sql)).collect();
        fs::write(&path, text.join("\n")).map_err(|error| failed(&shown.join(file), error))?;
        written.push(shown.join(file).display().to_string());
    }
    let stale = known.iter().filter(|file| !files.contains_key(*file));
    Ok((written, stale.map(|file| shown.join(file).display().to_string()).collect()))
}

/// `tables/public.users.sql`
fn file_of(dump: &Dump, statement: &Statement) -> PathBuf {
    let id = &statement.object;
    let (kind, name) = match id.relation() {
        Some(relation) => {
            let whole = dump.statements.iter().map(|s| &s.object);
            let kind = whole.filter(|o| o.on.is_none()).find(|o| o.relation().as_ref() == Some(&relation));
            (kind.map_or(id.kind, |whole| whole.kind), relation.name)
        }
        None => (id.kind, id.name.clone()),
    };
    let schema = id.schema.as_ref().map(|schema| format!("{schema}.")).unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() || "._-()".contains(c) { c } else { '_' };
    let name: String = format!("{schema}{name}").chars().map(plain).collect();
    // Most file systems end names at 255 bytes.
    let short: String = name.chars().take(60).collect();
    PathBuf::from(folder(kind)).join(format!("{short}.sql"))
}

/// The `.sql` files that are there, relative to the folder.
fn existing(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            existing(root, &path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "sql")
            && let Ok(inside) = path.strip_prefix(root)
        {
            found.push(inside.to_owned());
        }
    }
    Ok(())
}
