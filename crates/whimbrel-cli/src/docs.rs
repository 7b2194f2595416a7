//! The reference pages that are generated from the program itself: `docs/cli.md` and `docs/exit-codes.md`.

use std::fmt::Write;

use clap::Command;

use crate::exit;

/// `docs/cli.md`: every command with its complete help.
pub fn cli() -> String {
    let mut page = String::from(
        "# The command line\n\n\
         Generated from the program by `cargo xtask docs`; change the help texts in `crates/whimbrel-cli/src`.\n\n",
    );
    let mut command = crate::command().term_width(100);
    command.build();
    section(&mut page, &mut command, 2);
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        if let Some(sub) = command.find_subcommand_mut(&name) {
            // The global options stand at the top, once.
            let mut sub = sub.clone().mut_args(|argument| {
                let is_global = argument.is_global_set();
                argument.hide(is_global)
            });
            section(&mut page, &mut sub, 2);
        }
    }
    page
}

fn section(page: &mut String, command: &mut Command, level: usize) {
    let title = command.get_display_name().map_or_else(|| command.get_name().to_owned(), |name| name.replace('-', " "));
    let help = command.render_long_help().to_string();
    let help: Vec<_> = help.lines().map(str::trim_end).collect();
    // Writing to a string cannot fail.
    let _ = write!(page, "{} `{title}`\n\n```text\n{}\n```\n\n", "#".repeat(level), help.join("\n").trim());
}

/// `docs/exit-codes.md`
pub fn exit_codes() -> String {
    let mut page = String::from(
        "# Exit codes\n\n\
         Generated from `crates/whimbrel-cli/src/exit.rs` by `cargo xtask docs`.\n\n\
         | code | name | meaning |\n| ---: | --- | --- |\n",
    );
    for exit in exit::ALL {
        let _ = writeln!(page, "| {} | `{}` | {} |", exit.number, exit.name, exit.meaning);
    }
    page
}
