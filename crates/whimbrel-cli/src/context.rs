//! What every command is given.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use whimbrel::Interrupt;
use whimbrel::{Address, Session};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::{Envelope, TargetJson};

use crate::args::Global;
use crate::config::database::{self, Database};
use crate::config::{Choice, Config, Variables};
use crate::exit;
use crate::project;
use crate::secrets::Secrets;
use crate::terminal::Terminal;

/// The options every command takes, where to print, and the request to stop.
pub struct Context {
    /// From the command line.
    pub global: Global,
    /// Where to print.
    pub terminal: Terminal,
    /// Masks what is printed.
    pub secrets: Secrets,
    /// Triggered by Ctrl-C.
    pub interrupt: Interrupt,
    /// Which database was found, told also where the command fails.
    found: Found,
}

/// Filled once a command has found its database.
pub type Found = Arc<OnceLock<TargetJson>>;

/// A project and the database that a command works on.
pub struct Target {
    /// The configuration.
    pub config: Config,
    /// The project as the library takes it.
    pub project: whimbrel::Project,
    /// The database and where its address came from.
    pub database: Database,
}

impl Context {
    /// Of a command line.
    pub fn new(global: Global, terminal: Terminal, secrets: Secrets, found: Found) -> Self {
        if let Some(database) = &global.database {
            secrets.add_address(database);
        }
        Self { global, terminal, secrets, interrupt: Interrupt::default(), found }
    }

    /// The first Ctrl-C asks the command to stop, the second ends the process at once.
    pub fn listen_for_signals(&self) {
        let (interrupt, terminal) = (self.interrupt.clone(), self.terminal.clone());
        tokio::spawn(async move {
            stop_signal().await;
            interrupt.trigger();
            terminal.say("cancelling… (once more to end at once)");
            stop_signal().await;
            end_now();
        });
    }

    /// Reads the configuration.
    pub fn config(&self) -> Result<Config, Problem> {
        let choice = Choice {
            directory: self.global.directory.as_deref(),
            file: self.global.config.as_deref(),
            environment: self.global.environment.as_deref(),
        };
        Config::load(choice, Variables::of_process(), self.secrets.clone())
    }

    /// How to connect to any database.
    pub fn connect_options(&self) -> whimbrel::ConnectOptions {
        whimbrel::ConnectOptions { application_name: "whimbrel".to_owned(), wait: self.global.wait }
    }

    /// Reads the project and finds its database.
    pub fn target(&self) -> Result<Target, Problem> {
        let config = self.config()?;
        if let Some(file) = config.variables.file_path() {
            self.terminal.detail(2, &format!("variables are read from {}", file.display()));
        }
        let project = project::project(&config)?;
        let database = database::resolve(&config, self.global.database.as_deref())?;
        database.address.secrets().into_iter().for_each(|secret| self.secrets.add(secret));
        self.secrets.add_visible(&database.address.masked());
        self.terminal.detail(1, &format!("{}, from {}", database.address.masked(), database.origin));
        database.address.warnings().iter().for_each(|warning| self.terminal.warn(warning));
        let target = Target { config, project, database };
        // A command finds its database once.
        let _first = self.found.set(target.json());
        Ok(target)
    }

    /// Connects, to read only. A SQLite file that does not exist is an empty database and stays one that does not
    /// exist: opening it would make it.
    pub async fn open_to_read<'t>(&self, target: &'t Target) -> Result<Session<'t>, Problem> {
        match &target.database.address {
            Address::Sqlite(file) if !file.exists() && file.parent().is_some_and(Path::is_dir) => {
                self.connect(target, &Address::Sqlite(PathBuf::from(":memory:"))).await
            }
            address => self.connect(target, address).await,
        }
    }

    /// Connects.
    pub async fn open<'t>(&self, target: &'t Target) -> Result<Session<'t>, Problem> {
        self.connect(target, &target.database.address).await
    }

    async fn connect<'t>(&self, target: &'t Target, address: &Address) -> Result<Session<'t>, Problem> {
        let options = self.connect_options();
        let opened = self.unless_interrupted(Session::open(&target.project, address, &options)).await;
        opened.map_err(|mut problem| {
            // Where the server is only busy, or what is inside this binary fails, nothing is wrong with the address.
            let is_right = matches!(
                problem.code,
                "connection.starting"
                    | "connection.too_many"
                    | "connection.embedded_in_use"
                    | "connection.embedded_cache"
                    | "connection.embedded_failed"
            );
            if problem.class == ExitClass::NotConnected && !is_right {
                problem.remedies.push(format!("the address is set by {}: change it there", target.database.origin));
            }
            problem
        })
    }

    /// What `work` comes to, unless Ctrl-C comes first. Only for work that writes nothing: it is dropped.
    pub async fn unless_interrupted<T>(&self, work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
        tokio::select! {
            result = work => result,
            () = self.interrupt.triggered() => Err(
                Problem::new(ExitClass::Interrupted, "interrupted", "interrupted").state("nothing was changed")
            ),
        }
    }

    /// The JSON of a command on `target`.
    pub fn envelope(&self, command: &str, target: &Target) -> Envelope {
        Envelope::new(command).with("target", target.json())
    }
}

impl Target {
    /// Which database, for programs.
    pub fn json(&self) -> TargetJson {
        TargetJson {
            address: self.database.address.masked(),
            origin: self.database.origin.clone(),
            environment: self.config.environment.clone(),
            warnings: self.database.address.warnings().to_vec(),
        }
    }
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    // Where signals cannot be listened for, the system's own handling ends the process.
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

#[expect(clippy::disallowed_methods, reason = "the person asked twice; waiting for what hangs is what they refuse")]
fn end_now() {
    std::process::exit(i32::from(exit::INTERRUPTED.number));
}
