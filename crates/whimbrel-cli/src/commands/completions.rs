//! `whimbrel completions SHELL`

use clap::Args;
use clap_complete::Shell;
use whimbrel_report::Envelope;

use crate::report::Report;

/// Print the completion script of a shell
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel completions bash > ~/.local/share/bash-completion/completions/whimbrel
  whimbrel completions zsh > \"${fpath[1]}/_whimbrel\"
  whimbrel completions fish > ~/.config/fish/completions/whimbrel.fish")]
pub struct Options {
    /// Which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Runs it.
pub fn run(options: &Options) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut crate::command(), "whimbrel", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let json = Envelope::new("completions").with("shell", options.shell.to_string()).with("script", &script);
    Report::new(json, script)
}
