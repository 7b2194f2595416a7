//! A run of the program that can be killed from another thread.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};

use rustix::process::{Pid, Signal, kill_process};
use whimbrel_testing::{Database, Proxy, ProxyBuilder, Then, When};

use crate::common::{Project, Run};

/// Whose process is killed. Clones are the same.
#[derive(Clone, Default)]
pub struct Victim {
    process: Arc<(Mutex<Option<Pid>>, Condvar)>,
}

impl Victim {
    /// Runs it to its end, whoever ends it.
    pub fn run(&self, project: &Project, mut command: Command) -> Run {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (process, started) = &*self.process;
        *process.lock().unwrap() = Pid::from_raw(child.id().cast_signed());
        started.notify_all();
        project.ended(child.wait_with_output().unwrap())
    }

    /// `kill -9`, once it has started.
    pub fn kill(&self) {
        let (process, started) = &*self.process;
        let process = started.wait_while(process.lock().unwrap(), |process| process.is_none()).unwrap();
        // It is not waited for before its pipes are closed, so the number is still its own.
        let _ended_already = kill_process(process.unwrap(), Signal::KILL);
    }
}

/// A message between a run and its server.
#[derive(Debug, Clone, Copy)]
pub enum Message {
    /// Of the run, by number.
    Sent(usize),
    /// Of the server.
    Answered(usize),
}

/// When something happens to a run.
#[derive(Debug, Clone, Copy)]
pub struct Moment(pub Message, pub When);

impl Moment {
    /// A proxy in front of the database's server at which `action` happens at this moment.
    pub fn proxy<R: Into<Then>>(self, database: &Database, action: impl FnOnce() -> R + Send + 'static) -> Proxy {
        let proxy = plain_proxy(database);
        match self.0 {
            Message::Sent(n) => proxy.on_frontend_message(n, self.1, action),
            Message::Answered(n) => proxy.on_backend_message(n, self.1, action),
        }
        .start()
    }
}

/// A proxy in front of the database's server.
pub fn plain_proxy(database: &Database) -> ProxyBuilder {
    Proxy::new(SocketAddr::from((Ipv4Addr::LOCALHOST, database.server().port())))
}

/// `whimbrel` with these arguments on the database behind a proxy.
pub fn through(project: &Project, proxy: &Proxy, database: &Database, arguments: &[&str]) -> Command {
    let mut command = project.command(arguments);
    command.env("DATABASE_URL", proxy.url(database.url()));
    command
}

/// `whimbrel` with these arguments on the database itself.
pub fn direct(project: &Project, database: &Database, arguments: &[&str]) -> Command {
    let mut command = project.command(arguments);
    command.env("DATABASE_URL", database.url());
    command
}

/// Runs it on the database itself and expects exit code 0.
pub fn succeeds(project: &Project, database: &Database, arguments: &[&str]) -> Run {
    let run = project.finish(direct(project, database, arguments));
    assert_eq!(run.code, Some(0), "{}", run.whole());
    run
}

/// Kills a run at this moment. Sent before its message went out, the message is lost with it; else it is on its way.
pub fn killed(project: &Project, database: &Database, moment: Moment, arguments: &[&str]) -> Run {
    let victim = Victim::default();
    let killer = victim.clone();
    let proxy = moment.proxy(database, move || {
        killer.kill();
        if moment.1 == When::Before { Then::Cut } else { Then::Continue }
    });
    victim.run(project, through(project, &proxy, database, arguments))
}
