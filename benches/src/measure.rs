//! Runs a command as a process of its own and reads the operating system's account of it.

use std::fmt;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

/// One finished process.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Wall time, seconds.
    pub wall: f64,
    /// Peak resident memory, MiB.
    pub peak: f64,
}

/// Runs `command` through a copy of this program, because the peak memory that the system keeps for "children"
/// is that of the largest one ever.
pub fn run(command: &[String], variables: &[(&str, &str)]) -> Measured {
    let me = std::env::current_exe().expect("this program has a path");
    let output = Command::new(me)
        .arg("measure")
        .args(command)
        .envs(variables.iter().copied())
        .stderr(Stdio::piped())
        .output()
        .expect("this program can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{said}");
    let mut figures = text.split_whitespace().map(|f| f.parse().expect("the copy prints two figures"));
    Measured { wall: figures.next().unwrap_or(f64::NAN), peak: figures.next().unwrap_or(f64::NAN) }
}

/// The same, for a program that ends with `code` where it has found something.
pub fn run_finding(command: &[String], code: u8) -> Measured {
    run(command, &[(CODE, &code.to_string())])
}

/// In the environment of the copy: a code that is a success, too.
const CODE: &str = "WHIMBREL_BENCH_CODE";

/// The copy: runs the command, prints seconds and MiB.
pub fn child(command: &[String]) -> ExitCode {
    let start = Instant::now();
    let status = Command::new(&command[0]).args(&command[1..]).stdin(Stdio::null()).stdout(Stdio::null()).status();
    let wall = start.elapsed().as_secs_f64();
    #[expect(clippy::disallowed_methods, reason = "how the copy is told")]
    let code: Option<i32> = std::env::var(CODE).ok().and_then(|code| code.parse().ok());
    if !status.is_ok_and(|s| s.success() || code.is_some() && s.code() == code) {
        return ExitCode::FAILURE;
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system keeps account of children");
    // Linux counts in KiB.
    println!("{wall} {}", usage.max_rss() as f64 / 1024.0);
    ExitCode::SUCCESS
}

/// A line of the table: Whimbrel beside what it is compared with.
pub struct Row {
    /// What was done.
    pub name: &'static str,
    /// Whimbrel.
    pub ours: Vec<Measured>,
    /// The other.
    pub theirs: Vec<Measured>,
}

impl Row {
    /// The table's head.
    pub const HEADER: &str = "| what | whimbrel, s | other, s | ratio, median | ratio, min–max | whimbrel, MiB | other, MiB |\n\
                              | --- | --- | --- | --- | --- | --- | --- |";
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let walls = |side: &[Measured]| median(side.iter().map(|m| m.wall));
        let peaks = |side: &[Measured]| side.iter().map(|m| m.peak).fold(0.0, f64::max);
        let ratios: Vec<f64> = self.ours.iter().zip(&self.theirs).map(|(a, b)| a.wall / b.wall).collect();
        let (low, high) = ratios.iter().fold((f64::MAX, f64::MIN), |(l, h), r| (l.min(*r), h.max(*r)));
        write!(
            f,
            "| {} | {:.3} | {:.3} | **{:.2}** | {low:.2}–{high:.2} | {:.0} | {:.0} |",
            self.name,
            walls(&self.ours),
            walls(&self.theirs),
            median(ratios.iter().copied()),
            peaks(&self.ours),
            peaks(&self.theirs),
        )
    }
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
