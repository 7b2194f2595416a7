//! The user that the server runs as: PostgreSQL refuses to run as root, which is who one is in a container.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Who runs the server in place of root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unprivileged {
    pub name: &'static str,
    pub uid: u32,
    pub gid: u32,
}

/// `None` where this process may run it itself. The error: it is root, and there is nobody else.
pub(super) fn unprivileged() -> Result<Option<Unprivileged>, ()> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    ["postgres", "nobody"].into_iter().find_map(|name| entry(&users, name)).map(Some).ok_or(())
}

fn entry(users: &str, name: &'static str) -> Option<Unprivileged> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (user, _, uid, gid) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        (user == name).then_some(Unprivileged { name, uid: uid.parse().ok()?, gid: gid.parse().ok()? })
    })
}

impl Unprivileged {
    /// Whether this user can reach what is in a directory, by the permissions that are no access control list.
    pub(super) fn can_enter(&self, directory: &Path) -> bool {
        let Ok(directory) = directory.canonicalize() else { return false };
        directory.ancestors().all(|it| it.metadata().is_ok_and(|it| self.has(&it, 0o1)))
    }

    /// Whether this user can also make something there.
    pub(super) fn can_write(&self, directory: &Path) -> bool {
        self.can_enter(directory) && directory.metadata().is_ok_and(|it| self.has(&it, 0o2))
    }

    fn has(&self, of: &std::fs::Metadata, bit: u32) -> bool {
        let shift = if of.uid() == self.uid {
            6
        } else if of.gid() == self.gid {
            3
        } else {
            0
        };
        of.mode() & (bit << shift) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Unprivileged, entry};

    #[test]
    fn users_are_read_from_their_file() {
        let users = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\nbroken:x\n";
        assert_eq!(entry(users, "nobody"), Some(Unprivileged { name: "nobody", uid: 65534, gid: 65534 }));
        assert_eq!(entry(users, "postgres"), None);
        assert_eq!(entry(users, "broken"), None);
    }

    #[test]
    fn a_private_folder_keeps_others_out() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let somebody = Unprivileged { name: "nobody", uid: 65534, gid: 65534 };
        assert!(!somebody.can_enter(folder.path()));
        assert!(somebody.can_write(std::path::Path::new("/tmp")));
    }
}
