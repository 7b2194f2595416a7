//! The operating system's user that servers run as: PostgreSQL refuses to run as root.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The user to run servers as when this process is root.
#[derive(Clone, Copy)]
struct Unprivileged {
    uid: u32,
    gid: u32,
}

fn unprivileged() -> Option<Unprivileged> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let passwd = std::fs::read_to_string("/etc/passwd").expect("/etc/passwd can be read");
    let entry = |name: &str| {
        passwd.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            match fields.as_slice() {
                [user, _, uid, gid, ..] if *user == name => {
                    Some(Unprivileged { uid: uid.parse().ok()?, gid: gid.parse().ok()? })
                }
                _ => None,
            }
        })
    };
    Some(
        entry("postgres")
            .or_else(|| entry("nobody"))
            .expect("running as root, and there is no user `postgres` or `nobody` to run a server as"),
    )
}

/// A command that runs as the server's user.
pub(crate) fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    if let Some(user) = unprivileged() {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// Gives a file or directory to the server's user.
pub(crate) fn give(path: &Path) {
    if let Some(user) = unprivileged() {
        std::os::unix::fs::chown(path, Some(user.uid), Some(user.gid))
            .unwrap_or_else(|error| panic!("failed to give {} to the server's user: {error}", path.display()));
    }
}
