//! `postgres://` URLs, split as libpq splits them. Errors name the part and never echo it: a password that was not
//! encoded moves the parts about, and any of them may then hold a piece of it.

use super::parameters;
use super::percent::decode;
use super::{AddressError, POSTGRES_FORM};

/// The parameters a URL sets, from what follows `postgres://`.
pub(super) fn parse(rest: &str) -> Result<Vec<(&'static str, String)>, AddressError> {
    let mut given: Vec<(&'static str, String)> = Vec::new();
    let mut set = |name, value: String| given.push((name, value));

    let rest = match rest.find(['@', '/']) {
        Some(at) if rest[at..].starts_with('@') => {
            let (user, password) = match rest[..at].split_once(':') {
                Some((user, password)) => (user, Some(password)),
                None => (&rest[..at], None),
            };
            if !user.is_empty() {
                set("user", decode(user, "user")?);
            }
            if let Some(password) = password.filter(|p| !p.is_empty()) {
                set("password", decode(password, "password")?);
            }
            &rest[at + 1..]
        }
        _ => rest,
    };
    if rest.contains('@') {
        return Err(AddressError::new("the database URL holds an `@` where none can be")
            .remedy("in a user or password, write `@` as %40, `/` as %2F, `:` as %3A, `%` as %25, `?` as %3F"));
    }

    let hosts_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (hosts, ports) = hosts(&rest[..hosts_end])?;
    if hosts.iter().any(|host| !host.is_empty()) {
        set("host", hosts.join(","));
    }
    if ports.iter().any(|port| !port.is_empty()) {
        set("port", ports.join(","));
    }

    let rest = &rest[hosts_end..];
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let database = decode(path.strip_prefix('/').unwrap_or(path), "database name")?;
    if !database.is_empty() {
        set("dbname", database);
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(AddressError::new("a query parameter of the database URL has no `=`")
                .remedy("write ?NAME=VALUE&NAME=VALUE; in a password, `?` is written %3F and `&` %26"));
        };
        let (name, value) = (decode(name, "query")?, decode(value, "query")?);
        if let Some((name, value)) = parameters::from_url(&name, value)? {
            set(name, value);
        }
    }
    Ok(given)
}

/// The passwords in it as they are written, percent-encoded: whoever repeats the URL repeats these.
pub(super) fn written_passwords(rest: &str) -> Vec<String> {
    let user = rest.find(['@', '/']).filter(|at| rest[*at..].starts_with('@')).map(|at| &rest[..at]);
    let in_user = user.and_then(|user| user.split_once(':')).map(|(_, password)| password);
    let query = rest.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let in_query = query.split('&').filter_map(|pair| pair.strip_prefix("password="));
    in_user.into_iter().chain(in_query).filter(|password| !password.is_empty()).map(str::to_owned).collect()
}

/// `one:5432,[::1]:5433,%2Frun` as hosts and ports of the same number.
fn hosts(text: &str) -> Result<(Vec<String>, Vec<String>), AddressError> {
    let mut hosts = Vec::new();
    let mut ports = Vec::new();
    for one in text.split(',') {
        let (host, port) = if let Some(inside) = one.strip_prefix('[') {
            let Some((address, after)) = inside.split_once(']') else {
                return Err(AddressError::new("the IPv6 address in the database URL has no closing `]`"));
            };
            if address.parse::<std::net::Ipv6Addr>().is_err() && !address.contains('%') {
                return Err(AddressError::new("what stands in `[ ]` in the database URL is not an IPv6 address"));
            }
            match after.strip_prefix(':') {
                Some(port) => (decode(address, "host")?, port),
                None if after.is_empty() => (decode(address, "host")?, ""),
                None => {
                    return Err(AddressError::new("the database URL has more than a port after the `]` of its host"));
                }
            }
        } else {
            match one.split_once(':') {
                Some((_, port)) if port.contains(':') => {
                    return Err(AddressError::new("the host part of the database URL has two `:`").remedy(
                        "write an IPv6 address in brackets, [::1]; in a password, `:` is written %3A, `@` %40, `/` %2F",
                    ));
                }
                Some((host, port)) => (decode(host, "host")?, port),
                None => (decode(one, "host")?, ""),
            }
        };
        if !port.is_empty() && port.parse::<u16>().map_or(true, |port| port == 0) {
            return Err(AddressError::new("the port in the database URL is not a number from 1 to 65535")
                .remedy(format!("{POSTGRES_FORM}; in a password, `@` is written %40, `/` %2F, `:` %3A")));
        }
        hosts.push(host);
        ports.push(port.to_owned());
    }
    Ok((hosts, ports))
}
