//! `whimbrel man`

use clap::Args;
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::Envelope;

use crate::report::Report;

/// Print the manual page
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel man | man -l -
  whimbrel man > ~/.local/share/man/man1/whimbrel.1")]
pub struct Options {}

/// Runs it.
pub fn run() -> Result<Report, Problem> {
    let page = page().map_err(|error| {
        Problem::new(ExitClass::Failed, "man.render", format!("failed to write the manual page: {error}"))
    })?;
    Ok(Report::new(Envelope::new("man").with("page", &page), page))
}

/// One page with every command as a section of it.
fn page() -> std::io::Result<String> {
    let mut command = crate::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for command in command.get_subcommands() {
        let man = clap_mangen::Man::new(command.clone());
        // roff: a section heading, then the command's own parts.
        page.extend(format!(".SH \"WHIMBREL {}\"\n", command.get_name().to_uppercase()).bytes());
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}
