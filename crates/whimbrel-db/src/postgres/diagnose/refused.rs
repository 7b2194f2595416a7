//! The server was reached and refused.

use tokio_postgres::error::DbError;

use super::{Diagnosis, as_administrator, at_port, at_server, identifier, is_local, shell};
use crate::postgres::config::{ChannelBinding, Config, HostEntry, PasswordFrom, SslMode};

pub(super) fn by_server(said: &DbError, entry: &HostEntry, config: &Config) -> Diagnosis {
    let (user, database) = (&config.user, &config.dbname);
    let message = said.message();
    match said.code().code() {
        "28P01" => wrong_password(entry, config),
        // The file's name is the same in every language.
        "28000" if message.contains("pg_hba.conf") => not_allowed(message, entry, config),
        "28000" if message.contains("does not exist") => {
            Diagnosis::new("connection.role_missing", format!("the server has no role {}", identifier(user)))
                .remedy(as_administrator(&format!("CREATE ROLE {} LOGIN", identifier(user)), entry))
                .remedy("or name another user in the database URL")
        }
        "28000" if message.contains("not permitted to log in") => {
            Diagnosis::new("connection.role_no_login", format!("the role {} may not log in", identifier(user)))
                .remedy(as_administrator(&format!("ALTER ROLE {} LOGIN", identifier(user)), entry))
        }
        "28000" if message.contains("client certificate") => {
            Diagnosis::new("connection.certificate_required", "the server wants a client certificate that it can verify")
                .remedy("add sslcert=FILE and sslkey=FILE to the database URL")
        }
        // Poolers and managed servers have words of their own for it.
        _ if config.tls.mode <= SslMode::Allow
            && (message.contains("sslmode=require") || message.contains("SSL connection is required")) =>
        {
            tls_required(config)
        }
        // Peer and ident; the server says which.
        "28000" => Diagnosis::new(
            "connection.not_allowed",
            format!("the server does not take this system user for {}", identifier(user)),
        )
        .remedy(format!("run as the system user {}, or connect over TCP with a password: postgres://{user}:PASSWORD@127.0.0.1/{database}", shell(user)))
        .remedy("or change the method in pg_hba.conf to scram-sha-256, then: SELECT pg_reload_conf()"),
        "3D000" => Diagnosis::new("connection.database_missing", format!("the server has no database {}", identifier(database)))
            .remedy(if is_local(entry) {
                format!("create it: sudo -u postgres createdb {}-O {} {}", at_port(entry), shell(user), shell(database))
            } else {
                format!("create it, if {user} may: createdb {}-U {} {}", at_server(entry), shell(user), shell(database))
            })
            .remedy(format!(
                "or correct its name at the end of the database URL; those there are: psql {}-U {} -l",
                at_server(entry),
                shell(user)
            )),
        "42501" => Diagnosis::new(
            "connection.no_privilege",
            format!("the role {} may not connect to the database {}", identifier(user), identifier(database)),
        )
        .remedy(as_administrator(
            &format!("GRANT CONNECT ON DATABASE {} TO {}", identifier(database), identifier(user)),
            entry,
        )),
        "53300" => Diagnosis::new("connection.too_many", "the server or the role has all the connections it may have")
            .remedy("see who holds them: SELECT pid, usename, application_name, state FROM pg_stat_activity")
            .remedy("close some, or raise max_connections (or the role's CONNECTION LIMIT)"),
        "57P03" => Diagnosis::new("connection.starting", "the server is starting, stopping or recovering, and takes no connections yet"),
        "42704" | "22023" if config.options.is_some() => {
            Diagnosis::new("connection.options", "the server does not take what `options` sets")
                .remedy("correct or leave out `options` in the database URL (or PGOPTIONS)")
        }
        _ => Diagnosis::new("connection.rejected", "the server refused the connection")
            .remedy("the server's log tells more; check the parameters in the database URL"),
    }
}

fn wrong_password(entry: &HostEntry, config: &Config) -> Diagnosis {
    let user = identifier(&config.user);
    let from = entry.password.as_ref().map(|password| &password.from);
    let (place, correct) = match from {
        Some(PasswordFrom::Address) | None => (
            "in the database URL".to_owned(),
            "correct the password in the database URL, where `@` is written %40, `/` %2F, `:` %3A, `%` %25".to_owned(),
        ),
        Some(PasswordFrom::Variable) => ("in PGPASSWORD".to_owned(), "correct PGPASSWORD".to_owned()),
        Some(PasswordFrom::Service(path)) => {
            (format!("in the service file {}", path.display()), format!("correct the password in {}", path.display()))
        }
        Some(PasswordFrom::PasswordFile(path)) => (
            format!("in the password file {}", path.display()),
            format!("correct the line for this server in {}", path.display()),
        ),
    };
    Diagnosis::new(
        "connection.password",
        format!("the password {place} is not that of {user}, or the server has no such role"),
    )
    .remedy(correct)
    // Asks for it: a password in ALTER USER would be left in the shell's history and the server's log.
    .remedy(format!(
        "or give the role this password; psql asks for it: {}",
        as_administrator(&format!(r"\password {user}"), entry)
    ))
}

pub(super) fn no_password(entry: &HostEntry, config: &Config) -> Diagnosis {
    let user = &config.user;
    Diagnosis::new(
        "connection.no_password",
        format!(
            "the server asks {} for a password, and there is none in the database URL, PGPASSWORD or the password file",
            identifier(user)
        ),
    )
    .remedy(format!(
        "put it into the database URL, best by DATABASE_URL in .env: {}",
        config.masked().replacen('@', ":PASSWORD@", 1)
    ))
    .remedy(format!(
        "or add a line to ~/.pgpass, which nobody else may read (chmod 600 ~/.pgpass): {}:{}:{}:{}:PASSWORD",
        host_in_password_file(entry),
        entry.port,
        config.dbname,
        user
    ))
}

fn host_in_password_file(entry: &HostEntry) -> String {
    use crate::postgres::config::Host;
    match &entry.host {
        Host::Name(name) => name.replace(':', "\\:"),
        Host::SocketIn(_) | Host::DefaultSocket => "localhost".to_owned(),
    }
}

/// No line of pg_hba.conf fits; the server says whether the connection was encrypted.
fn not_allowed(message: &str, entry: &HostEntry, config: &Config) -> Diagnosis {
    let plain = message.contains("no encryption") || message.contains("SSL off");
    // In the other modes TLS was tried as well.
    if plain && config.tls.mode == SslMode::Disable {
        return tls_required(config).remedy(format!("or let it in without: {}", hba_line(message, entry, config)));
    }
    Diagnosis::new(
        "connection.not_allowed",
        format!(
            "the server's pg_hba.conf does not let {} into {} from this machine",
            identifier(&config.user),
            identifier(&config.dbname)
        ),
    )
    .remedy(format!("let it in: {}", hba_line(message, entry, config)))
}

fn tls_required(config: &Config) -> Diagnosis {
    Diagnosis::new(
        "connection.tls_required",
        format!("the server does not let {} in without TLS", identifier(&config.user)),
    )
    .remedy("write sslmode=require in the database URL")
}

fn hba_line(message: &str, entry: &HostEntry, config: &Config) -> String {
    let client = message.split_once("host \"").and_then(|(_, rest)| rest.split_once('"')).map(|(client, _)| client);
    let (user, database) = (&config.user, &config.dbname);
    let line = match client {
        Some(client) if client != "[local]" => {
            let bits = if client.contains(':') { 128 } else { 32 };
            format!("host {database} {user} {client}/{bits} scram-sha-256")
        }
        _ => format!("local {database} {user} scram-sha-256"),
    };
    let place = if message.contains("rejects") { ", above the line that rejects," } else { "" };
    format!(
        "add to pg_hba.conf{place} the line `{line}`, then reload it: {}",
        as_administrator("SELECT pg_reload_conf()", entry)
    )
}

pub(super) fn authentication(what: &str, config: &Config) -> Diagnosis {
    if config.channel_binding == ChannelBinding::Require && what.contains("channel binding") {
        return Diagnosis::new(
            "connection.channel_binding",
            "channel_binding=require asks for a login tied to the TLS connection, which this server did not do",
        )
        .remedy("connect with sslmode=require or stronger, and let the role have a SCRAM password: SET password_encryption = 'scram-sha-256', then ALTER USER … PASSWORD")
        .remedy("or, where a pooler stands between that cannot do it, leave channel_binding=require out");
    }
    if what.contains("require_auth") {
        return Diagnosis::new(
            "connection.authentication",
            "require_auth says how the server may ask who you are, and this one asks otherwise",
        )
        .remedy(
            "change the method in the server's pg_hba.conf, or require_auth in the database URL (or PGREQUIREAUTH)",
        );
    }
    Diagnosis::new("connection.authentication", "the server's way of authentication and this client's do not fit")
        .remedy("scram-sha-256, md5, password, cert, peer and trust are supported: change the method in pg_hba.conf to one of them")
}

pub(super) fn wrong_session(read_only: bool, standby: bool, config: &Config) -> Diagnosis {
    let found = match (read_only, standby) {
        (_, true) => "a standby",
        (true, false) => "read-only by default",
        (false, false) => "a primary that allows writes",
    };
    let wanted = config.target.name();
    let diagnosis = Diagnosis::new(
        "connection.wrong_server",
        format!("target_session_attrs={wanted} is asked for, and no host is; the last one is {found}"),
    );
    if standby {
        diagnosis.remedy("name the primary among the hosts: postgres://USER@HOST1,HOST2/DATABASE")
    } else {
        diagnosis.remedy("check the hosts, or leave target_session_attrs out")
    }
}
