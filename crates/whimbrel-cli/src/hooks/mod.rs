//! `[after.apply]`: commands and a health check, run after something was applied and verified.

mod command;
mod health;

use std::time::Duration;

use whimbrel::Interrupt;
use whimbrel_plan::{ExitClass, HookResult, Problem};

use crate::config::{After, Config};
use crate::secrets::Secrets;
use crate::terminal::Terminal;

/// How long a command may take where nothing is said.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a service may take to become healthy where nothing is said.
const HEALTHY_WITHIN: Duration = Duration::from_secs(60);

/// What the hooks did.
#[derive(Debug, Default)]
pub struct Hooks {
    /// Those that ran, in order.
    pub results: Vec<HookResult>,
    /// Those that were not run because one before them failed.
    pub skipped: Vec<String>,
    /// True where Ctrl-C ended them.
    pub interrupted: bool,
}

/// True where the configuration names any.
pub fn any(after: &After) -> bool {
    after.commands.as_ref().is_some_and(|commands| !commands.is_empty()) || after.health.is_some()
}

/// Runs the commands in the project's folder, one after another, then asks for the health; stops at the first that
/// fails.
pub async fn run(config: &Config, terminal: &Terminal, interrupt: &Interrupt) -> Result<Hooks, Problem> {
    let after = &config.settings.after_apply;
    let timeout = after.timeout.unwrap_or(COMMAND_TIMEOUT);
    let health = match &after.health {
        Some(health) => {
            let url = health.url.as_ref().ok_or_else(no_url)?;
            Some((config.expand(url)?, health.status.unwrap_or(200), health.within.unwrap_or(HEALTHY_WITHIN)))
        }
        None => None,
    };
    let mut hooks = Hooks::default();
    // Shell variables are the shell's to replace.
    let mut commands = after.commands.iter().flatten().map(|command| command.value.clone());
    let mut failed = false;
    for command in commands.by_ref() {
        terminal.detail(1, &format!("after apply: {command}"));
        let result = command::run(&command, config, timeout, terminal, interrupt).await;
        failed = !result.ok;
        hooks.results.push(masked(result, &config.secrets));
        if failed {
            break;
        }
    }
    hooks.skipped.extend(commands);
    if let Some((url, status, within)) = health {
        if failed {
            hooks.skipped.push(format!("health check of {url}"));
        } else {
            terminal.detail(1, &format!("after apply: waiting for {url} to answer {status}"));
            let result = health::check(&url, status, within, interrupt).await;
            hooks.results.push(masked(result, &config.secrets));
        }
    }
    hooks.skipped.iter_mut().for_each(|hook| *hook = config.secrets.mask(hook));
    hooks.interrupted = interrupt.is_triggered();
    Ok(hooks)
}

impl Hooks {
    /// The problem that a failed hook is; the schema stays as it was made.
    pub fn problem(&self, applied: bool) -> Option<Problem> {
        let failed = self.results.iter().find(|result| !result.ok)?;
        let class = if self.interrupted { ExitClass::Interrupted } else { ExitClass::Failed };
        let mut problem = Problem::new(class, "hook.failed", format!("failed to run after apply: {}", failed.what));
        match failed.code {
            Some(code) => problem.database.push(("status", code.to_string())),
            None => problem.database.push(("status", "none".to_owned())),
        }
        if !failed.output.trim().is_empty() {
            problem.database.push(("output", failed.output.trim_end().to_owned()));
        }
        if !self.skipped.is_empty() {
            problem.cause = Some(format!("not run because of it: {}", self.skipped.join("; ")));
        }
        let state = match (applied, self.interrupted) {
            (_, true) => "the schema is applied and recorded; the hooks were interrupted",
            (true, false) => "the schema is applied and recorded",
            (false, false) => "the schema was applied and recorded before; nothing was changed",
        };
        Some(problem.state(state).remedy("correct what failed, then run the hooks alone: whimbrel apply --hooks"))
    }
}

fn no_url() -> Problem {
    Problem::new(ExitClass::Usage, "config.value", "failed to read whimbrel.toml: `health` has no `url`")
        .remedy("health = { url = \"http://localhost:5000/health\", status = 200, within = \"60s\" }")
}

fn masked(mut result: HookResult, secrets: &Secrets) -> HookResult {
    result.what = secrets.mask(&result.what);
    result.output = secrets.mask(&result.output);
    result
}
