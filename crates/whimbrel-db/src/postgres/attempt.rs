//! One attempt to open a session at one place: socket, TLS, startup, authentication.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_postgres::config::{ChannelBinding as DriverBinding, SslMode as DriverSslMode, SslNegotiation};
use tokio_postgres::{Client, Connection};

use super::channel::{self, Channel, NOT_POSTGRES, Negotiated, NotAllowed, Place, Way};
use super::config::{ChannelBinding, Config, HostEntry, SslMode};
use super::tls::{self, TlsFailure};

/// Where and how a session is opened.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub entry: HostEntry,
    pub place: Place,
    pub security: Security,
}

/// Whether an attempt uses TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// None.
    Plain,
    /// Where the server offers it.
    IfOffered,
    /// Or not at all.
    Always,
}

/// Why an attempt failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The host name has no address.
    Lookup(io::Error),
    /// The socket could not be opened.
    Socket(io::Error),
    /// No session within `connect_timeout`.
    Timeout(Duration),
    /// The server answered "no" to the request for TLS.
    TlsNotOffered,
    /// It answered the request for TLS with something that no PostgreSQL sends.
    NotPostgres(String),
    /// TLS was begun and failed, or its files are not right.
    Tls(TlsFailure),
    /// The server refused.
    Server(Box<tokio_postgres::error::DbError>),
    /// It asks for a password and there is none.
    NoPassword,
    /// Authentication went wrong on this side, such as for want of channel binding.
    Authentication(String),
    /// The connection closed or what came could not be understood.
    Broken(String),
    /// Not the kind of server that `target_session_attrs` asks for.
    WrongSession { read_only: bool, standby: bool },
    /// Older than this build supports.
    TooOld(String),
}

/// A session just opened.
pub(crate) struct Opened {
    pub client: Client,
    pub connection: Connection<Channel, Channel>,
    pub target: Target,
}

/// Opens a session, falling back between TLS and none as `sslmode` allows. On failure, each try's.
pub(crate) async fn open_session(
    entry: &HostEntry,
    place: &Place,
    config: &Config,
    application_name: &str,
) -> Result<Opened, Vec<Failure>> {
    let tries: &[Security] = match (place, config.tls.mode) {
        // PostgreSQL has no TLS over Unix sockets: libpq leaves sslmode aside there.
        (Place::Unix(_), _) | (_, SslMode::Disable) => &[Security::Plain],
        (_, SslMode::Allow) => &[Security::Plain, Security::Always],
        (_, SslMode::Prefer) => &[Security::IfOffered, Security::Plain],
        _ => &[Security::Always],
    };
    let mut failures = Vec::new();
    for &security in tries {
        let target = Target { entry: entry.clone(), place: place.clone(), security };
        match open_one(target, config, application_name).await {
            Ok(opened) => return Ok(opened),
            Err((failure, used_tls)) => {
                let again = failure.may_differ_with_other_security() && (security == Security::Plain || used_tls);
                failures.push(failure);
                if !again {
                    break;
                }
            }
        }
    }
    Err(failures)
}

/// The failure, and whether TLS was in use or being set up.
async fn open_one(mut target: Target, config: &Config, application_name: &str) -> Result<Opened, (Failure, bool)> {
    let channel = open_channel(&target, config).await.map_err(|f| {
        let tls = matches!(f, Failure::Tls(_));
        (f, tls)
    })?;
    let used_tls = channel.is_tls();
    target.security = if used_tls { Security::Always } else { Security::Plain };
    let driver = driver_config(config, &target.entry, application_name);
    let (client, connection) = driver
        .connect_raw(channel, Negotiated)
        .await
        .map_err(|error| (Failure::from_startup(error, target.entry.password.is_some()), used_tls))?;
    Ok(Opened { client, connection, target })
}

/// Opens the socket and negotiates TLS as the target says.
pub(crate) async fn open_channel(target: &Target, config: &Config) -> Result<Channel, Failure> {
    let way = channel::open(&target.place, config).await.map_err(Failure::Socket)?;
    let ready = |way| Channel::new(way, config.require_auth.clone());
    let mut stream = match way {
        Way::Tcp(stream) if target.security != Security::Plain => stream,
        other => return Ok(ready(other)),
    };
    if !config.tls.direct {
        // SSLRequest: length 8, then the code 80877103.
        stream.write_all(&[0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]).await.map_err(broken)?;
        let mut answer = [0];
        stream.read_exact(&mut answer).await.map_err(broken)?;
        match answer[0] {
            b'S' => {}
            b'N' if target.security == Security::IfOffered => return Ok(ready(Way::Tcp(stream))),
            b'N' => return Err(Failure::TlsNotOffered),
            // A server that cannot start a backend says so before it has understood the request.
            b'E' => {
                return Err(Failure::Broken(
                    "the server sent an error instead of an answer to the request for TLS".into(),
                ));
            }
            _ => return Err(Failure::NotPostgres("the answer to the request for TLS was neither S nor N".into())),
        }
    }
    let (stream, end_point) = tls::handshake(stream, &target.entry, &config.tls).await.map_err(Failure::Tls)?;
    Ok(ready(Way::Tls { stream: Box::new(stream), end_point }))
}

fn broken(error: io::Error) -> Failure {
    // Which of them it is depends on what was under way when the other side closed.
    Failure::Broken(match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
            "the connection was closed before a session began".to_owned()
        }
        _ => error.to_string(),
    })
}

fn driver_config(config: &Config, entry: &HostEntry, application_name: &str) -> tokio_postgres::Config {
    let mut driver = tokio_postgres::Config::new();
    driver.user(&config.user).dbname(&config.dbname).application_name(application_name);
    if let Some(password) = &entry.password {
        driver.password(&password.text);
    }
    if let Some(options) = &config.options {
        driver.options(options);
    }
    driver.channel_binding(match config.channel_binding {
        ChannelBinding::Disable => DriverBinding::Disable,
        ChannelBinding::Prefer => DriverBinding::Prefer,
        ChannelBinding::Require => DriverBinding::Require,
    });
    // "Direct" makes the driver take the channel as it is, see `Negotiated`.
    driver.ssl_mode(DriverSslMode::Require).ssl_negotiation(SslNegotiation::Direct);
    driver
}

impl Failure {
    fn from_startup(error: tokio_postgres::Error, has_password: bool) -> Self {
        if let Some(said) = error.as_db_error() {
            return Self::Server(Box::new(said.clone()));
        }
        let kind = error.to_string();
        let source = error.into_source();
        let refused = source.as_ref().and_then(|source| source.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref());
        if let Some(refused @ NotAllowed(_)) = refused {
            return Self::Authentication(refused.to_string());
        }
        let reason = source.map(|source| source.to_string());
        match kind.as_str() {
            "invalid configuration" if !has_password => Self::NoPassword,
            "authentication error" => Self::Authentication(reason.unwrap_or(kind)),
            "error parsing response from server" | "unexpected message from server" => {
                Self::NotPostgres(reason.unwrap_or(kind))
            }
            _ if reason.as_deref() == Some(NOT_POSTGRES) => Self::NotPostgres(NOT_POSTGRES.to_owned()),
            _ => Self::Broken(match reason {
                Some(reason) => format!("{kind}: {reason}"),
                None => kind,
            }),
        }
    }

    /// libpq tries the other way, with or without TLS, after a handshake that failed and after an error message
    /// of the server; of those only a refused login can turn out differently.
    fn may_differ_with_other_security(&self) -> bool {
        match self {
            Self::Tls(failure) => failure.is_of_the_handshake(),
            Self::Server(said) => said.code().code().starts_with("28"),
            _ => false,
        }
    }

    /// Its own words, without advice.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Lookup(error) | Self::Socket(error) => error.to_string(),
            Self::Timeout(after) => format!("no session within {} seconds", after.as_secs()),
            Self::TlsNotOffered => "the server does not support TLS".into(),
            Self::NotPostgres(what) | Self::Authentication(what) | Self::Broken(what) => what.clone(),
            Self::Tls(failure) => failure.to_string(),
            Self::Server(said) => format!("{}: {}", said.severity(), said.message()),
            Self::NoPassword => "the server asks for a password and none was given".into(),
            Self::WrongSession { read_only, standby } => match (read_only, standby) {
                (_, true) => "the server is a standby".into(),
                (true, false) => "the session is read-only".into(),
                (false, false) => "the server is a primary that allows writes".into(),
            },
            Self::TooOld(version) => format!("the server is PostgreSQL {version}"),
        }
    }
}
