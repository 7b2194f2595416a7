//! The command line: options, configuration, terminal, hooks, exit codes. Knows no SQL; what a command does to a
//! database is the `whimbrel` crate's work.
//!
//! A command returns a `report::Report` or a problem; this file prints it and chooses the exit code, so that no
//! command prints a result or exits by itself.

mod args;
mod commands;
mod config;
mod context;
pub mod docs;
mod duration;
pub mod exit;
mod hooks;
mod project;
mod render;
mod report;
mod revision;
mod secrets;
mod shadow;
mod source;
mod terminal;

use std::ffi::OsString;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::Envelope;

use args::{Cli, Command, Format};
use context::{Context, Found};
use report::Report;
use secrets::Secrets;
use terminal::Terminal;

pub use args::command;

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    // Nothing is set up before this: `--version` and `--help` end here.
    let Cli { global, command } = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &arguments),
    };
    let secrets = Secrets::default();
    let terminal = Terminal::new(&global, secrets.clone());
    mask_panics(secrets.clone());
    let name = command.name();
    let found = Found::default();
    let ran = std::panic::catch_unwind(AssertUnwindSafe(|| {
        run(command, Context::new(global, terminal.clone(), secrets, Found::clone(&found)))
    }));
    let report = match ran.unwrap_or_else(|_| Err(bug())) {
        Ok(report) => report,
        Err(problem) => Report::failed(name, found.get(), problem),
    };
    ExitCode::from(print(&terminal, report).number)
}

fn run(command: Command, context: Context) -> Result<Report, Problem> {
    command.check(context.global.format)?;
    match commands::without_database(&command, &context) {
        Some(result) => result,
        None => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            let runtime = runtime.map_err(|error| {
                Problem::new(ExitClass::Failed, "system.threads", format!("failed to start threads: {error}"))
            })?;
            let result = runtime.block_on(async {
                context.listen_for_signals();
                commands::with_database(command, &context).await
            });
            // A thread that still waits for a health check's answer is not waited for.
            runtime.shutdown_background();
            result
        }
    }
}

fn print(terminal: &Terminal, report: Report) -> exit::Exit {
    let exit = report.exit();
    match terminal.format {
        Format::Json => terminal.json(report.into_json(exit)),
        _ => {
            terminal.data(&report.human);
            if let Some(problem) = &report.problem {
                terminal.problem(problem);
            }
            report.hints.iter().for_each(|hint| terminal.say(hint));
        }
    }
    exit
}

/// What clap says about the arguments: help and version on standard output, a mistake on standard error, or as JSON
/// where that was asked for.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let is_mistake = error.use_stderr();
    let asked_for_json = arguments.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json")
        || arguments.iter().any(|argument| argument == "--format=json");
    if is_mistake && asked_for_json && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let text = error.render().to_string();
        let mut lines = text.lines();
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let mut problem = Problem::new(ExitClass::Usage, "usage", message);
        let rest = lines.map(str::trim).filter(|line| !line.is_empty());
        problem.remedies = rest.map(str::to_owned).collect();
        let envelope = Envelope::new("whimbrel").error(&problem, exit::USAGE.number);
        let mut value = envelope.into_value();
        Secrets::default().mask_json(&mut value);
        anstream::println!("{value:#}");
    } else if is_mistake {
        // A URL where none belongs is echoed by the message.
        anstream::eprint!("{}", Secrets::default().mask(&error.render().ansi().to_string()));
    } else {
        // A closed pipe is no reason to fail: whoever asked for help has seen it.
        let _gone = error.print();
    }
    ExitCode::from(if is_mistake { exit::USAGE.number } else { exit::DONE.number })
}

fn mask_panics(secrets: Secrets) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
        let said = panic.payload_as_str().unwrap_or("no message");
        anstream::eprintln!("{}", secrets.mask(&format!("whimbrel has a bug{place}: {said}")));
    }));
}

fn bug() -> Problem {
    Problem::new(ExitClass::Failed, "bug", "failed because of a bug in whimbrel; its message is above")
        .cause("a transaction that was open is rolled back by the database")
        .remedy("whimbrel status")
        .remedy("report it with the message above and what you ran")
}
