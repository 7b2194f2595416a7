//! `whimbrel diff A B`

use clap::Args;
use whimbrel::schema::{self, Source};
use whimbrel_plan::{Difference, Problem};
use whimbrel_report::{DifferenceJson, Envelope};

use crate::args::{Format, Shadow};
use crate::context::Context;
use crate::exit;
use crate::render::difference;
use crate::report::Report;
use crate::source;
use crate::terminal::narration::Narration;

/// Show the SQL that turns one schema into another, proven
///
/// The statements are run on a shadow database that holds A, and what is read back must be B: a difference that is
/// printed works. Neither A nor B is written to. A and B are each one of: `target:` for the configured database, a
/// database's URL, `migrations:` for the project's migrations, a folder of migrations, a .sql file or a folder of them
/// with a complete schema in any order, `empty:`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel diff target: schema.sql              what would make the database what the file says
  whimbrel diff empty: schema.sql --format sql  the file's statements in an order that works
  whimbrel diff migrations: target: --exit-code for CI: 3 where they differ
  whimbrel diff old.sql new.sql --rename users.name=full_name")]
pub struct Options {
    /// What is there
    #[arg(value_name = "A")]
    pub from: String,
    /// What is wanted
    #[arg(value_name = "B")]
    pub to: String,
    /// Rename instead of dropping and creating, such as users.name=full_name or users=accounts; may be given again
    ///
    /// A line `-- whimbrel:rename users.name=full_name` in the file of B does the same.
    #[arg(long, value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// Put sample rows into A first, and see that they survive where no loss is announced
    #[arg(long)]
    pub with_rows: bool,
    /// Exit with 3 where A and B differ
    #[arg(long)]
    pub exit_code: bool,
    /// Where it is tried, and what is compared.
    #[command(flatten)]
    pub shadow: Shadow,
}

/// Runs it.
pub async fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let config = context.config()?;
    let from = source::parse(&options.from, &config, context)?;
    let to = source::parse(&options.to, &config, context)?;
    let mut schema = options.shadow.options(&config, context)?;
    schema.renames.clone_from(&options.rename);
    schema.with_rows = options.with_rows;
    let difference = compare(&from, &to, &schema, context).await?;
    let json = Envelope::new("diff").with_all(DifferenceJson::from(&difference));
    let text = match context.global.format {
        Format::Sql => difference::sql(&difference),
        Format::Markdown => difference::markdown(&difference),
        _ => difference::human(&difference),
    };
    let mut report = Report::new(json, text);
    if options.exit_code && !difference.is_empty() {
        report.exit = Some(exit::PENDING);
    }
    Ok(report)
}

async fn compare(
    from: &Source,
    to: &Source,
    schema: &schema::SchemaOptions,
    context: &Context,
) -> Result<Difference, Problem> {
    let _narration = Narration::start(&context.terminal, "comparing");
    context.unless_interrupted(schema::diff(from, to, schema)).await
}
