//! The small shell process that makes the directory, runs the server in it, and removes both when this process ends:
//! it sees the end of a pipe, which the kernel closes whatever happened to the other side.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::template::Template;
use super::user::Unprivileged;

const SCRIPT: &str = include_str!("keeper.sh");

/// For the programs that the script runs, where the caller names no others.
const USUAL_PATH: &str = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

/// How often to look whether the server is ready.
const PAUSE: Duration = Duration::from_millis(3);
const START_DEADLINE: Duration = Duration::from_secs(60);
/// An immediate shutdown gives its children 5 s.
const END_DEADLINE: Duration = Duration::from_secs(15);

/// A directory and the server in it. Dropping it ends both, blocking.
pub(super) struct Keeper {
    shell: Child,
    /// The end of it is what the shell waits for.
    orders: Option<ChildStdin>,
    answers: Receiver<String>,
    directory: PathBuf,
}

/// What a keeper is started with.
pub(super) struct Plan<'p> {
    pub directory: &'p Path,
    /// PostgreSQL's.
    pub programs: &'p Path,
    pub template: &'p Template,
    /// `name=value` of the server.
    pub settings: &'p [(&'p str, String)],
    /// Who runs it, where this user may not.
    pub user: Option<&'p Unprivileged>,
    pub search_path: &'p [PathBuf],
}

impl Keeper {
    /// Makes the directory.
    pub(super) fn start(plan: &Plan<'_>) -> io::Result<Self> {
        let mut command = Command::new("/bin/sh");
        // Not the script itself, which would be all that a list of processes shows.
        command.args(["-c", "eval \"$keeper\"", "whimbrel-shadow"]).arg(plan.directory).arg(plan.programs);
        command.arg(&plan.template.path).arg(&plan.template.prefix);
        for (name, value) in plan.settings {
            command.args(["-c", &format!("{name}={value}")]);
        }
        if let Some(user) = plan.user {
            command.uid(user.uid).gid(user.gid);
        }
        let search_path = std::env::join_paths(plan.search_path).ok().filter(|path| !path.is_empty());
        let mut shell = command
            // What this process was started with may hold passwords, and settings of another server.
            .env_clear()
            .envs([("keeper", SCRIPT), ("LC_ALL", "C"), ("TZ", "UTC")])
            .env("PATH", search_path.unwrap_or_else(|| USUAL_PATH.into()))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Out of reach of a Ctrl-C: this process says when it ends.
            .process_group(0)
            .spawn()?;
        let (orders, answers) = (shell.stdin.take(), lines(&mut shell));
        let keeper = Self { shell, orders, answers, directory: plan.directory.to_owned() };
        match keeper.answers.recv() {
            Ok(line) if line == "made" => Ok(keeper),
            Ok(line) => Err(io::Error::other(line)),
            Err(_) => Err(io::Error::other("the shell ended")),
        }
    }

    /// Makes a database cluster with `initdb` or `copy`, or `keep`s it. The error is what was said last.
    pub(super) fn run(&mut self, word: &str) -> Result<(), String> {
        self.order(word);
        match self.answers.recv() {
            Ok(code) if code == "0" => Ok(()),
            _ => Err(self.last_words()),
        }
    }

    /// Starts the server and waits until it takes connections. The error is what the server said last.
    pub(super) fn serve(&mut self) -> Result<(), String> {
        self.order("start");
        let give_up = Instant::now() + START_DEADLINE;
        loop {
            match self.answers.recv_timeout(PAUSE) {
                Err(RecvTimeoutError::Timeout) if self.is_ready() => return Ok(()),
                Err(RecvTimeoutError::Timeout) if Instant::now() > give_up => {
                    return Err(format!("it did not start within {} s", START_DEADLINE.as_secs()));
                }
                // Nobody holds the pipe any more.
                Err(RecvTimeoutError::Disconnected) => return Err(self.last_words()),
                Err(RecvTimeoutError::Timeout) | Ok(_) => {}
            }
        }
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    fn order(&mut self, word: &str) {
        if let Some(orders) = &mut self.orders {
            // Where the shell is gone, there is no answer either.
            let _ = writeln!(orders, "{word}");
        }
    }

    /// The server writes how far it is into the eighth line of its lock file.
    fn is_ready(&self) -> bool {
        let text = std::fs::read_to_string(self.directory.join("data/postmaster.pid"));
        text.is_ok_and(|text| text.lines().nth(7).is_some_and(|status| status.trim() == "ready"))
    }

    /// The last line of the log that says something, without its time.
    fn last_words(&self) -> String {
        let log = std::fs::read(self.directory.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let mut lines = log.lines().map(str::trim).filter(|line| !line.is_empty());
        let fatal = lines.clone().find(|line| line.contains("FATAL:") || line.contains("error:"));
        let line = fatal.or_else(|| lines.next_back()).unwrap_or("it said nothing");
        ["FATAL:  ", "error: "].iter().find_map(|mark| line.split_once(mark)).map_or(line, |(_, said)| said).to_owned()
    }
}

fn lines(shell: &mut Child) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(output) = shell.stdout.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.orders.take());
        let give_up = Instant::now() + END_DEADLINE;
        while matches!(self.shell.try_wait(), Ok(None)) && Instant::now() < give_up {
            std::thread::sleep(PAUSE);
        }
        // There only where somebody killed the shell. A server whose directory is gone ends by itself.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
