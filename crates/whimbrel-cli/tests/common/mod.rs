//! For tests of the whole program: a project in a folder of its own, runs of `whimbrel` in it, and their output with
//! everything replaced that differs from run to run.
#![allow(dead_code, reason = "each test program uses its own part")]

pub mod http;
pub mod shop;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A project's folder, removed at the end.
pub struct Project {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
    secrets: Vec<String>,
}

/// What a run of the program printed and how it ended.
pub struct Run {
    /// `None` where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// An empty project.
pub fn project() -> Project {
    // Of the servers of the tests, and of the addresses that lead nowhere.
    let secrets = vec![whimbrel_testing::PASSWORD.to_owned(), "hunter2".to_owned()];
    Project { folder: tempfile::tempdir().unwrap(), variables: Vec::new(), secrets }
}

impl Project {
    /// With a copy of everything in `from` but databases and `.env`.
    pub fn copy_of(from: &Path) -> Self {
        let project = project();
        copy(from, project.path());
        project
    }

    /// With a file.
    pub fn file(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    /// With an environment variable for every run.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// With one more text that no run may print. The passwords of the servers of the tests are among them always.
    pub fn hiding(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Removes a file.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path().join(name)).unwrap();
    }

    /// `whimbrel` with these arguments in the project's folder, not started yet; nothing of this process's
    /// environment that names a database or asks for colours reaches it.
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whimbrel"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        #[expect(clippy::disallowed_methods, reason = "to keep it from the program")]
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("PG") || matches!(&*text, "DATABASE_URL" | "NO_COLOR" | "CLICOLOR_FORCE" | "CLICOLOR") {
                command.env_remove(&name);
            }
        }
        // No password file or service file of whoever runs the tests.
        command.env("HOME", self.path());
        // What is installed on this machine decides nothing, unless a test asks for it.
        command.env("WHIMBREL_SHADOW", "embedded");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs `whimbrel` to its end.
    pub fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        self.finish(self.command(arguments))
    }

    /// Runs a command made by [`Self::command`] to its end.
    pub fn finish(&self, mut command: Command) -> Run {
        self.ended(command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap())
    }

    /// What a run printed, which must hold no secret.
    pub fn ended(&self, output: Output) -> Run {
        let run = Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        for secret in &self.secrets {
            assert!(!run.whole().contains(secret.as_str()), "a secret was printed:\n{}", run.whole());
        }
        run
    }

    /// Runs it and expects exit code 0.
    pub fn succeeds(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        self.exits(0, arguments)
    }

    /// Runs it and expects this exit code.
    pub fn exits(&self, code: i32, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(code), "{}", run.whole());
        run
    }

    /// Runs it with `--format json` and returns its one object.
    pub fn json(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> serde_json::Value {
        let mut command = self.command(arguments);
        command.args(["--format", "json"]);
        self.finish(command).json()
    }
}

impl Run {
    /// Standard output as the one JSON object it must be; standard error must be empty.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.stderr, "", "with --format json nothing belongs on standard error");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in: {}", self.stdout))
    }

    /// Exit code and both streams.
    pub fn whole(&self) -> String {
        let code = self.code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        let mut text = format!("exit: {code}\n");
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("----- {name}\n{stream}"));
            }
        }
        text
    }
}

/// Compares everything a run printed, and its exit code, with the snapshot beside the test.
#[macro_export]
macro_rules! assert_run {
    ($run:expr) => {{
        let run = $run;
        $crate::common::settings().bind(|| insta::assert_snapshot!(run.whole()));
    }};
    // Several runs with one snapshot: what they print must be the same.
    ($name:expr, $run:expr) => {{
        let run = $run;
        $crate::common::settings().bind(|| insta::assert_snapshot!($name, run.whole()));
    }};
}

/// Compares the failure that a run told with `--format json` with the snapshot of this name.
#[macro_export]
macro_rules! assert_error {
    ($name:expr, $run:expr) => {{
        let error = format!("{:#}", $run.json()["error"]);
        $crate::common::settings().bind(|| insta::assert_snapshot!($name, error));
    }};
}

/// Replaces what differs from run to run: folders, times, durations, who and where, the width of columns.
pub fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    for (pattern, word) in [
        (r"(/private)?/tmp/\.tmp\w+", "[folder]"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "[time]"),
        (r#""at": "[^"]*""#, r#""at": "[time]""#),
        (r#""by": "[^"]*""#, r#""by": "[who]""#),
        (r#""tool": "[^"]*""#, r#""tool": "[tool]""#),
        (r#""revision": ("[0-9a-f]+"|null)"#, r#""revision": "[revision]""#),
        (r#""duration_ms": \d+"#, r#""duration_ms": "[n]""#),
        (r"\b[\d.]+ (ms|s)\b", "[n] s"),
        (r"20\d{12}", "[version]"),
        (r"127\.0\.0\.1:\d+", "127.0.0.1:[port]"),
        (r"(port|-p) \d{4,5}\b", "$1 [port]"),
        (r"localhost:\d{4,5}\b", "localhost:[port]"),
        // Roles that are named after their database.
        (r"\b(\w+)_test_\d+_\d+_\d+\b", "$1"),
        (r"\btest_\d+_\d+_\d+\b", "[database]"),
        // Columns are as wide as the times in them. The lines of a file are shown as they are.
        (r"([^\s│]) {2,}", "$1  "),
    ] {
        settings.add_filter(pattern, word);
    }
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if !host.trim().is_empty() {
        settings.add_filter(&format!(r"(\w+ \()?[\w-]+@{}\)?", host.trim().replace('.', r"\.")), "[who]");
    }
    settings
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text == ".env" || text == ".whimbrel" || text.contains(".db") {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(&name));
        } else {
            fs::copy(entry.path(), to.join(&name)).unwrap();
        }
    }
}
