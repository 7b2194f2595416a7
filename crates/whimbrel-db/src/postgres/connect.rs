//! Connecting: every host and address in turn, again while waiting may help.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Postgres;
use super::attempt::{self, Failure, Opened, Target};
use super::cancel::Canceller;
use super::channel::Place;
use super::config::{Config, Host, HostEntry, TargetSession};
use super::diagnose;
use super::session::{self, Shared};
use crate::{ConnectError, ConnectOptions};

/// libpq waits for ever where `connect_timeout` is not set; a tool that says nothing for minutes is of no use.
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// The pause before trying again under `wait`; doubled up to `LONGEST_PAUSE`.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// The oldest PostgreSQL that Whimbrel supports, as `server_version_num`.
const OLDEST: u32 = 120_000;

/// What went wrong at one place.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub entry: HostEntry,
    /// `None` where the name has no address.
    pub place: Option<Place>,
    pub failure: Failure,
}

/// Connects to a server.
pub async fn connect(config: &Config, options: &ConnectOptions) -> Result<Postgres, ConnectError> {
    let started = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        let attempts = match connect_once(config, options).await {
            Ok(session) => return Ok(session),
            Err(attempts) => attempts,
        };
        let left = options.wait.unwrap_or_default().saturating_sub(started.elapsed());
        if left.is_zero() || !attempts.iter().any(|attempt| diagnose::waiting_may_help(&attempt.failure)) {
            return Err(diagnose::explain(config, &attempts, options.wait.map(|_| started.elapsed())));
        }
        tokio::time::sleep(pause.min(left)).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn connect_once(config: &Config, options: &ConnectOptions) -> Result<Postgres, Vec<Attempt>> {
    let mut failed = Vec::new();
    // `prefer-standby` is a first round that wants a standby and a second that takes any.
    let rounds: &[TargetSession] = match config.target {
        TargetSession::PreferStandby => &[TargetSession::Standby, TargetSession::Any],
        ref other => std::slice::from_ref(other),
    };
    for &wanted in rounds {
        failed.clear();
        for entry in in_order(&config.hosts, config.shuffle_hosts) {
            let places = match places(&entry, config.shuffle_hosts).await {
                Ok(places) => places,
                Err(error) => {
                    failed.push(Attempt { entry, place: None, failure: Failure::Lookup(error) });
                    continue;
                }
            };
            for place in places {
                match open(&entry, &place, config, options, wanted).await {
                    Ok(session) => return Ok(session),
                    Err(failures) => {
                        let refused = failures.iter().any(ends_the_search);
                        failed.extend(failures.into_iter().map(|failure| Attempt {
                            entry: entry.clone(),
                            place: Some(place.clone()),
                            failure,
                        }));
                        if refused {
                            return Err(failed);
                        }
                    }
                }
            }
        }
    }
    Err(failed)
}

/// As in libpq, a server that was reached and refused is not made up for by the next host, except where it only
/// says that it is starting or stopping.
fn ends_the_search(failure: &Failure) -> bool {
    match failure {
        Failure::Server(said) => said.code().code() != "57P03",
        Failure::NoPassword | Failure::Authentication(_) => true,
        _ => false,
    }
}

fn in_order(hosts: &[HostEntry], shuffle: bool) -> Vec<HostEntry> {
    let mut hosts = hosts.to_vec();
    if shuffle {
        shuffled(&mut hosts);
    }
    hosts
}

async fn places(entry: &HostEntry, shuffle: bool) -> std::io::Result<Vec<Place>> {
    if let Some(address) = entry.address {
        return Ok(vec![Place::Tcp(SocketAddr::new(address, entry.port))]);
    }
    let socket_in = |folder: &Path| folder.join(format!(".s.PGSQL.{}", entry.port));
    match &entry.host {
        Host::SocketIn(folder) => Ok(vec![Place::Unix(socket_in(folder))]),
        Host::DefaultSocket => {
            // Debian's and Red Hat's packages use the first, PostgreSQL's own default is the second.
            let candidates: [PathBuf; 2] = [socket_in(Path::new("/var/run/postgresql")), socket_in(Path::new("/tmp"))];
            let found = candidates.iter().find(|path| path.exists()).unwrap_or(&candidates[0]);
            Ok(vec![Place::Unix(found.clone())])
        }
        Host::Name(name) => {
            let mut addresses: Vec<SocketAddr> = Vec::new();
            for address in tokio::net::lookup_host((name.as_str(), entry.port)).await? {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            if shuffle {
                shuffled(&mut addresses);
            }
            Ok(addresses.into_iter().map(Place::Tcp).collect())
        }
    }
}

/// Good enough to spread clients over hosts: the standard library's random hash keys order the list.
fn shuffled<T>(list: &mut [T]) {
    use std::hash::BuildHasher;
    let keys = std::hash::RandomState::new();
    for last in (1..list.len()).rev() {
        let other = keys.hash_one(last) as usize % (last + 1);
        list.swap(last, other);
    }
}

async fn open(
    entry: &HostEntry,
    place: &Place,
    config: &Config,
    options: &ConnectOptions,
    wanted: TargetSession,
) -> Result<Postgres, Vec<Failure>> {
    let opening = async {
        let named = config.application_name.as_deref().or(config.fallback_application_name.as_deref());
        let name = named.unwrap_or(&options.application_name);
        let opened = attempt::open_session(entry, place, config, name).await?;
        start(opened, config, wanted).await.map_err(|failure| vec![failure])
    };
    match config.connect_timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT) {
        Duration::ZERO => opening.await,
        limit => match tokio::time::timeout(limit, opening).await {
            Ok(result) => result,
            Err(_) => Err(vec![Failure::Timeout(limit)]),
        },
    }
}

async fn start(opened: Opened, config: &Config, wanted: TargetSession) -> Result<Postgres, Failure> {
    let said = opened.connection.parameter("server_version").unwrap_or_default().to_owned();
    let Some(version) = session::version_number(&said) else {
        return Err(Failure::NotPostgres("it does not tell its version".into()));
    };
    if version < OLDEST {
        return Err(Failure::TooOld(said));
    }
    let secrets = config.secrets();
    let shared = Arc::new(Shared::new(secrets.clone()));
    let driver = session::drive(opened.connection, Arc::clone(&shared));
    let canceller = Canceller::new(opened.client.cancel_token(), config.clone(), opened.target);
    let pid = canceller.pid().await.map_err(|error| Failure::Broken(error.to_string()))?;
    let session = Postgres {
        client: Arc::new(opened.client),
        shared,
        driver,
        host_shown: format!("{}/{}", canceller.target().entry.shown(), config.dbname),
        canceller,
        version,
        pid,
        is_single: false,
        #[cfg(feature = "embedded")]
        embedded: std::sync::Mutex::new(None),
    };
    check_target(&session, wanted).await?;
    Ok(session)
}

/// Whether the server is of the kind that `target_session_attrs` asks for.
async fn check_target(session: &Postgres, wanted: TargetSession) -> Result<(), Failure> {
    if wanted == TargetSession::Any {
        return Ok(());
    }
    let sql = "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')";
    let replies = session.run(sql).await.map_err(|error| Failure::Broken(error.message))?;
    let values = &replies[0].rows[0];
    let standby = values[0].as_deref() == Some("t");
    let read_only = standby || values[1].as_deref() == Some("on");
    let fits = match wanted {
        TargetSession::Any | TargetSession::PreferStandby => true,
        TargetSession::ReadWrite => !read_only,
        TargetSession::ReadOnly => read_only,
        TargetSession::Primary => !standby,
        TargetSession::Standby => standby,
    };
    if fits { Ok(()) } else { Err(Failure::WrongSession { read_only, standby }) }
}

impl Canceller {
    /// Opens another session on the very server and with the settings of the one this cancels, to look at it from
    /// outside. Fails with `ErrorKind::Unsupported` for the embedded PostgreSQL, which has one session alone.
    pub async fn another_session(&self, application_name: &str) -> std::io::Result<Postgres> {
        if self.is_single {
            let why = "the embedded PostgreSQL has one session alone";
            return Err(std::io::Error::new(std::io::ErrorKind::Unsupported, why));
        }
        let opening = async {
            let Target { entry, place, .. } = self.target();
            let opened = attempt::open_session(entry, place, self.config(), application_name).await;
            let failed = |failures: Vec<Failure>| failures.last().map(Failure::text).unwrap_or_default();
            let opened = opened.map_err(|failures| std::io::Error::other(failed(failures)))?;
            let session = start(opened, self.config(), TargetSession::Any).await;
            session.map_err(|failure| std::io::Error::other(failure.text()))
        };
        tokio::time::timeout(DEFAULT_CONNECT_TIMEOUT, opening).await?
    }
}
