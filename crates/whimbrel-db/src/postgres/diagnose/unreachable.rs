//! Nobody there, or nobody who speaks PostgreSQL.

use std::io::{self, ErrorKind};
use std::time::Duration;

use super::{Diagnosis, is_local};
use crate::postgres::channel::Place;
use crate::postgres::config::{Host, HostEntry};
use crate::postgres::connect::Attempt;

/// Of Debian's packages the second ones, where several servers are on a machine.
const LOOK: &str = "see whether it runs: systemctl status postgresql, or: pg_lsclusters";
const START: &str = "start it: sudo systemctl start postgresql, or: sudo pg_ctlcluster VERSION main start";

pub(super) fn unknown_host(entry: &HostEntry) -> Diagnosis {
    let host = match &entry.host {
        Host::Name(name) => name.as_str(),
        Host::SocketIn(_) | Host::DefaultSocket => "",
    };
    Diagnosis::new("connection.host_unknown", format!("the name `{host}` has no address"))
        .remedy("check the spelling of the host in the database URL, and that this machine may resolve it (a VPN, a container's network)")
}

pub(super) fn socket(error: &io::Error, attempt: &Attempt) -> Diagnosis {
    let entry = &attempt.entry;
    if let Some(Place::Unix(path)) = &attempt.place {
        return unix_socket(error, &path.display().to_string(), entry);
    }
    match error.kind() {
        ErrorKind::ConnectionRefused if is_local(entry) => Diagnosis::new(
            "connection.refused",
            format!("nothing listens on port {} of this machine: PostgreSQL is not running, or on another port", entry.port),
        )
        .remedy(LOOK)
        .remedy(START)
        .remedy("check the port in the database URL; those that servers listen on: sudo ss -ltnp | grep postgres"),
        ErrorKind::ConnectionRefused => Diagnosis::new(
            "connection.refused",
            format!("{} is there and nothing listens on port {}", host(entry), entry.port),
        )
        .remedy("check host and port in the database URL")
        .remedy("on the server, see that PostgreSQL runs and that listen_addresses in postgresql.conf is not only 'localhost'"),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            Diagnosis::new("connection.unreachable", format!("there is no way from this machine to {}", host(entry)))
                .remedy("check the host in the database URL, and the network: a VPN, a firewall, IPv6 that leads nowhere")
        }
        ErrorKind::TimedOut => timed_out(entry, "the system gave up waiting for an answer"),
        _ => Diagnosis::new("connection.failed", format!("the connection to {} could not be opened", host(entry)))
            .remedy("check host and port in the database URL, and the network"),
    }
}

fn unix_socket(error: &io::Error, path: &str, entry: &HostEntry) -> Diagnosis {
    match error.kind() {
        ErrorKind::NotFound => {
            let diagnosis = Diagnosis::new(
                "connection.refused",
                format!("there is no socket {path}: PostgreSQL is not running, or keeps its socket elsewhere"),
            )
            .remedy(LOOK)
            .remedy(START);
            match entry.host {
                Host::DefaultSocket => {
                    diagnosis.remedy("name the host if the server is elsewhere: postgres://USER@HOST/DATABASE")
                }
                _ => diagnosis.remedy("find the folder: sudo ss -lxnp | grep PGSQL"),
            }
        }
        ErrorKind::PermissionDenied => {
            Diagnosis::new("connection.socket_permission", format!("this user may not use the socket {path}"))
                .remedy("connect over TCP: postgres://USER@127.0.0.1/DATABASE")
        }
        _ => Diagnosis::new(
            "connection.refused",
            format!("the socket {path} is there and nobody answers: PostgreSQL is not running"),
        )
        .remedy(LOOK)
        .remedy(START),
    }
}

pub(super) fn timeout(after: Duration, entry: &HostEntry) -> Diagnosis {
    timed_out(entry, &format!("there was no session after {} s", after.as_secs()))
        .remedy("allow it more time: connect_timeout=SECONDS in the database URL")
}

fn timed_out(entry: &HostEntry, what: &str) -> Diagnosis {
    Diagnosis::new(
        "connection.timeout",
        format!("{what}: a firewall swallows what is sent to {}, or a serverless database is asleep", entry.shown()),
    )
    .remedy("check host and port in the database URL, and that the server's firewall lets this machine in")
}

pub(super) fn broken(entry: &HostEntry) -> Diagnosis {
    Diagnosis::new(
        "connection.closed",
        format!(
            "{} took the connection and dropped it: the server is starting or stopping, or a proxy has none behind it",
            entry.shown()
        ),
    )
    .remedy("look into the log of the server, or of the proxy")
}

pub(super) fn not_postgres(entry: &HostEntry) -> Diagnosis {
    Diagnosis::new("connection.not_postgres", format!("what answers on {} is not PostgreSQL", entry.shown()))
        .remedy("check host and port in the database URL; PostgreSQL's usual port is 5432")
}

fn host(entry: &HostEntry) -> String {
    match &entry.host {
        Host::Name(name) => name.clone(),
        Host::SocketIn(_) | Host::DefaultSocket => entry.shown(),
    }
}
