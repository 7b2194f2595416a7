//! Whole-process timings of Whimbrel beside psql, pg_dump and squawk on the same server, in one run, as ratios.
//!
//! `cargo run --release -p whimbrel-benches` builds the release binary, starts a PostgreSQL of its own with
//! `fsync` and `synchronous_commit` on, and prints a table. `-- --rounds 7` repeats each pair more often;
//! `-- --only proxy` runs the rows whose name holds that word. squawk is the program that the environment variable `SQUAWK`
//! names, else that of the search path; without one, linting is not compared.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

mod lint;
mod measure;
mod scenes;
mod schema;
mod trace;
mod work;

use std::process::{Command, ExitCode};

use measure::Row;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|a| a == "measure") {
        return measure::child(&arguments[1..]);
    }
    let value_of = |flag: &str| arguments.iter().position(|a| a == flag).and_then(|i| arguments.get(i + 1));
    let rounds = value_of("--rounds").map_or(5, |n| n.parse().expect("--rounds takes a number"));
    let only = value_of("--only").cloned().unwrap_or_default();
    let built = Command::new("cargo").args(["build", "--release", "--bin", "whimbrel"]).status();
    assert!(built.is_ok_and(|s| s.success()), "the release binary does not build");

    let bench = scenes::Bench::start();
    println!("{}\n", bench.settings());
    println!("{}", Row::HEADER);
    for (name, scene) in scenes::ALL {
        if name.contains(&only) {
            println!("{}", scene(&bench, name, rounds));
        }
    }
    for (name, files) in scenes::LINT {
        if name.contains(&only) {
            match bench.lint(name, rounds, files) {
                Ok(row) => println!("{row}"),
                Err(alone) => println!("\n{alone}"),
            }
        }
    }
    if "tracing".contains(&only) || only.is_empty() {
        println!("\n{}", bench.trace(rounds));
    }
    if "diff of".contains(&only) || only.is_empty() {
        println!("\n{}", bench.compare(rounds));
    }
    ExitCode::SUCCESS
}
