//! The names: libpq's parameters, their variables, and the spellings of other drivers.

use super::AddressError;

/// libpq's parameters with the variables that set them.
pub(super) const KNOWN: &[(&str, Option<&str>)] = &[
    ("host", Some("PGHOST")),
    ("hostaddr", Some("PGHOSTADDR")),
    ("port", Some("PGPORT")),
    ("dbname", Some("PGDATABASE")),
    ("user", Some("PGUSER")),
    ("password", Some("PGPASSWORD")),
    ("passfile", Some("PGPASSFILE")),
    ("service", Some("PGSERVICE")),
    ("servicefile", Some("PGSERVICEFILE")),
    ("connect_timeout", Some("PGCONNECT_TIMEOUT")),
    ("application_name", Some("PGAPPNAME")),
    ("fallback_application_name", None),
    ("options", Some("PGOPTIONS")),
    ("client_encoding", Some("PGCLIENTENCODING")),
    ("keepalives", None),
    ("keepalives_idle", None),
    ("keepalives_interval", None),
    ("keepalives_count", None),
    ("tcp_user_timeout", None),
    ("sslmode", Some("PGSSLMODE")),
    ("sslnegotiation", Some("PGSSLNEGOTIATION")),
    ("sslrootcert", Some("PGSSLROOTCERT")),
    ("sslcert", Some("PGSSLCERT")),
    ("sslkey", Some("PGSSLKEY")),
    ("sslpassword", None),
    ("sslcertmode", Some("PGSSLCERTMODE")),
    ("sslcrl", Some("PGSSLCRL")),
    ("sslcrldir", Some("PGSSLCRLDIR")),
    ("sslsni", Some("PGSSLSNI")),
    ("sslcompression", Some("PGSSLCOMPRESSION")),
    ("ssl_min_protocol_version", Some("PGSSLMINPROTOCOLVERSION")),
    ("ssl_max_protocol_version", Some("PGSSLMAXPROTOCOLVERSION")),
    ("channel_binding", Some("PGCHANNELBINDING")),
    ("require_auth", Some("PGREQUIREAUTH")),
    ("requirepeer", Some("PGREQUIREPEER")),
    ("target_session_attrs", Some("PGTARGETSESSIONATTRS")),
    ("load_balance_hosts", Some("PGLOADBALANCEHOSTS")),
    ("gssencmode", Some("PGGSSENCMODE")),
    ("krbsrvname", Some("PGKRBSRVNAME")),
    ("gsslib", Some("PGGSSLIB")),
    ("gssdelegation", Some("PGGSSDELEGATION")),
    ("replication", None),
    ("min_protocol_version", Some("PGMINPROTOCOLVERSION")),
    ("max_protocol_version", Some("PGMAXPROTOCOLVERSION")),
];

/// What belongs to a driver or framework, and why it is of no use here.
const OF_OTHERS: &[(&str, &str)] = &[
    ("schema", "set the schema with options=-csearch_path%3DNAME"),
    ("pgbouncer", "leave it out"),
    ("connection_limit", "leave it out"),
    ("pool_timeout", "leave it out"),
    ("statement_cache_size", "leave it out"),
    ("prepared_statement_cache_size", "leave it out"),
    ("command_timeout", "set it with options=-cstatement_timeout%3DMILLISECONDS"),
    ("timeout", "write connect_timeout=SECONDS"),
    ("async_fallback", "leave it out"),
    ("server_settings", "set parameters with options=-cNAME%3DVALUE"),
];

/// A query parameter of a URL as libpq knows it; `None` where it says nothing.
pub(super) fn from_url(name: &str, value: String) -> Result<Option<(&'static str, String)>, AddressError> {
    if name == "ssl" {
        // asyncpg's `ssl` takes the names of sslmode, JDBC's takes true.
        let mode = match value.to_ascii_lowercase().as_str() {
            "true" | "1" | "on" => "require".to_owned(),
            "false" | "0" | "off" => "disable".to_owned(),
            _ => value,
        };
        return Ok(Some(("sslmode", mode)));
    }
    Ok(from_keyword(name)?.map(|known| (known, value)))
}

/// A keyword as libpq knows it; `None` where it says nothing.
pub(super) fn from_keyword(name: &str) -> Result<Option<&'static str>, AddressError> {
    if let Some((known, _)) = KNOWN.iter().find(|(known, _)| *known == name) {
        return Ok(Some(known));
    }
    if let Some((_, instead)) = OF_OTHERS.iter().find(|(other, _)| *other == name) {
        let message = format!("`{name}` in the database URL is a parameter of another driver, not of PostgreSQL");
        return Err(AddressError::new(message).remedy(*instead));
    }
    // With a URL cut short, a piece of a password can get here: only what looks like a name is repeated.
    if name.len() > 40 || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(AddressError::new("a parameter of the database URL has a name that none can have"));
    }
    let error = AddressError::new(format!("the database URL sets `{name}`, which is no connection parameter"));
    Err(match nearest(name) {
        Some(nearest) => error.remedy(format!("did you mean `{nearest}`?")),
        None => error.remedy("leave it out; PostgreSQL's manual lists those there are under \"Parameter Key Words\""),
    })
}

/// The known name that is at most three edits away.
fn nearest(name: &str) -> Option<&'static str> {
    KNOWN
        .iter()
        .map(|(known, _)| (distance(name, known), *known))
        .filter(|(distance, known)| *distance <= 3 && *distance < known.len() / 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
