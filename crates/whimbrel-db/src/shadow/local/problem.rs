//! Why there is no server from local programs. The code of each begins with `shadow.local`.

use std::path::{Path, PathBuf};

use super::{Installation, Machine};
use crate::ConnectError;

const EMBEDDED: &str = "or try it on the PostgreSQL inside this program: --shadow embedded";

fn error(code: &'static str, message: impl Into<String>) -> ConnectError {
    ConnectError { code, message: message.into(), said: None, cause: None, remedies: Vec::new() }
}

/// What installs a server, on the systems that have packages of it.
fn install(major: &str) -> String {
    format!(
        "install it: apt-get install postgresql-{major} (Debian), dnf install postgresql{major}-server (Red Hat), brew \
         install postgresql@{major} (macOS)"
    )
}

/// Nothing is installed.
pub(super) fn none(machine: &Machine, looked: &[PathBuf]) -> ConnectError {
    let places: Vec<String> = looked.iter().map(|place| place.display().to_string()).collect();
    let mut problem = error("shadow.local_missing", "failed to find PostgreSQL's programs on this machine");
    problem.cause = Some(format!("no directory has both `postgres` and `initdb`; looked in {}", places.join(", ")));
    problem.remedies = match machine.bin {
        Some(_) => vec!["correct `bin` under [shadow] in whimbrel.toml, or leave it out".to_owned()],
        None => {
            vec![install("17"), "or name their directory in whimbrel.toml: [shadow] bin = \"/opt/pgsql/bin\"".into()]
        }
    };
    problem.remedies.push(EMBEDDED.to_owned());
    problem
}

/// Other versions are installed.
pub(super) fn no_version(wanted: u32, installed: &[Installation]) -> ConnectError {
    let there: Vec<String> = installed.iter().map(Installation::what).collect();
    let mut problem = error("shadow.local_version", format!("failed to find PostgreSQL {wanted} on this machine"));
    problem.cause = Some(format!("there is {}", there.join(", ")));
    let majors: Vec<String> = installed.iter().map(|it| format!("--shadow local:{}", it.major)).collect();
    problem.remedies = vec![install(&wanted.to_string()), format!("or take what is there: {}", majors.join(", "))];
    problem
}

/// Root may not run it, and there is no other user.
#[cfg(unix)]
pub(super) fn nobody() -> ConnectError {
    let mut problem = error("shadow.local_user", "failed to start a server: PostgreSQL does not run as root");
    problem.cause = Some("this is root, and there is no user `postgres` or `nobody` to run it as".to_owned());
    problem.remedies =
        vec!["run whimbrel as another user, or add one: useradd --system postgres".into(), EMBEDDED.into()];
    problem
}

/// The other user cannot reach the programs.
#[cfg(unix)]
pub(super) fn closed_to(user: &str, installation: &Installation) -> ConnectError {
    let bin = installation.bin.display();
    let mut problem = error("shadow.local_user", format!("failed to start a server from {bin} as the user {user}"));
    problem.cause = Some(format!("PostgreSQL does not run as root, and {user} may not enter that directory"));
    problem.remedies = vec![
        format!("run whimbrel as a user who may, or see which permission is missing: namei -l {bin}"),
        EMBEDDED.to_owned(),
    ];
    problem
}

/// No temporary directory will do.
#[cfg(unix)]
pub(super) fn no_place(places: &[PathBuf]) -> ConnectError {
    let mut places: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
    places.dedup();
    let mut problem = error("shadow.local_directory", "failed to find a directory for a throw-away server");
    problem.cause =
        Some(format!("none of {} is there, short enough for a socket's name, and open to its user", places.join(", ")));
    problem.remedies = vec!["name one that is with TMPDIR".to_owned(), EMBEDDED.to_owned()];
    problem
}

/// It could not be made.
#[cfg(unix)]
pub(super) fn no_directory(directory: &Path, said: &str) -> ConnectError {
    let message = format!("failed to make the directory of a throw-away server in {}", parent(directory));
    let mut problem = error("shadow.local_directory", message);
    problem.said = Some(said.replace(&directory.display().to_string(), "…"));
    problem.remedies = vec![
        format!("see who may write there and whether the disk is full: ls -ld {0}; df {0}", parent(directory)),
        "or name another one with TMPDIR".to_owned(),
    ];
    problem
}

#[cfg(unix)]
fn parent(directory: &Path) -> String {
    directory.parent().unwrap_or(directory).display().to_string()
}

/// initdb failed.
#[cfg(unix)]
pub(super) fn no_cluster(installation: &Installation, said: &str) -> ConnectError {
    failed("shadow.local_initdb", "failed to make a database with initdb of", "initdb", installation, said)
}

/// The server ended, or did not get ready.
#[cfg(unix)]
pub(super) fn not_started(installation: &Installation, said: &str) -> ConnectError {
    failed("shadow.local_start", "failed to start", "postgres", installation, said)
}

#[cfg(unix)]
fn failed(code: &'static str, what: &str, program: &str, from: &Installation, said: &str) -> ConnectError {
    let mut problem = error(code, format!("{what} {}", from.what()));
    problem.said = Some(said.to_owned());
    problem.remedies = vec![
        format!("see whether it runs by itself: {} --version", from.bin.join(program).display()),
        "or name other programs: --shadow local:VERSION, or `bin` under [shadow] in whimbrel.toml".to_owned(),
        EMBEDDED.to_owned(),
    ];
    problem
}

/// There are no Unix sockets that are closed to other users, and no shell.
#[cfg(not(unix))]
pub(super) fn unsupported() -> ConnectError {
    let mut problem = error("shadow.local_unsupported", "failed to start a server from local programs");
    problem.cause = Some("--shadow local is for Linux, macOS and other Unix systems".to_owned());
    problem.remedies = vec!["start a server yourself and name it: --shadow-url postgres://…".into(), EMBEDDED.into()];
    problem
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_test_cannot_bring_about_on_every_machine() {
        let [bin, cache] = ["/opt/pgsql/bin", "/home/ada/.cache"].map(PathBuf::from);
        let installation =
            Installation { bin, version: "15.8".into(), major: 15, cache: Some(cache), search_path: Vec::new() };
        let errors = [
            nobody(),
            closed_to("postgres", &installation),
            no_place(&["/home/ada/a-very-long-name".into(), "/tmp".into(), "/tmp".into()]),
            no_directory(
                Path::new("/tmp/whimbrel-shadow-1"),
                "mkdir: cannot create directory '/tmp/whimbrel-shadow-1'",
            ),
        ];
        insta::assert_snapshot!(errors.map(told).concat());
    }

    fn told(error: ConnectError) -> String {
        let mut text = format!("{}: {}\n", error.code, error.message);
        error.said.iter().for_each(|said| text.push_str(&format!("  said: {said}\n")));
        error.cause.iter().for_each(|cause| text.push_str(&format!("  cause: {cause}\n")));
        error.remedies.iter().for_each(|remedy| text.push_str(&format!("  → {remedy}\n")));
        text
    }
}
