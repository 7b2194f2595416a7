//! Where PostgreSQL's programs are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shared::NEWEST;
use crate::{folders, user};

const DEBIAN: &str = "/usr/lib/postgresql";

/// The directory of the server programs of a version, readable by the user that runs servers.
///
/// # Panics
/// Where that version is not installed.
pub fn server_programs(version: u32) -> PathBuf {
    let debian = Path::new(DEBIAN).join(version.to_string()).join("bin");
    if debian.join("postgres").exists() {
        return debian;
    }
    let unpacked = folders::repository().join("target/postgres").join(version.to_string());
    assert!(unpacked.join("bin/postgres").exists(), "PostgreSQL {version} is not here: run scripts/get-postgres");
    if can_run(&unpacked.join("bin/postgres")) {
        return unpacked.join("bin");
    }
    // The checkout is in a directory that the server's user cannot enter, such as /root.
    let copy = folders::of_version(version).join("programs");
    if !copy.exists() {
        let partial = copy.with_extension(std::process::id().to_string());
        let status = Command::new("cp").arg("-a").arg(&unpacked).arg(&partial).status();
        assert!(status.is_ok_and(|status| status.success()), "failed to copy {}", unpacked.display());
        if std::fs::rename(&partial, &copy).is_err() {
            // Another process was first.
            let _ = std::fs::remove_dir_all(&partial);
        }
    }
    copy.join("bin")
}

fn can_run(postgres: &Path) -> bool {
    user::command(postgres)
        .arg("--version")
        .current_dir("/")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The path of `psql`, `pg_dump` or another client program, of the highest version that Debian's packages installed.
///
/// # Panics
/// Where it is not installed.
pub fn client_tool(name: &str) -> PathBuf {
    let installed = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    installed
        .filter_map(|entry| {
            Some((entry.path().join("bin").join(name), entry.file_name().to_str()?.parse::<u32>().ok()?))
        })
        .filter(|(path, _)| path.exists())
        .max_by_key(|(_, version)| *version)
        .unwrap_or_else(|| panic!("{name} is not here: run scripts/get-postgres"))
        .0
}

/// The path of a `pg_dump` or `psql` that is at least as new as the newest server.
///
/// # Panics
/// Where it is not installed.
pub(crate) fn newest_client_tool(name: &str) -> PathBuf {
    let unpacked = folders::repository().join("target/postgres/client/bin").join(name);
    let debian = Path::new(DEBIAN).join(NEWEST.to_string()).join("bin").join(name);
    [unpacked, debian]
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("no {name} for PostgreSQL {NEWEST} is here: run scripts/get-postgres"))
}

/// A client program with nothing of the environment's own PG* variables.
pub(crate) fn client(program: &Path) -> Command {
    let mut command = Command::new(program);
    #[expect(clippy::disallowed_methods, reason = "to keep it from the client program")]
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command
}
