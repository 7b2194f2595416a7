//! Scratch databases on throw-away servers from local programs.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use tempfile::TempDir;
use whimbrel_db::shadow::{Choice, Installation, Machine, Shadow};

use super::shadow::{refusal, value};
use super::*;

fn installed(version: u32) -> Installation {
    let machine = Machine { bin: Some(whimbrel_testing::server_programs(version)), ..Machine::default() };
    machine.choose(None, None).expect("scripts/get-postgres has installed it")
}

async fn start(installation: &Installation) -> Shadow {
    Shadow::start(&Choice::Local(Box::new(installation.clone())), &options()).await.expect("a shadow")
}

/// The directory of the server.
async fn directory(shadow: &Shadow) -> PathBuf {
    let data = value(shadow.postgres(), "SHOW data_directory").await;
    Path::new(&data).parent().expect("it is in one").to_owned()
}

const OBJECTS: &str = "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
                       + (SELECT count(*) FROM pg_roles WHERE rolname = 'app') + (SELECT count(*) FROM pg_replication_slots)";

#[tokio::test]
async fn it_is_of_any_version_and_gone_at_the_end() {
    for version in [12, 15, 18] {
        let mut shadow = start(&installed(version)).await;
        assert!(shadow.what().starts_with(&format!("PostgreSQL {version}.")), "{}", shadow.what());
        assert_eq!((shadow.version() / 10_000, shadow.roles()), (version, Roles::Create));
        let first = directory(&shadow).await;
        let sql = "CREATE VIEW v AS SELECT * FROM t; CREATE TABLE t (); CREATE PUBLICATION p FOR TABLE t; GRANT SELECT ON t TO app";
        shadow.load(&script(sql)).await.expect("it loads");
        let slot = "SELECT pg_create_logical_replication_slot('s', 'test_decoding')";
        let slot = shadow.postgres().run(slot).await.map(drop).map_err(|error| error.message);
        // Where the contributed modules are not installed, the slot itself would still be allowed.
        assert!(slot.is_ok() || slot.as_ref().is_err_and(|said| said.contains("test_decoding")), "{slot:?}");
        assert_ne!(value(shadow.postgres(), OBJECTS).await, "0");

        shadow.reset().await.expect("it can be reset");
        assert!(!first.exists(), "{version}");
        assert_eq!(value(shadow.postgres(), OBJECTS).await, "0", "{version}");
        let second = directory(&shadow).await;
        assert_eq!(second.metadata().expect("it is there").permissions().mode() & 0o777, 0o700);
        shadow.close().await.expect("it can be closed");
        assert!(!second.exists(), "{version}");
    }
}

#[tokio::test]
async fn two_at_once_and_dropped() {
    let installation = installed(15);
    let (a, b) = (start(&installation).await, start(&installation).await);
    a.postgres().run("CREATE TABLE a ()").await.expect("it runs");
    assert_eq!(value(b.postgres(), OBJECTS).await, "0");
    let directories = [directory(&a).await, directory(&b).await];
    drop((a, b));
    assert!(directories.iter().all(|it| !it.exists()));
}

/// Programs that do no more than this.
fn programs(postgres: &str, initdb: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("disk is writable");
    let version = "[ \"$1\" = --version ] && { echo 'postgres (PostgreSQL) 15.8 (Debian)'; exit; }";
    for (name, text) in [("postgres", postgres), ("initdb", initdb)] {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{version}\n{text}\n")).expect("disk is writable");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("it is ours");
    }
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("it is ours");
    folder
}

#[tokio::test]
async fn reasons_why_there_is_none() {
    let mut told = String::new();
    let mut tell = async |machine: Machine, demanded: Option<u32>| {
        let started = match machine.choose(demanded, None) {
            Ok(found) => Shadow::start(&Choice::Local(Box::new(found)), &options()).await,
            Err(error) => Err(error),
        };
        told.push_str(&refusal(started));
    };
    let at = |bin: &Path| Machine { bin: Some(bin.to_owned()), ..Machine::default() };
    tell(at(Path::new("/nowhere/bin")), None).await;
    let full = "echo '2026-05-04 10:00:00 UTC [1] FATAL:  could not write lock file: No space left on device'; exit 1";
    let no_server = programs(full, "mkdir data");
    tell(at(no_server.path()), Some(13)).await;
    tell(at(no_server.path()), None).await;
    let no_cluster = programs("", "echo 'initdb: error: invalid locale settings; check LANG' >&2; exit 1");
    tell(at(no_cluster.path()), None).await;
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"/\S*/\.tmp\w+", "[programs]");
    settings.bind(|| assert_snapshot!(told));
}
