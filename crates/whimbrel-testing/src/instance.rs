//! One running server in a directory of its own.

use std::fs::File;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};

use crate::{PASSWORD, binaries, folders, user};

/// Throw-away servers: nothing needs to survive the machine, and many tests connect at once.
const SETTINGS: &[(&str, &str)] = &[
    ("listen_addresses", "127.0.0.1"),
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("max_connections", "200"),
    ("shared_buffers", "64MB"),
    ("password_encryption", "scram-sha-256"),
    ("log_timezone", "UTC"),
    ("timezone", "UTC"),
    ("lc_messages", "C"),
];

const START_DEADLINE: Duration = Duration::from_secs(60);

/// A server's directory and port. Dropping it does nothing to the server: the lock on its use does.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) run: PathBuf,
    pub(crate) port: u16,
}

impl Instance {
    /// Makes a data directory from the template and starts a server in it. `hba` lines come before the default ones.
    /// With it comes the lock that says that this process uses it.
    pub(crate) fn create(version: u32, conf: &[(&str, &str)], hba: &[&str]) -> (Self, File) {
        let (run, in_use) = folders::new_run();
        let data = run.join("data");
        let copied = user::command("cp")
            .arg("-a")
            .arg(template(version))
            .arg(&data)
            .current_dir("/")
            .status()
            .expect("`cp` can be run");
        assert!(copied.success(), "failed to copy the template to {}", data.display());

        let mut settings =
            File::options().append(true).open(data.join("postgresql.conf")).expect("initdb wrote postgresql.conf");
        for (name, value) in SETTINGS.iter().chain(conf) {
            writeln!(settings, "{name} = '{}'", value.replace('\'', "''")).expect("disk is writable");
        }
        writeln!(settings, "unix_socket_directories = '{}'", run.display()).expect("disk is writable");

        let default_hba = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n";
        let lines = hba.iter().map(|line| format!("{line}\n")).collect::<String>();
        std::fs::write(data.join("pg_hba.conf"), lines + default_hba).expect("disk is writable");

        // The port is free now and may not be in a moment: then another one.
        for _ in 0..10 {
            let port = free_port();
            let instance = Self { run: run.clone(), port };
            match instance.start(version) {
                Ok(()) => return (instance, in_use),
                Err(log) if log.contains("Address already in use") => {}
                Err(log) => panic!("PostgreSQL {version} did not start:\n{log}"),
            }
        }
        panic!("found no free port for PostgreSQL {version}")
    }

    /// Starts the server and waits until it takes connections. The error is the server's log.
    pub(crate) fn start(&self, version: u32) -> Result<(), String> {
        let log_path = self.run.join("log");
        let log = File::create(&log_path).expect("disk is writable");
        let mut child = user::command(binaries::server_programs(version).join("postgres"))
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string()])
            .current_dir(&self.run)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be cloned"))
            .stderr(log)
            // Out of reach of a Ctrl-C or a kill that is meant for the test.
            .process_group(0)
            .spawn()
            .expect("the server's program can be run");

        let give_up = Instant::now() + START_DEADLINE;
        loop {
            if child.try_wait().expect("it is our child").is_some() || Instant::now() > give_up {
                let _ = child.kill();
                let _ = child.wait();
                return Err(std::fs::read_to_string(&log_path).unwrap_or_default());
            }
            if self.says_ready(child.id()) {
                // Reaps the server when it ends while this process lives; otherwise `kill -0` would see a zombie.
                std::thread::spawn(move || child.wait());
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.run.join("data")
    }

    /// The file may also be what a server that was killed left behind.
    fn says_ready(&self, process: u32) -> bool {
        std::fs::read_to_string(self.data().join("postmaster.pid")).is_ok_and(|text| {
            let mut lines = text.lines();
            lines.next() == Some(&process.to_string()) && lines.nth(6).is_some_and(|status| status.trim() == "ready")
        })
    }

    /// Whether the server runs and takes TCP connections.
    pub(crate) fn is_alive(&self) -> bool {
        server_process(&self.run).is_some() && TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
    }
}

/// Ends a server at once, without a checkpoint, and waits until it is gone. Nothing where none runs.
pub(crate) fn kill(run: &Path) {
    signal(run, Signal::QUIT);
}

/// Ends a server as an administrator would with "fast" shutdown, and waits until it is gone.
pub(crate) fn stop(run: &Path) {
    signal(run, Signal::INT);
}

/// Ends a server's main process as the kernel does when memory is short, and waits until it is gone.
pub(crate) fn crash(run: &Path) {
    signal(run, Signal::KILL);
}

fn signal(run: &Path, signal: Signal) {
    let Some(pid) = server_process(run) else {
        return;
    };
    // An error means that it is gone already, which the loop sees.
    let _ = rustix::process::kill_process(pid, signal);
    let give_up = Instant::now() + START_DEADLINE;
    while works_there(run) {
        assert!(Instant::now() < give_up, "the server in {} does not stop", run.display());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The server's main process. The file that names it may be a dead server's and the number somebody else's by now,
/// so it counts only when the process works in that directory.
fn server_process(run: &Path) -> Option<Pid> {
    let data = run.join("data");
    let text = std::fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let number: i32 = text.lines().next()?.trim().parse().ok()?;
    let directory = std::fs::read_link(format!("/proc/{number}/cwd")).ok()?;
    (directory == data).then(|| Pid::from_raw(number)).flatten()
}

/// Whether any process of the server is left: the others outlive a main process that was killed, and a new one
/// refuses to start beside them.
fn works_there(run: &Path) -> bool {
    let data = run.join("data");
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| std::fs::read_link(entry.path().join("cwd")).is_ok_and(|directory| directory == data))
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("loopback has a free port")
        .port()
}

/// The result of initdb, made once for each version.
fn template(version: u32) -> PathBuf {
    let home = folders::of_version(version);
    let template = home.join("template");
    let lock = folders::lock_file(&home.join("template.lock")).expect("disk is writable");
    lock.lock().expect("a lock file can be locked");
    if template.join("PG_VERSION").exists() {
        return template;
    }
    let (partial, _in_use) = folders::new_run();
    let password = partial.join("password");
    std::fs::write(&password, PASSWORD).expect("disk is writable");
    user::give(&password);
    let output = user::command(binaries::server_programs(version).join("initdb"))
        .args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"])
        .arg("--pwfile")
        .arg(&password)
        .arg("-D")
        .arg(partial.join("data"))
        .current_dir(&partial)
        .output()
        .expect("initdb can be run");
    assert!(
        output.status.success(),
        "initdb of PostgreSQL {version} failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::rename(partial.join("data"), &template).expect("both are in the same directory tree");
    let _ = std::fs::remove_dir_all(&partial);
    template
}
