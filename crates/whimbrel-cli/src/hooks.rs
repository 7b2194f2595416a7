//! `[after.apply]`: commands and a health check, run after something was applied and verified.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use whimbrel_plan::{ExitClass, HookResult, Problem};
use whimbrel_run::Interrupt;

use crate::config::{After, Config};
use crate::duration;
use crate::secrets::Secrets;
use crate::terminal::Terminal;

/// How long a command may take where nothing is said.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a service may take to become healthy where nothing is said.
const HEALTHY_WITHIN: Duration = Duration::from_secs(60);
/// How long a command that was told to end may take to do so.
const GRACE: Duration = Duration::from_secs(2);
/// Of what a command prints, in bytes; the end is kept.
const MOST_OUTPUT: usize = 64 * 1024;

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
        let result = command_result(&command, config, timeout, terminal, interrupt).await;
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
            let result = health_result(&url, status, within, interrupt).await;
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

async fn command_result(
    command: &str,
    config: &Config,
    timeout: Duration,
    terminal: &Terminal,
    interrupt: &Interrupt,
) -> HookResult {
    let started = Instant::now();
    let done = |ok, code, output: String| HookResult {
        what: command.to_owned(),
        ok,
        code,
        output,
        duration: started.elapsed(),
    };
    let (mut child, output) = match start(command, config) {
        Ok(started) => started,
        Err(error) => return done(false, None, format!("sh could not be started: {error}")),
    };
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    let printed = Printed::default();
    // What a command leaves running in the background may hold the pipe open: its end is what counts, and
    // then the rest of the output is waited for only briefly.
    let mut read = Box::pin(printed.read(output, terminal));
    let mut is_read = false;
    let ended = loop {
        tokio::select! {
            status = child.wait() => break Ok(status),
            () = &mut read, if !is_read => is_read = true,
            () = tokio::time::sleep_until((started + timeout).into()) => break Err("timeout"),
            () = interrupt.triggered() => break Err("interrupt"),
        }
    };
    if !is_read {
        let _still_open = tokio::time::timeout(Duration::from_millis(100), &mut read).await;
    }
    drop(read);
    let told = match ended {
        Ok(Ok(status)) => return done(status.success(), status.code(), printed.text()),
        Ok(Err(error)) => format!("its end could not be waited for: {error}"),
        Err("timeout") => format!("it took longer than {} and was ended", duration::show(timeout)),
        Err(_) => "it was ended because you interrupted".to_owned(),
    };
    if let Some(group) = group {
        end(group, &mut child).await;
    }
    done(false, None, format!("{}{told}\n", printed.text()))
}

/// Starts `sh` with both its streams in one pipe, so that their order is kept, and in a process group of its own, so
/// that all it starts can be ended with it.
fn start(command: &str, config: &Config) -> std::io::Result<(tokio::process::Child, pipe::Receiver)> {
    let (sender, output) = pipe::pipe()?;
    let sender = sender.into_blocking_fd()?;
    let child = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .current_dir(&config.root)
        .envs(config.variables.added())
        .stdin(Stdio::null())
        .stdout(sender.try_clone()?)
        .stderr(sender)
        .process_group(0)
        .kill_on_drop(true)
        .spawn()?;
    Ok((child, output))
}

async fn end(group: rustix::process::Pid, child: &mut tokio::process::Child) {
    use rustix::process::{Signal, kill_process_group};
    // A group that has ended by itself cannot be told: that is what was wanted.
    let _ended = kill_process_group(group, Signal::TERM);
    if tokio::time::timeout(GRACE, child.wait()).await.is_err() {
        let _ended = kill_process_group(group, Signal::KILL);
        let _status = child.wait().await;
    }
}

/// What a command printed.
#[derive(Default)]
struct Printed {
    bytes: std::sync::Mutex<Vec<u8>>,
}

impl Printed {
    async fn read(&self, mut stream: pipe::Receiver, terminal: &Terminal) {
        let mut buffer = [0; 4096];
        let mut line = Vec::new();
        // A stream that breaks has ended.
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            self.add(&buffer[..read]);
            for byte in &buffer[..read] {
                if *byte == b'\n' {
                    terminal.detail(1, &format!("  {}", String::from_utf8_lossy(&line)));
                    line.clear();
                } else {
                    line.push(*byte);
                }
            }
        }
        if !line.is_empty() {
            terminal.detail(1, &format!("  {}", String::from_utf8_lossy(&line)));
        }
    }

    fn add(&self, read: &[u8]) {
        let mut bytes = self.bytes.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        bytes.extend_from_slice(read);
        if bytes.len() > 2 * MOST_OUTPUT {
            let excess = bytes.len() - MOST_OUTPUT;
            bytes.drain(..excess);
        }
    }

    fn text(&self) -> String {
        let bytes = self.bytes.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Asks `url` until it answers `status` or `within` is over; the pause grows from 250 ms to 2 s.
async fn health_result(url: &str, status: u16, within: Duration, interrupt: &Interrupt) -> HookResult {
    let started = Instant::now();
    let deadline = started + within;
    let mut pause = Duration::from_millis(250);
    let what = format!("health check of {url}");
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let (code, output) = tokio::select! {
            answer = get(url, left.clamp(Duration::from_millis(250), Duration::from_secs(10))) => answer,
            () = interrupt.triggered() => (None, "you interrupted".to_owned()),
        };
        if code == Some(i32::from(status)) {
            return HookResult { what, ok: true, code, output, duration: started.elapsed() };
        }
        if interrupt.is_triggered() || Instant::now() + pause > deadline {
            let last = match code {
                Some(code) => {
                    format!("it last answered {code}, not {status}, within {}\n{output}", duration::show(within))
                }
                None => format!("it gave no answer within {}: {output}", duration::show(within)),
            };
            return HookResult { what, ok: false, code, output: last, duration: started.elapsed() };
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = interrupt.triggered() => {}
        }
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

/// The status and the beginning of the body, or why there is none.
async fn get(url: &str, timeout: Duration) -> (Option<i32>, String) {
    let url = url.to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("whimbrel/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        let mut answer = agent.get(&url).call()?;
        let code = answer.status().as_u16();
        // The body only explains a failure; one that cannot be read explains nothing.
        let body = answer.body_mut().with_config().limit(2048).lossy_utf8(true).read_to_string().unwrap_or_default();
        Ok::<_, ureq::Error>((code, body))
    })
    .await;
    match asked {
        Ok(Ok((code, body))) => (Some(code.into()), body),
        Ok(Err(error)) => (None, error.to_string()),
        Err(error) => (None, error.to_string()),
    }
}
