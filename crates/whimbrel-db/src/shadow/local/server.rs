//! A server that is started for one shadow, and gone with it.

use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use super::keeper::{Keeper, Plan};
use super::template::Template;
use super::user::{self, Unprivileged};
use super::{Installation, problem};
use crate::postgres::config::Host;
use crate::postgres::{self, Config, Postgres};
use crate::{ConnectError, ConnectOptions};

/// The name of a Unix socket has so many bytes at most, on macOS; on Linux 107.
const LONGEST_SOCKET: usize = 103;
const PORT: u16 = 5432;

/// Nothing has to survive, one session works, and nobody but it may wait for anything.
const SETTINGS: &[(&str, &str)] = &[
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    // So that publications and slots are made without a warning.
    ("wal_level", "logical"),
    ("max_wal_senders", "0"),
    ("max_wal_size", "1GB"),
    ("max_prepared_transactions", "10"),
    ("max_connections", "20"),
    // A whole schema is loaded in one transaction, with a lock on each of its objects.
    ("max_locks_per_transaction", "1024"),
    ("shared_buffers", "32MB"),
    // In files of the directory, where they end with it.
    ("dynamic_shared_memory_type", "mmap"),
    // It would lock and count beside the statements that are watched.
    ("autovacuum", "off"),
    ("track_counts", "on"),
    ("jit", "off"),
    ("lc_messages", "C"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    // Above the errors of statements, which may show what is in them.
    ("log_min_messages", "log"),
];

/// A running server.
pub(in crate::shadow) struct Server {
    keeper: Keeper,
    installation: Installation,
}

/// Starts one, in a directory of its own, and opens a session on it.
///
/// # Errors
/// Where it does not start; `said` is the last line of its log.
pub(in crate::shadow) async fn start(
    installation: &Installation,
    options: &ConnectOptions,
) -> Result<(Server, Postgres), ConnectError> {
    let wanted = installation.clone();
    let started = tokio::task::spawn_blocking(move || Server::start(wanted)).await;
    let server = started.map_err(|panic| problem::not_started(installation, &panic.to_string()))??;
    let session = postgres::connect(&server.config(), options).await?;
    Ok((server, session))
}

impl Server {
    fn start(installation: Installation) -> Result<Self, ConnectError> {
        let user = user::unprivileged().map_err(|()| problem::nobody())?;
        if let Some(user) = user.as_ref().filter(|user| !user.can_enter(&installation.bin)) {
            return Err(problem::closed_to(user.name, &installation));
        }
        let template = installation.cache.as_deref().map(|cache| Template::of(&installation, cache, user.as_ref()));
        let is_kept = template.is_some();
        let template = template.unwrap_or_default();
        if is_kept && template.exists() {
            let mut keeper = keeper(&installation, &template, user.as_ref())?;
            if keeper.run("copy").is_ok() && keeper.serve().is_ok() {
                return Ok(Self { keeper, installation });
            }
        }
        // There is none, or it is broken: a new one says what is wrong, if that was not it.
        let mut keeper = keeper(&installation, &template, user.as_ref())?;
        keeper.run("initdb").map_err(|said| problem::no_cluster(&installation, &said))?;
        if is_kept {
            // What cannot be kept is made again next time.
            let _ = keeper.run("keep");
        }
        keeper.serve().map_err(|said| problem::not_started(&installation, &said))?;
        Ok(Self { keeper, installation })
    }

    /// What it was started from.
    pub(in crate::shadow) fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Ends it, and removes its directory.
    pub(in crate::shadow) async fn end(self) {
        // A thread that cannot be waited for has done it all the same.
        let _ = tokio::task::spawn_blocking(move || drop(self)).await;
    }

    fn config(&self) -> Config {
        let host = Host::SocketIn(self.keeper.directory().to_owned());
        Config::own(host, None, PORT, "postgres", "postgres")
    }
}

fn keeper(
    installation: &Installation,
    template: &Template,
    user: Option<&Unprivileged>,
) -> Result<Keeper, ConnectError> {
    let directory = directory(user)?;
    let socket = format!("\"{}\"", directory.display().to_string().replace('"', "\"\""));
    let mut settings: Vec<(&str, String)> = SETTINGS.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    settings.extend([("unix_socket_directories", socket), ("port", PORT.to_string())]);
    let plan = Plan {
        directory: &directory,
        programs: &installation.bin,
        template,
        settings: &settings,
        user,
        search_path: &installation.search_path,
    };
    Keeper::start(&plan).map_err(|error| problem::no_directory(&directory, &error.to_string()))
}

/// The name of a new directory, where the server's user can make it and a socket's name fits.
fn directory(user: Option<&Unprivileged>) -> Result<PathBuf, ConnectError> {
    let random = std::hash::RandomState::new().hash_one(std::process::id());
    let name = format!("whimbrel-shadow-{random:016x}");
    let places = [std::env::temp_dir(), PathBuf::from("/tmp"), PathBuf::from("/var/tmp")];
    let fits = |place: &&PathBuf| {
        let socket = place.join(&name).join(format!(".s.PGSQL.{PORT}.lock"));
        let is_short = socket.as_os_str().len() <= LONGEST_SOCKET;
        place.is_dir() && is_short && user.is_none_or(|user| user.can_write(place))
    };
    let place = places.iter().find(fits).map(|place: &PathBuf| Path::join(place, &name));
    place.ok_or_else(|| problem::no_place(&places))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::shadow::Machine;

    /// Programs at a path that no other test has.
    fn programs() -> tempfile::TempDir {
        let real = whimbrel_testing::server_programs(15);
        let folder = tempfile::tempdir().unwrap();
        for name in ["postgres", "initdb"] {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\nexec {} \"$@\"\n", real.join(name).display())).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        }
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        folder
    }

    async fn made(installation: &Installation) -> String {
        let options = ConnectOptions { application_name: "test".to_owned(), wait: None };
        let (server, session) = start(installation, &options).await.unwrap();
        let replies = session.run("SELECT system_identifier FROM pg_control_system()").await.unwrap();
        session.close().await;
        server.end().await;
        replies[0].rows[0][0].clone().unwrap()
    }

    #[tokio::test]
    async fn what_initdb_made_is_kept_and_made_again_where_it_is_broken() {
        let (programs, cache) = (programs(), tempfile::tempdir().unwrap());
        let (bin, folder) = (Some(programs.path().to_owned()), Some(cache.path().join("new")));
        let machine = Machine { bin, cache: folder.clone(), ..Machine::default() };
        let installation = machine.choose(None, None).unwrap();
        let template = Template::of(&installation, &folder.unwrap(), user::unprivileged().unwrap().as_ref());
        let first = made(&installation).await;
        assert!(template.exists());
        assert_eq!(made(&installation).await, first);
        std::fs::remove_file(template.path.join("global/pg_control")).unwrap();
        let second = made(&installation).await;
        assert_ne!(second, first);
        assert_eq!(made(&installation).await, second);
        std::fs::remove_dir_all(&template.path).unwrap();
        // What nobody can keep is made each time.
        let nowhere = Installation { cache: None, ..installation };
        assert_ne!(made(&nowhere).await, second);
        assert!(!template.exists());
    }
}
