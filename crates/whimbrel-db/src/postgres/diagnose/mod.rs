//! Why connecting failed, and what to do about it.

mod refused;
mod tls;
mod unreachable;

use std::time::Duration;

use super::attempt::Failure;
use super::config::{Config, Host, HostEntry};
use super::connect::Attempt;
use super::mask::mask;
use crate::ConnectError;

/// What is made of one failure.
struct Diagnosis {
    code: &'static str,
    cause: String,
    remedies: Vec<String>,
}

impl Diagnosis {
    fn new(code: &'static str, cause: impl Into<String>) -> Self {
        Self { code, cause: cause.into(), remedies: Vec::new() }
    }

    fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedies.push(remedy.into());
        self
    }
}

/// True where trying again later may succeed without anybody changing anything.
pub(crate) fn waiting_may_help(failure: &Failure) -> bool {
    match failure {
        Failure::Lookup(_) | Failure::Timeout(_) | Failure::Broken(_) => true,
        // Not where the socket is there and this user may not use it.
        Failure::Socket(error) => error.kind() != std::io::ErrorKind::PermissionDenied,
        // Starting, stopping, recovering; too many connections.
        Failure::Server(said) => matches!(said.code().code(), "57P03" | "53300"),
        // It may be promoted; a primary is not made a standby by waiting.
        Failure::WrongSession { standby, .. } => *standby,
        _ => false,
    }
}

/// The error a user sees, after `waited`.
pub(crate) fn explain(config: &Config, attempts: &[Attempt], waited: Option<Duration>) -> ConnectError {
    let secrets = config.secrets();
    let mut message = format!("failed to connect to {}", config.masked());
    if let Some(waited) = waited.filter(|waited| waited.as_secs() > 0) {
        message.push_str(&format!(", having tried for {} s", waited.as_secs()));
    }
    let Some(main) = attempts.iter().min_by_key(|attempt| rank(&attempt.failure)) else {
        // Every host has at least one attempt, be it that its name has no address.
        return ConnectError { code: "connection.failed", message, said: None, cause: None, remedies: Vec::new() };
    };
    let mut diagnosis = diagnose(main, config);
    if waiting_may_help(&main.failure) {
        let remedy = match waited {
            None => "wait until it is there: run this again with --wait 60s",
            Some(_) => "wait longer with --wait, and see in the server's log what keeps it",
        };
        diagnosis.remedies.push(remedy.to_owned());
    }
    diagnosis.remedies.extend(config.warnings.iter().cloned());
    ConnectError {
        code: diagnosis.code,
        message,
        said: Some(mask(&said(attempts), &secrets)),
        cause: Some(mask(&diagnosis.cause, &secrets)),
        remedies: diagnosis.remedies,
    }
}

/// The failure that says most comes first: what a server answered, before what could not be reached.
fn rank(failure: &Failure) -> u8 {
    match failure {
        Failure::Server(said) if said.code().code() != "57P03" => 0,
        Failure::NoPassword | Failure::Authentication(_) => 1,
        Failure::Tls(_) | Failure::TlsNotOffered => 2,
        Failure::TooOld(_) | Failure::NotPostgres(_) => 3,
        Failure::WrongSession { .. } | Failure::Server(_) => 4,
        Failure::Broken(_) => 5,
        Failure::Socket(_) | Failure::Timeout(_) => 6,
        Failure::Lookup(_) => 7,
    }
}

/// Every attempt's words; with its host where there are several.
fn said(attempts: &[Attempt]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for attempt in attempts {
        let text = attempt.failure.text();
        let line = match &attempt.place {
            Some(place) if attempts.len() > 1 => format!("{place}: {text}"),
            None if attempts.len() > 1 => format!("{}: {text}", attempt.entry.shown()),
            _ => text,
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn diagnose(attempt: &Attempt, config: &Config) -> Diagnosis {
    let entry = &attempt.entry;
    match &attempt.failure {
        Failure::Server(said) => refused::by_server(said, entry, config),
        Failure::NoPassword => refused::no_password(entry, config),
        Failure::Authentication(what) => refused::authentication(what, config),
        Failure::WrongSession { read_only, standby } => refused::wrong_session(*read_only, *standby, config),
        Failure::TooOld(version) => Diagnosis::new(
            "connection.too_old",
            format!("the server is PostgreSQL {version}; Whimbrel supports 12 and newer"),
        )
        .remedy("upgrade the server"),
        Failure::Tls(failure) => tls::failed(failure, config),
        Failure::TlsNotOffered => tls::not_offered(entry, config),
        Failure::Lookup(_) => unreachable::unknown_host(entry),
        Failure::Socket(error) => unreachable::socket(error, attempt),
        Failure::Timeout(after) => unreachable::timeout(*after, entry),
        Failure::Broken(_) => unreachable::broken(entry),
        Failure::NotPostgres(_) => unreachable::not_postgres(entry),
    }
}

/// True for a server on this machine.
fn is_local(entry: &HostEntry) -> bool {
    match (&entry.host, entry.address) {
        (_, Some(address)) => address.is_loopback(),
        (Host::Name(name), None) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        (Host::SocketIn(_) | Host::DefaultSocket, None) => true,
    }
}

/// A word of a shell command.
fn shell(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:@".contains(c));
    if plain {
        text.to_owned()
    } else if text.contains('\'') && !text.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// An SQL identifier, quoted where it must be.
fn identifier(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// `-h db.example.org -p 5433` for the tools that come with PostgreSQL.
fn at_server(entry: &HostEntry) -> String {
    let host = match (&entry.host, entry.address) {
        (Host::Name(name), _) => format!("-h {} ", shell(name)),
        (_, Some(address)) => format!("-h {address} "),
        (Host::SocketIn(folder), None) => format!("-h {} ", shell(&folder.display().to_string())),
        (Host::DefaultSocket, None) => String::new(),
    };
    format!("{host}{}", at_port(entry))
}

/// `-p 5433` where it is not the usual one.
fn at_port(entry: &HostEntry) -> String {
    if entry.port == 5432 { String::new() } else { format!("-p {} ", entry.port) }
}

/// A command that runs `sql`, or one of psql's own commands, as the server's administrator.
fn as_administrator(sql: &str, entry: &HostEntry) -> String {
    if is_local(entry) {
        format!("sudo -u postgres psql {}-c {}", at_port(entry), shell(sql))
    } else {
        format!("as an administrator of the server run in psql: {sql}")
    }
}
