//! libpq's parameters, resolved: what `connect` needs and nothing left to look up but host names.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// libpq's parameters, resolved.
#[derive(Clone)]
pub struct Config {
    /// Tried in order; never empty.
    pub(crate) hosts: Vec<HostEntry>,
    pub(crate) user: String,
    pub(crate) dbname: String,
    /// Passwords as the URL writes them, percent-encoded.
    pub(crate) written_passwords: Vec<String>,
    /// `options`: command-line options for the backend, such as `-c search_path=app`.
    pub(crate) options: Option<String>,
    /// From the URL, a service file or `PGAPPNAME`.
    pub(crate) application_name: Option<String>,
    pub(crate) fallback_application_name: Option<String>,
    /// `None` where not set; zero waits for ever.
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) keepalives: Keepalives,
    /// `tcp_user_timeout`
    pub(crate) tcp_user_timeout: Option<Duration>,
    pub(crate) target: TargetSession,
    /// `load_balance_hosts=random`
    pub(crate) shuffle_hosts: bool,
    pub(crate) channel_binding: ChannelBinding,
    /// `require_auth`: what the server may ask for; `None` allows everything.
    pub(crate) require_auth: Option<Vec<AuthMethod>>,
    pub(crate) tls: TlsSettings,
    /// What was left aside on the way here, such as a password file that others may read.
    pub(crate) warnings: Vec<String>,
}

/// One server to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostEntry {
    pub host: Host,
    /// `hostaddr`: connect here; `host` is then only the name in the certificate and the password file.
    pub address: Option<IpAddr>,
    pub port: u16,
    pub password: Option<Password>,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    /// A name or an address.
    Name(String),
    /// The directory of its Unix socket.
    SocketIn(PathBuf),
    /// No host was named: the directory where this system's packages put the socket.
    DefaultSocket,
}

/// A password and where it was found.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password {
    pub text: String,
    pub from: PasswordFrom,
}

/// Where a password was found, so that a refusal can say which one was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PasswordFrom {
    /// In the URL or keyword string.
    Address,
    /// `PGPASSWORD`
    Variable,
    /// In the service file.
    Service(PathBuf),
    /// In the password file.
    PasswordFile(PathBuf),
}

/// TCP keepalives; `None` leaves the system's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keepalives {
    pub on: bool,
    pub idle: Option<Duration>,
    pub interval: Option<Duration>,
    pub count: Option<u32>,
}

/// `target_session_attrs`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetSession {
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
}

/// `channel_binding`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChannelBinding {
    Disable,
    Prefer,
    Require,
}

/// How a server asks a client who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthMethod {
    /// Not at all: trust, peer, a certificate.
    None,
    Password,
    Md5,
    ScramSha256,
    Gss,
    Sspi,
    Oauth,
}

impl AuthMethod {
    pub(crate) const ALL: [Self; 7] =
        [Self::None, Self::Password, Self::Md5, Self::ScramSha256, Self::Gss, Self::Sspi, Self::Oauth];

    /// As it is written in `require_auth`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Password => "password",
            Self::Md5 => "md5",
            Self::ScramSha256 => "scram-sha-256",
            Self::Gss => "gss",
            Self::Sspi => "sspi",
            Self::Oauth => "oauth",
        }
    }

    /// From the code of the server's first authentication message. SASL can only be SCRAM here: the driver knows no
    /// other of its mechanisms.
    pub(crate) fn from_code(code: u32) -> Option<Self> {
        match code {
            0 => Some(Self::None),
            3 => Some(Self::Password),
            5 => Some(Self::Md5),
            7 => Some(Self::Gss),
            9 => Some(Self::Sspi),
            10 => Some(Self::ScramSha256),
            _ => None,
        }
    }
}

/// `sslmode`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Everything about TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsSettings {
    pub mode: SslMode,
    /// `sslnegotiation=direct`: no SSLRequest first (PostgreSQL 17 and newer).
    pub direct: bool,
    pub roots: Roots,
    /// `sslcrl`, a file of revocation lists.
    pub crl: Option<PathBuf>,
    /// The client's certificate and key.
    pub certificate: Option<ClientCertificate>,
    /// TLS 1.2 may be used.
    pub tls12: bool,
    /// TLS 1.3 may be used.
    pub tls13: bool,
    /// `sslsni`
    pub sni: bool,
}

/// `sslrootcert`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Roots {
    /// A file, which only the modes that verify insist on, as in libpq.
    File(PathBuf),
    /// `sslrootcert=system`
    System,
    /// Nobody set it and there is no home directory to look in.
    Nowhere,
}

/// `sslcert` and `sslkey`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientCertificate {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// False for the default files, which need not exist.
    pub named: bool,
}

impl SslMode {
    /// As it is written in a URL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Allow => "allow",
            Self::Prefer => "prefer",
            Self::Require => "require",
            Self::VerifyCa => "verify-ca",
            Self::VerifyFull => "verify-full",
        }
    }
}

impl TargetSession {
    /// As it is written in a URL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::ReadWrite => "read-write",
            Self::ReadOnly => "read-only",
            Self::Primary => "primary",
            Self::Standby => "standby",
            Self::PreferStandby => "prefer-standby",
        }
    }
}

impl HostEntry {
    /// `db.example.org:5432`, `[::1]:5432`, or the path of the socket.
    pub(crate) fn shown(&self) -> String {
        match (&self.host, self.address) {
            (Host::Name(name), _) if name.contains(':') => format!("[{name}]:{}", self.port),
            (Host::Name(name), _) => format!("{name}:{}", self.port),
            (Host::SocketIn(folder), None) => folder.join(format!(".s.PGSQL.{}", self.port)).display().to_string(),
            (Host::DefaultSocket, None) => format!("the local socket, port {}", self.port),
            (_, Some(address)) => std::net::SocketAddr::new(address, self.port).to_string(),
        }
    }
}

impl Config {
    /// A server that this process has started: nothing to ask for, and no network that could lose anything.
    #[cfg(any(unix, feature = "embedded"))]
    pub(crate) fn own(host: Host, address: Option<IpAddr>, port: u16, user: &str, dbname: &str) -> Self {
        Self {
            hosts: vec![HostEntry { host, address, port, password: None }],
            user: user.to_owned(),
            dbname: dbname.to_owned(),
            written_passwords: Vec::new(),
            options: None,
            application_name: None,
            fallback_application_name: None,
            // The first start on a machine takes its time.
            connect_timeout: Some(Duration::ZERO),
            keepalives: Keepalives { on: false, idle: None, interval: None, count: None },
            tcp_user_timeout: None,
            target: TargetSession::Any,
            shuffle_hosts: false,
            channel_binding: ChannelBinding::Disable,
            require_auth: None,
            tls: TlsSettings {
                mode: SslMode::Disable,
                direct: false,
                roots: Roots::Nowhere,
                crl: None,
                certificate: None,
                tls12: true,
                tls13: true,
                sni: false,
            },
            warnings: Vec::new(),
        }
    }

    /// What was left aside while resolving, such as a password file that others may read. For the user to see.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The role that connects.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The database's name.
    pub fn database(&self) -> &str {
        &self.dbname
    }

    /// `postgres://app@db.example.org:5432/shop`: no password, no parameters.
    pub fn masked(&self) -> String {
        let hosts: Vec<String> = self
            .hosts
            .iter()
            .map(|entry| match (&entry.host, entry.address) {
                (Host::SocketIn(folder), None) => {
                    format!("{}:{}", encode(&folder.display().to_string()), entry.port)
                }
                (Host::DefaultSocket, None) if self.hosts.len() == 1 && entry.port == 5432 => String::new(),
                (Host::DefaultSocket, None) => format!(":{}", entry.port),
                _ => entry.shown(),
            })
            .collect();
        format!("postgres://{}@{}/{}", encode(&self.user), hosts.join(","), encode(&self.dbname))
    }

    /// Every secret in it. A password equal to a name that is shown anyway is none.
    pub fn secrets(&self) -> Vec<String> {
        let mut secrets: Vec<String> = Vec::new();
        let passwords = self.hosts.iter().filter_map(|entry| entry.password.as_ref()).map(|password| &password.text);
        for text in passwords.chain(&self.written_passwords) {
            let shown_anyway = text.is_empty() || *text == self.user || *text == self.dbname;
            if !shown_anyway && !secrets.contains(text) {
                secrets.push(text.clone());
            }
        }
        secrets
    }
}

/// Percent-encodes what has a meaning in a URL.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || "-._~".contains(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "***** from {:?}", self.from)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config({}, sslmode={})", self.masked(), self.tls.mode.name())
    }
}
