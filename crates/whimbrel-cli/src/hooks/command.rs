//! One command after apply: run by `sh`, ended with all it started where it takes too long.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use whimbrel::Interrupt;
use whimbrel_plan::HookResult;

use crate::config::Config;
use crate::duration;
use crate::terminal::Terminal;

/// How long a command that was told to end may take to do so.
const GRACE: Duration = Duration::from_secs(2);
/// Of what a command prints, in bytes; the end is kept.
const MOST_OUTPUT: usize = 64 * 1024;

/// Runs `command` in the project's folder and waits for its end.
pub(super) async fn run(
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
