use std::collections::HashMap;
use std::path::Path;

use insta::assert_snapshot;

use super::{Address, Surroundings};
use crate::postgres::config::{Host, PasswordFrom, Roots};

mod files;
mod secrets;

/// What is made of a URL with these variables; `HOME` is a folder that is not there unless it is given.
fn parse_with(text: &str, variables: &[(&str, &str)], base: &Path) -> Result<Address, super::AddressError> {
    let variables: HashMap<&str, &str> = [("HOME", "/nowhere")].into_iter().chain(variables.iter().copied()).collect();
    let variable = |name: &str| variables.get(name).map(|value| (*value).to_owned());
    Address::parse(text, Surroundings { variable: &variable, base })
}

fn check(text: &str) -> String {
    check_with(text, &[])
}

/// Each URL and what is made of it.
fn table(texts: &[&str]) -> String {
    let lines: Vec<String> =
        texts.iter().map(|text| format!("{text:?}\n    {}\n", check(text).replace('\n', "\n    "))).collect();
    lines.join("\n")
}

fn check_with(text: &str, variables: &[(&str, &str)]) -> String {
    show(parse_with(text, variables, Path::new("/project")))
}

fn show(parsed: Result<Address, super::AddressError>) -> String {
    let config = match parsed {
        Ok(Address::Postgres(config)) => config,
        Ok(other) => return other.masked(),
        Err(error) => {
            let remedy = error.remedy.map(|remedy| format!("\n→ {remedy}")).unwrap_or_default();
            return format!("error: {}{remedy}", error.message);
        }
    };
    let mut out = Vec::new();
    for entry in &config.hosts {
        let host = match &entry.host {
            Host::Name(name) => name.clone(),
            Host::SocketIn(folder) => format!("socket in {}", folder.display()),
            Host::DefaultSocket => "default socket".to_owned(),
        };
        let address = entry.address.map(|address| format!(" at {address}")).unwrap_or_default();
        let password = entry.password.as_ref().map(|password| {
            let from = match &password.from {
                PasswordFrom::Address => "the URL".to_owned(),
                PasswordFrom::Variable => "PGPASSWORD".to_owned(),
                PasswordFrom::Service(_) => "the service file".to_owned(),
                PasswordFrom::PasswordFile(_) => "the password file".to_owned(),
            };
            format!(" password <{}> of {from}", password.text)
        });
        out.push(format!("{host}{address} port {}{}", entry.port, password.unwrap_or_default()));
    }
    out.push(format!("user {} database {}", config.user, config.dbname));
    let tls = &config.tls;
    out.push(format!(
        "sslmode {}{}{}{}",
        tls.mode.name(),
        match &tls.roots {
            Roots::File(path) if path.starts_with("/nowhere") => String::new(),
            Roots::File(path) => format!(" roots {}", path.display()),
            Roots::System => " roots of the system".to_owned(),
            Roots::Nowhere => " no roots".to_owned(),
        },
        if tls.direct { " direct" } else { "" },
        if tls.sni { "" } else { " without SNI" },
    ));
    let mut rest = Vec::new();
    rest.extend(config.options.as_ref().map(|options| format!("options <{options}>")));
    rest.extend(config.application_name.as_ref().map(|name| format!("application <{name}>")));
    rest.extend(config.connect_timeout.map(|timeout| format!("timeout {timeout:?}")));
    rest.extend(Some(config.target.name()).filter(|target| *target != "any").map(|target| format!("target {target}")));
    rest.extend(config.shuffle_hosts.then(|| "shuffled".to_owned()));
    rest.push(format!("binding {:?}", config.channel_binding));
    out.push(rest.join(", "));
    out.extend(config.warnings.iter().map(|warning| format!("warning: {warning}")));
    out.join("\n")
}

#[test]
fn urls() {
    assert_snapshot!(table(&[
        "postgres://app:sea@db.example.org:5433/shop",
        "postgresql://app@db/shop?password=sea&user=other&port=6432",
        "postgresql://u%40x:p%2F%3A%25%3F%23@h/d%20b",
        "postgres://app@one:1001,two,[2001:db8::7]:1003/shop?target_session_attrs=read-write&load_balance_hosts=random",
        "postgres://app@[::1]/shop",
        "postgres://app@%2Fvar%2Frun%2Fpg:5433/shop",
        "postgres://app@/shop?host=/tmp",
        "postgres://app@/shop",
        "postgres://app@db/shop?hostaddr=10.0.0.7",
        "postgres://app@db",
        "  postgres://app@db/shop\n",
    ]));
}

#[test]
fn a_url_of_neon() {
    assert_snapshot!(table(&[
        "postgresql://owner:sea@ep-cool-1-pooler.eu.neon.tech/neondb?sslmode=require&channel_binding=require&options=endpoint%3Dep-cool-1",
    ]));
}

#[test]
fn spellings_of_sqlalchemy() {
    assert_snapshot!(table(&[
        "postgresql+asyncpg://app:sea@db/shop?ssl=require",
        "postgresql+psycopg2://app:sea@db/shop?sslmode=verify-full&sslrootcert=ca.pem",
        "postgresql+psycopg://app@db/shop",
        "postgres+pg8000://app@db/shop",
        "postgresql+asyncpg://app:sea@db/shop?prepared_statement_cache_size=0",
    ]));
}

#[test]
fn keyword_strings() {
    assert_snapshot!(table(&[
        r"host=db port = 5433 dbname='my \'shop\'' user=app password='sea \\ otter'",
        "host=/tmp dbname=shop user=app",
        "host=one,two port=1001,1002 user=app dbname=shop",
        "host=db password=two words",
        "host=db password='open",
        "host=one,two port=1,2,3 user=app",
        "host=db hostname=x",
    ]));
}

#[test]
fn tls_parameters() {
    assert_snapshot!(table(&[
        "postgres://app@db/shop?sslrootcert=system",
        "postgres://app@db/shop?sslrootcert=system&sslmode=require",
        "postgres://app@db/shop?sslnegotiation=direct",
        "postgres://app@db/shop?sslnegotiation=direct&sslmode=require&sslsni=0",
        "postgres://app@db/shop?sslmode=verify_full",
        "postgres://app@db/shop?ssl_max_protocol_version=TLSv1.1",
    ]));
}

#[test]
fn what_would_have_to_be_obeyed_and_cannot_be_is_refused() {
    for refused in [
        "replication=database",
        "gssencmode=require",
        "client_encoding=LATIN1",
        "require_auth=scram-sha-256,!md5",
        "require_auth=scram",
        "sslcertmode=require",
        "sslpassword=x",
        "requirepeer=postgres",
    ] {
        let shown = check(&format!("postgres://app@db/shop?{refused}"));
        assert!(shown.starts_with("error: "), "{refused}: {shown}");
    }
    assert_snapshot!(table(&["postgres://app@db/shop?gssencmode=require",]));
}

#[test]
fn sqlite_and_embedded() {
    for (text, expected) in [
        ("sqlite:///relative.db", "sqlite:/project/relative.db"),
        ("sqlite:////absolute.db", "sqlite:/absolute.db"),
        ("sqlite:file.db", "sqlite:/project/file.db"),
        ("sqlite://file.db", "sqlite:/project/file.db"),
        ("sqlite:/absolute/my%20file.db", "sqlite:/absolute/my file.db"),
        ("sqlite+aiosqlite:///data/app.db", "sqlite:/project/data/app.db"),
        ("sqlite+pysqlite:///app.db", "sqlite:/project/app.db"),
        ("embedded:", "embedded:"),
        ("embedded:.whimbrel/dev", "embedded:/project/.whimbrel/dev"),
        ("embedded:/srv/db", "embedded:/srv/db"),
    ] {
        assert_eq!(check(text), expected, "{text}");
    }
    assert_snapshot!(table(&[
        "sqlite::memory:",
        "sqlite://",
        "sqlite:///app.db?timeout=5",
        "sqlite+pysqlcipher://:sea-otter@/app.db",
        "embedded://dev",
    ]));
}

#[test]
fn mistakes() {
    assert_snapshot!(table(&[
        "",
        "app.db",
        "data/app.sqlite3",
        "db.example.org",
        "app:sea@db/shop",
        "mysql://app:sea@db/shop",
        "mysql+pymysql://app:sea@db/shop",
        "jdbc:postgresql://db/shop",
        "postgres:app@db/shop",
        "\"postgres://app@db/shop\"",
        "postgres://app:p@ss@db/shop",
        "postgres://app:p/ss@db/shop",
        "postgres://app:100%sea@db/shop",
        "postgres://app@db:54x2/shop",
        "postgres://app@::1/shop",
        "postgres://app@[::1/shop",
        "postgres://app@db/shop?sslmod=require",
        "postgres://app@db/shop?sslmode",
        "postgres://app@db/shop?schema=public",
        "postgres://app@db/shop?frobnicate=1",
        "postgres://app@db/shop?connect_timeout=soon",
    ]));
}

#[test]
fn the_url_wins_over_the_environment() {
    let all = [
        ("PGHOST", "envhost"),
        ("PGPORT", "7001"),
        ("PGUSER", "envuser"),
        ("PGPASSWORD", "envsea"),
        ("PGDATABASE", "envdb"),
        ("PGSSLMODE", "disable"),
        ("PGAPPNAME", "envapp"),
        ("PGCONNECT_TIMEOUT", "1"),
        ("PGOPTIONS", "-c geqo=off"),
        ("PGTARGETSESSIONATTRS", "primary"),
        ("PGCHANNELBINDING", "disable"),
    ];
    assert_snapshot!(check_with("postgres://", &all));
    assert_snapshot!(check_with(
        "postgres://app:sea@db:5433/shop?sslmode=require&application_name=me&connect_timeout=0&options=-cwork_mem%3D8MB&target_session_attrs=any&channel_binding=prefer",
        &all
    ));
    assert_snapshot!(check_with("postgres://app@db/shop", &[("PGSSLMODE", "maybe")]));
}

#[test]
fn secrets_are_told_as_they_are_and_as_they_are_written() {
    let secrets =
        |text: &str| parse_with(text, &[("PGPASSWORD", "env")], Path::new("/")).map(|address| address.secrets());
    let all = |expected: &[&str]| Ok(expected.iter().map(|&secret| secret.to_owned()).collect::<Vec<_>>());
    assert_eq!(secrets("postgres://app:sea%20otter@db/shop"), all(&["sea otter", "sea%20otter"]));
    assert_eq!(secrets("postgres://app@db/shop?password=sea%2Fotter"), all(&["sea/otter", "sea%2Fotter"]));
    assert_eq!(secrets("postgres://app:sea-otter@db/shop"), all(&["sea-otter"]));
    assert_eq!(secrets("postgres://app@db/shop"), all(&["env"]));
    assert_eq!(secrets("postgres://app:app@db/shop"), all(&[]));
    assert_eq!(secrets("sqlite:app.db"), all(&[]));
}

#[test]
fn variables_alone_name_a_database_or_do_not() {
    let from = |variables: &[(&str, &str)]| {
        let variables: HashMap<&str, &str> = variables.iter().copied().collect();
        let variable = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        let found = Address::from_pg_variables(Surroundings { variable: &variable, base: Path::new("/project") });
        found.transpose().map_or_else(|| "none".to_owned(), show)
    };
    assert_eq!(from(&[]), "none");
    assert_eq!(from(&[("PGUSER", "app"), ("PGPASSWORD", "sea"), ("PGPORT", "5433"), ("PGHOST", "")]), "none");
    assert_snapshot!(from(&[("PGHOST", "db"), ("PGUSER", "app"), ("PGPASSWORD", "sea"), ("PGDATABASE", "shop")]));
    assert_snapshot!(from(&[("PGDATABASE", "shop"), ("PGUSER", "app")]));
}
