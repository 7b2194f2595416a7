//! The PostgreSQL inside the binary.

use super::Postgres;
use crate::address::EmbeddedPlace;
use crate::{ConnectError, ConnectOptions};

/// Starts the embedded PostgreSQL and opens the one session that it can have; it stops with the session.
///
/// Fails where another process, or another session of this one, has the folder. `wait` waits for that to end.
#[cfg(feature = "embedded")]
pub async fn connect_embedded(place: &EmbeddedPlace, options: &ConnectOptions) -> Result<Postgres, ConnectError> {
    let (place, shown) = match place {
        EmbeddedPlace::Folder(folder) => {
            (whimbrel_embedded::Place::Folder(folder.clone()), format!("embedded:{}", folder.display()))
        }
        EmbeddedPlace::Temporary => (whimbrel_embedded::Place::Temporary, "embedded:".to_owned()),
    };
    connect_at(place, shown, options).await
}

/// As [`connect_embedded`], on a copy of a database that is kept.
#[cfg(feature = "embedded")]
pub(crate) async fn connect_to_copy(
    kept: whimbrel_embedded::Kept,
    options: &ConnectOptions,
) -> Result<Postgres, ConnectError> {
    connect_at(whimbrel_embedded::Place::CopyOf(kept), "embedded:".to_owned(), options).await
}

#[cfg(feature = "embedded")]
async fn connect_at(
    place: whimbrel_embedded::Place,
    shown: String,
    options: &ConnectOptions,
) -> Result<Postgres, ConnectError> {
    let started = std::time::Instant::now();
    let server = loop {
        match start(place.clone()).await {
            Err(whimbrel_embedded::Error::InUse { .. })
                if options.wait.is_some_and(|wait| started.elapsed() < wait) =>
            {
                tokio::time::sleep(PAUSE).await;
            }
            Ok(server) => break server,
            Err(error) => return Err(explain(error)),
        }
    };
    let config = config(&server);
    let mut session = super::connect(&config, options).await?;
    session.host_shown = shown;
    session.is_single = true;
    session.canceller.is_single = true;
    session.embedded = std::sync::Mutex::new(Some(Box::new(server)));
    Ok(session)
}

/// Says that this build cannot.
#[cfg(not(feature = "embedded"))]
pub async fn connect_embedded(_: &EmbeddedPlace, _: &ConnectOptions) -> Result<Postgres, ConnectError> {
    Err(ConnectError {
        code: "connection.no_embedded",
        message: FAILED.to_owned(),
        said: None,
        cause: Some("this build of Whimbrel has none: it was built without the cargo feature `embedded`".to_owned()),
        remedies: vec![
            "build with the feature `embedded`, which is on by default".to_owned(),
            "or name a server: postgres://USER:PASSWORD@HOST:5432/DATABASE".to_owned(),
        ],
    })
}

const FAILED: &str = "failed to start the embedded PostgreSQL";

/// The pause before looking again whether a folder is free.
#[cfg(feature = "embedded")]
const PAUSE: std::time::Duration = std::time::Duration::from_millis(200);

#[cfg(feature = "embedded")]
async fn start(place: whimbrel_embedded::Place) -> Result<whimbrel_embedded::Server, whimbrel_embedded::Error> {
    match tokio::task::spawn_blocking(|| whimbrel_embedded::start(place)).await {
        Ok(result) => result,
        Err(panic) => Err(whimbrel_embedded::Error::Engine { message: panic.to_string() }),
    }
}

#[cfg(feature = "embedded")]
fn config(server: &whimbrel_embedded::Server) -> super::Config {
    use super::config::Host;
    let (host, address, port) = match server.address() {
        whimbrel_embedded::Address::Socket { directory, port } => (Host::SocketIn(directory.clone()), None, *port),
        whimbrel_embedded::Address::Tcp(at) => (Host::Name(at.ip().to_string()), Some(at.ip()), at.port()),
    };
    super::Config::own(host, address, port, server.user(), server.database())
}

#[cfg(feature = "embedded")]
fn explain(error: whimbrel_embedded::Error) -> ConnectError {
    use whimbrel_embedded::Error;
    let mut said = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        said = format!("{said}: {inner}");
        source = inner.source();
    }
    let own = std::process::id();
    let (code, cause, remedy) = match &error {
        Error::InUse { pid: Some(pid), .. } if *pid == own => (
            "connection.embedded_in_use",
            "this process has a session there, and the embedded PostgreSQL can have only one".to_owned(),
            "close the first session before opening another".to_owned(),
        ),
        Error::InUse { pid, .. } => (
            "connection.embedded_in_use",
            "another process has a session there, and the embedded PostgreSQL can have only one".to_owned(),
            match pid {
                Some(pid) => format!("wait until process {pid} has ended, or: --wait 60s"),
                None => "wait until it has ended, or: --wait 60s".to_owned(),
            },
        ),
        Error::NotADatabase { .. } => (
            "connection.embedded_folder",
            "the folder belongs to something else, and nothing was written there".to_owned(),
            "name a folder that is empty or not there yet: embedded:.whimbrel/dev".to_owned(),
        ),
        Error::Folder { path, .. } => (
            "connection.embedded_folder",
            "the folder cannot be made, read or written".to_owned(),
            format!("see who may write it and whether the disk is full: ls -ld {0}; df {0}", path.display()),
        ),
        Error::Cache { .. } => (
            "connection.embedded_cache",
            "the embedded PostgreSQL is unpacked there once, some 100 MB".to_owned(),
            "make the folder writable, or name another one with XDG_CACHE_HOME".to_owned(),
        ),
        Error::Engine { .. } => (
            "connection.embedded_failed",
            "the PostgreSQL inside Whimbrel did not start".to_owned(),
            "if the folder was copied while in use, restore it; else name a server: postgres://USER:PASSWORD@HOST:5432/DATABASE".to_owned(),
        ),
    };
    ConnectError { code, message: FAILED.to_owned(), said: Some(said), cause: Some(cause), remedies: vec![remedy] }
}
