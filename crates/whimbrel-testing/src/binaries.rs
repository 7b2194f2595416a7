//! Where PostgreSQL's programs are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{folders, user};

const DEBIAN: &str = "/usr/lib/postgresql";

/// The directory of the server programs of a version, readable by the user that runs servers.
///
/// # Panics
/// Where that version is not installed.
pub(crate) fn server_programs(version: u32) -> PathBuf {
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
    client_tool_and_version(name).0
}

pub(crate) fn client_tool_and_version(name: &str) -> (PathBuf, u32) {
    let installed = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    installed
        .filter_map(|entry| Some((entry.path().join("bin").join(name), entry.file_name().to_str()?.parse().ok()?)))
        .filter(|(path, _)| path.exists())
        .max_by_key(|(_, version)| *version)
        .unwrap_or_else(|| panic!("{name} is not here: run scripts/get-postgres"))
}
