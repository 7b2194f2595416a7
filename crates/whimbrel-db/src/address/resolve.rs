//! From what is set to a `Config`.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::files::{self, Wanted};
use super::values::Values;
use super::{AddressError, Surroundings};
use crate::postgres::config::{
    AuthMethod, ChannelBinding, ClientCertificate, Config, Host, HostEntry, Keepalives, Password, PasswordFrom, Roots,
    SslMode, TargetSession, TlsSettings,
};

/// Everything that `given`, the service file, the environment and the password file say.
pub(super) fn config(given: Vec<(&'static str, String)>, around: Surroundings<'_>) -> Result<Config, AddressError> {
    let values = Values::gather(given, around)?;
    refuse_what_cannot_be(&values)?;
    let mut warnings = Vec::new();
    let user = match values.owned("user") {
        Some(user) => user,
        None => whoami::username().map_err(|error| {
            AddressError::new(format!("no user is named, and the system does not tell its own: {error}"))
        })?,
    };
    let dbname = values.owned("dbname").unwrap_or_else(|| user.clone());
    let mut hosts = hosts(&values)?;
    find_passwords(&mut hosts, &values, &dbname, &user, around, &mut warnings);
    let binary = &[("0", false), ("1", true)];
    Ok(Config {
        hosts,
        user,
        dbname,
        written_passwords: Vec::new(),
        options: values.owned("options"),
        application_name: values.owned("application_name"),
        fallback_application_name: values.owned("fallback_application_name"),
        connect_timeout: values.number("connect_timeout")?.map(connect_timeout),
        keepalives: Keepalives {
            on: values.choice("keepalives", binary)?.unwrap_or(true),
            idle: values.seconds("keepalives_idle")?,
            interval: values.seconds("keepalives_interval")?,
            count: values.number("keepalives_count")?.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0),
        },
        tcp_user_timeout: values
            .number("tcp_user_timeout")?
            .and_then(|n| u64::try_from(n).ok())
            .filter(|n| *n > 0)
            .map(Duration::from_millis),
        target: values
            .choice(
                "target_session_attrs",
                &[
                    ("any", TargetSession::Any),
                    ("read-write", TargetSession::ReadWrite),
                    ("read-only", TargetSession::ReadOnly),
                    ("primary", TargetSession::Primary),
                    ("standby", TargetSession::Standby),
                    ("prefer-standby", TargetSession::PreferStandby),
                ],
            )?
            .unwrap_or(TargetSession::Any),
        shuffle_hosts: values.choice("load_balance_hosts", &[("disable", false), ("random", true)])?.unwrap_or(false),
        channel_binding: values
            .choice(
                "channel_binding",
                &[
                    ("disable", ChannelBinding::Disable),
                    ("prefer", ChannelBinding::Prefer),
                    ("require", ChannelBinding::Require),
                ],
            )?
            .unwrap_or(ChannelBinding::Prefer),
        require_auth: require_auth(&values)?,
        tls: tls(&values, around)?,
        warnings,
    })
}

/// libpq's rule: not positive waits for ever, one second is too short to be meant.
fn connect_timeout(seconds: i64) -> Duration {
    match u64::try_from(seconds) {
        Ok(0) | Err(_) => Duration::ZERO,
        Ok(seconds) => Duration::from_secs(seconds.max(2)),
    }
}

/// What would have to be obeyed and cannot be is refused, rather than left aside in silence.
fn refuse_what_cannot_be(values: &Values) -> Result<(), AddressError> {
    values.refuse(
        "replication",
        &["false", "off", "no", "0"],
        "migrations need an ordinary session",
        "leave it out",
    )?;
    values.refuse(
        "gssencmode",
        &["disable", "prefer"],
        "this client knows no GSSAPI",
        "encrypt with sslmode instead",
    )?;
    values.refuse("gssdelegation", &["0"], "this client knows no GSSAPI", "leave it out")?;
    values.refuse("requirepeer", &[], "this client does not look up who owns a socket", "leave it out")?;
    values.refuse("sslcrldir", &[], "this client reads revocation lists from a file", "name a file with sslcrl")?;
    values.refuse(
        "sslpassword",
        &[],
        "this client cannot decrypt a key",
        "decrypt it: openssl pkey -in KEY -out NEWKEY",
    )?;
    values.refuse(
        "sslcertmode",
        &["allow", "disable"],
        "this client cannot tell whether the certificate was asked for",
        "leave it out",
    )?;
    values.refuse("sslcompression", &["0"], "TLS compression is unsafe and not supported", "leave it out")?;
    values.refuse("min_protocol_version", &["3.0"], "this client speaks version 3.0", "leave it out")?;
    values.refuse(
        "client_encoding",
        &["UTF8", "utf8", "UTF-8", "utf-8", "unicode", "UNICODE", "auto"],
        "this client speaks UTF8",
        "leave it out, or write UTF8",
    )
}

/// `require_auth=scram-sha-256,none` allows these methods, `require_auth=!password,!md5` all others.
fn require_auth(values: &Values) -> Result<Option<Vec<AuthMethod>>, AddressError> {
    let Some(text) = values.text("require_auth") else { return Ok(None) };
    let wrong = |message: &str| {
        AddressError::new(format!("{} {message}", values.shown("require_auth"))).remedy(
            "write some of: password, md5, gss, sspi, scram-sha-256, oauth, none; or all with a `!` before them",
        )
    };
    let mut named = Vec::new();
    let mut forbid = None;
    for word in text.split(',').map(str::trim) {
        let (not, name) = word.strip_prefix('!').map_or((false, word), |name| (true, name));
        if forbid.is_some_and(|forbid| forbid != not) {
            return Err(wrong("mixes methods that are allowed with ones that are not"));
        }
        forbid = Some(not);
        let method = AuthMethod::ALL.into_iter().find(|method| method.name() == name);
        named.push(method.ok_or_else(|| wrong("names a method that is not known"))?);
    }
    Ok(Some(match forbid {
        Some(true) => AuthMethod::ALL.into_iter().filter(|method| !named.contains(method)).collect(),
        _ => named,
    }))
}

fn hosts(values: &Values) -> Result<Vec<HostEntry>, AddressError> {
    let list = |name: &str| -> Vec<String> {
        values.text(name).map(|text| text.split(',').map(|one| one.trim().to_owned()).collect()).unwrap_or_default()
    };
    let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = names.len().max(addresses.len()).max(1);
    if !names.is_empty() && !addresses.is_empty() && names.len() != addresses.len() {
        return Err(AddressError::new(format!(
            "there are {} hosts and {} host addresses",
            names.len(),
            addresses.len()
        )));
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(AddressError::new(format!("there are {count} hosts and {} ports", ports.len()))
            .remedy("give one port for all hosts, or one for each"));
    }
    (0..count)
        .map(|index| {
            let name = names.get(index).map(String::as_str).unwrap_or_default();
            let address = match addresses.get(index).map(String::as_str).unwrap_or_default() {
                "" => None,
                text => Some(
                    text.parse::<IpAddr>()
                        .map_err(|_| AddressError::new(format!("{} is not an IP address", values.shown("hostaddr"))))?,
                ),
            };
            let port = match ports.get(index).or(ports.first()).map(String::as_str).unwrap_or_default() {
                "" => 5432,
                text => match text.parse::<u16>() {
                    Ok(port) if port > 0 => port,
                    _ => {
                        let port = values.shown("port");
                        return Err(AddressError::new(format!("{port} is not a number from 1 to 65535"))
                            .remedy("write the number the server listens on, or leave it out for 5432"));
                    }
                },
            };
            let host = match name {
                "" => match address {
                    Some(address) => Host::Name(address.to_string()),
                    None => Host::DefaultSocket,
                },
                path if path.starts_with('/') => Host::SocketIn(PathBuf::from(path)),
                path if path.starts_with('@') => {
                    return Err(AddressError::new("the host is an abstract socket, which is not supported")
                        .remedy("name the directory of the socket"));
                }
                name => Host::Name(name.to_owned()),
            };
            Ok(HostEntry { host, address, port, password: None })
        })
        .collect()
}

/// The one that is set serves every host; else each looks for its own in the password file.
fn find_passwords(
    hosts: &mut [HostEntry],
    values: &Values,
    dbname: &str,
    user: &str,
    around: Surroundings<'_>,
    warnings: &mut Vec<String>,
) {
    if let Some((text, from)) = values.password() {
        for host in hosts {
            host.password = Some(Password { text: text.clone(), from: from.clone() });
        }
        return;
    }
    let path = match values.text("passfile") {
        Some(path) => around.base.join(path),
        None => match files::home(around) {
            Some(home) => home.join(".pgpass"),
            None => return,
        },
    };
    let Some(text) = files::read_password_file(&path, warnings) else { return };
    for entry in hosts {
        let host = match &entry.host {
            Host::Name(name) => name.clone(),
            // libpq looks for the default socket under this name.
            Host::DefaultSocket => "localhost".to_owned(),
            Host::SocketIn(folder) if folder == Path::new("/var/run/postgresql") || folder == Path::new("/tmp") => {
                "localhost".to_owned()
            }
            Host::SocketIn(folder) => folder.display().to_string(),
        };
        let wanted = Wanted { host: &host, port: entry.port, dbname, user };
        entry.password = files::find_password(&text, &wanted)
            .filter(|text| !text.is_empty())
            .map(|text| Password { text, from: PasswordFrom::PasswordFile(path.clone()) });
    }
}

fn tls(values: &Values, around: Surroundings<'_>) -> Result<TlsSettings, AddressError> {
    let of_user = |file: &str| files::home(around).map(|home| home.join(".postgresql").join(file));
    let roots = match values.text("sslrootcert") {
        Some("system") => Roots::System,
        Some(path) => Roots::File(around.base.join(path)),
        None => of_user("root.crt").map_or(Roots::Nowhere, Roots::File),
    };
    let mode = values.choice(
        "sslmode",
        &[
            ("disable", SslMode::Disable),
            ("allow", SslMode::Allow),
            ("prefer", SslMode::Prefer),
            ("require", SslMode::Require),
            ("verify-ca", SslMode::VerifyCa),
            ("verify-full", SslMode::VerifyFull),
        ],
    )?;
    // With the system's roots anybody may have a valid certificate: libpq then insists on the name.
    let mode = match (mode, &roots) {
        (None, Roots::System) => SslMode::VerifyFull,
        (Some(mode), Roots::System) if mode < SslMode::VerifyFull => {
            return Err(AddressError::new(format!("sslmode={} is too weak for sslrootcert=system", mode.name()))
                .remedy("write sslmode=verify-full"));
        }
        (mode, _) => mode.unwrap_or(SslMode::Prefer),
    };
    let direct = values.choice("sslnegotiation", &[("postgres", false), ("direct", true)])?.unwrap_or(false);
    if direct && mode < SslMode::Require {
        return Err(AddressError::new(format!("sslmode={} is too weak for sslnegotiation=direct", mode.name()))
            .remedy("write sslmode=require or stronger"));
    }
    let versions = &[("TLSv1", 10), ("TLSv1.1", 11), ("TLSv1.2", 12), ("TLSv1.3", 13)];
    let least = values.choice("ssl_min_protocol_version", versions)?.unwrap_or(12);
    let most = values.choice("ssl_max_protocol_version", versions)?.unwrap_or(13);
    if most < 12 || least > most {
        return Err(AddressError::new(
            "no TLS version is left between ssl_min_protocol_version and ssl_max_protocol_version",
        )
        .remedy("TLSv1.2 and TLSv1.3 are supported"));
    }
    let certificate = match (values.text("sslcert"), values.text("sslkey")) {
        _ if values.text("sslcertmode") == Some("disable") => None,
        (None, None) => of_user("postgresql.crt")
            .zip(of_user("postgresql.key"))
            .map(|(certificate, key)| ClientCertificate { certificate, key, named: false }),
        (certificate, key) => {
            let path =
                |value: Option<&str>, default: &str| value.map(|v| around.base.join(v)).or_else(|| of_user(default));
            path(certificate, "postgresql.crt")
                .zip(path(key, "postgresql.key"))
                .map(|(certificate, key)| ClientCertificate { certificate, key, named: true })
        }
    };
    let crl = match values.text("sslcrl") {
        Some(path) => Some(around.base.join(path)),
        None => of_user("root.crl").filter(|path| path.exists()),
    };
    Ok(TlsSettings {
        mode,
        direct,
        roots,
        crl,
        certificate,
        tls12: least <= 12,
        tls13: most >= 13,
        sni: values.choice("sslsni", &[("0", false), ("1", true)])?.unwrap_or(true),
    })
}
