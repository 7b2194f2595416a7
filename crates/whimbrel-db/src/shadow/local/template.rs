//! What initdb makes, kept between runs: a second of work, and the same each time. The keeper copies it, not this process:
//! as root this one must not write where another user may.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Installation;
use super::user::Unprivileged;

/// A database cluster that nobody uses.
#[derive(Default)]
pub(super) struct Template {
    pub path: PathBuf,
    /// Of all templates of the same programs, whichever version they had.
    pub prefix: PathBuf,
}

impl Template {
    /// Of an installation as it is now: an update makes another. The user who runs the server keeps it, in a folder of its
    /// own.
    pub(super) fn of(installation: &Installation, cache: &Path, user: Option<&Unprivileged>) -> Self {
        let folder = match user {
            Some(user) => Path::new("/var/tmp").join(format!("whimbrel-{}", user.name)),
            None => cache.to_owned(),
        };
        let program = installation.bin.join("postgres");
        let stamp = program.metadata().ok().map(|it| (it.len(), it.modified().ok()));
        let prefix = format!("initdb-{}-", digest(installation.bin.as_os_str().as_encoded_bytes()));
        let name = format!("{prefix}{}", digest(format!("{} {stamp:?}", installation.version).as_bytes()));
        Self { path: folder.join(name), prefix: folder.join(prefix) }
    }

    pub(super) fn exists(&self) -> bool {
        self.path.join("PG_VERSION").exists()
    }
}

/// Enough of it for a name.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
