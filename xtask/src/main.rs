//! Project chores: `cargo xtask check` holds the repository to its own rules, `cargo xtask docs` writes the generated
//! pages. Both also run as tests of this package.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod architecture;
mod docs;
mod false_alarms;
mod lengths;
mod licences;
mod metadata;
mod unused;

use std::path::Path;
use std::process::ExitCode;

/// What is wrong, one sentence each.
type Problems = Vec<String>;

type Check = fn() -> Problems;

/// Every check, by name.
const CHECKS: &[(&str, Check)] = &[
    ("crates and their directions are as ARCHITECTURE.md says", architecture::check),
    ("every dependency is used", unused::check),
    ("every licence is one that deny.toml allows", licences::check),
    ("no file has become too long", lengths::check),
    ("generated pages are fresh", docs::check),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["check"] => check(),
        ["docs"] => {
            docs::write();
            ExitCode::SUCCESS
        }
        ["docs", "--check"] => report("generated pages are fresh", &docs::check()),
        _ => {
            eprintln!("usage: cargo xtask check | cargo xtask docs [--check]");
            ExitCode::from(2)
        }
    }
}

fn check() -> ExitCode {
    let mut exit = ExitCode::SUCCESS;
    for (name, check) in CHECKS {
        let problems = check();
        if !problems.is_empty() {
            exit = ExitCode::FAILURE;
        }
        report(name, &problems);
    }
    exit
}

fn report(name: &str, problems: &[String]) -> ExitCode {
    println!("{} {name}", if problems.is_empty() { "ok    " } else { "FAILED" });
    for problem in problems {
        println!("       {problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
