//! What a command hands back: the same result for people and for programs, and the failure, if it was one.

use whimbrel_plan::Problem;
use whimbrel_report::{Envelope, TargetJson};

use crate::exit::{self, Exit};

/// A command's result.
pub struct Report {
    /// For people, on standard output; ends with a line break where it is not empty.
    pub human: String,
    /// For people, on standard error, after everything else: what to do next.
    pub hints: Vec<String>,
    /// For programs.
    pub json: Envelope,
    /// What failed, after what is told above had been done.
    pub problem: Option<Problem>,
    /// Where the exit code says something though nothing failed.
    pub exit: Option<Exit>,
}

impl Report {
    /// A success.
    pub fn new(json: Envelope, human: String) -> Self {
        Self { human, hints: Vec::new(), json, problem: None, exit: None }
    }

    /// A failure with nothing else to tell than which database it was about.
    pub fn failed(command: &str, target: Option<&TargetJson>, problem: Problem) -> Self {
        let json = Envelope::new(command);
        let json = if let Some(target) = target { json.with("target", target) } else { json };
        let mut report = Self::new(json, String::new());
        report.problem = Some(problem);
        report
    }

    /// With what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With a failure that came after what is told.
    pub fn problem(mut self, problem: Option<Problem>) -> Self {
        self.problem = problem;
        self
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        match (&self.problem, self.exit) {
            (Some(problem), _) => exit::of(problem.class),
            (None, Some(exit)) => exit,
            (None, None) => exit::DONE,
        }
    }

    /// The object for programs, the failure included.
    pub fn into_json(self, exit: Exit) -> Envelope {
        match &self.problem {
            Some(problem) => self.json.error(problem, exit.number),
            None => self.json,
        }
    }
}
