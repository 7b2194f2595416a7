//! The six modes against servers with and without TLS, and every way a certificate can be wrong.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer, KeyIdMethod, KeyPair,
    RevokedCertParams, SerialNumber, date_time_ymd,
};
use tempfile::TempDir;
use whimbrel_db::Postgres;
use whimbrel_testing::OwnServer;

use super::{connect, connect_with, settings, told, value};

/// A server with TLS and the root that made its certificate.
struct Secured {
    server: OwnServer,
    folder: TempDir,
    root: PathBuf,
    issuer: Issuer<'static, KeyPair>,
}

fn authority(folder: &Path, name: &str) -> (PathBuf, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let path = folder.join(format!("{name}.crt"));
    std::fs::write(&path, params.self_signed(&key).expect("signed").pem()).expect("written");
    (path, Issuer::new(params, key))
}

impl Secured {
    /// With a certificate for these names.
    async fn start(names: &[&str], hba: &[&str]) -> Self {
        Self::start_version(15, names, hba).await
    }

    async fn start_version(version: u32, names: &[&str], hba: &[&str]) -> Self {
        let server = OwnServer::start(version, &[], hba);
        let folder = tempfile::tempdir().expect("a folder");
        // The server's user must be able to read what is in it.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("set");
        let (root, issuer) = authority(folder.path(), "root");
        let secured = Self { server, folder, root, issuer };
        let params = CertificateParams::new(names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>()).expect("names");
        secured.certify(params).await;
        secured
    }

    /// Gives the server a certificate made from `params` by its root.
    async fn certify(&self, params: CertificateParams) {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("signed");
        self.install(&certificate.pem(), &key).await;
    }

    async fn install(&self, certificate: &str, key: &KeyPair) {
        let (certificate_file, key_file) =
            (self.folder.path().join("server.crt"), self.folder.path().join("server.key"));
        std::fs::write(&certificate_file, certificate).expect("written");
        std::fs::write(&key_file, key.serialize_pem()).expect("written");
        std::fs::set_permissions(&key_file, PermissionsExt::from_mode(0o600)).expect("set");
        let owner = self.server.socket_dir().metadata().expect("there");
        chown(&key_file, Some(owner.uid()), Some(owner.gid())).expect("given to the server's user");

        let session =
            connect(&self.url_as("postgres:sea-otter", "127.0.0.1", "?sslmode=disable")).await.expect("a session");
        for statement in [
            format!("ALTER SYSTEM SET ssl_cert_file = '{}'", certificate_file.display()),
            format!("ALTER SYSTEM SET ssl_key_file = '{}'", key_file.display()),
            format!("ALTER SYSTEM SET ssl_ca_file = '{}'", self.root.display()),
            "ALTER SYSTEM SET ssl = on".to_owned(),
        ] {
            session.run(&statement).await.expect("set");
        }
        // The postmaster reloads by itself, some time after the signal; its log says when it has.
        let before =
            self.server.log().matches("parameter \"ssl").count() + self.server.log().matches("reloading").count();
        session.run("SELECT pg_reload_conf()").await.expect("reloaded");
        while self.server.log().matches("parameter \"ssl").count() + self.server.log().matches("reloading").count()
            <= before
        {
            tokio::task::yield_now().await;
        }
        // Backends started from now on have it; one more round makes sure that the log was not ahead.
        while told(connect(&self.url_as("postgres:sea-otter", "127.0.0.1", "?sslmode=require")).await) != "connected" {
            tokio::task::yield_now().await;
        }
    }

    fn url_as(&self, user: &str, host: &str, parameters: &str) -> String {
        format!("postgres://{user}@{host}:{}/postgres{parameters}", self.server.port())
    }

    fn url(&self, host: &str, parameters: &str) -> String {
        self.url_as("postgres:sea-otter", host, parameters)
    }

    fn verify(&self, mode: &str) -> String {
        format!("?sslmode={mode}&sslrootcert={}", self.root.display())
    }

    fn settings(&self) -> insta::Settings {
        settings(&[(self.folder.path(), "FOLDER")])
    }
}

async fn outcome(result: Result<Postgres, whimbrel_db::ConnectError>) -> String {
    match result {
        Ok(session) => match value(&session, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").await.as_str()
        {
            "t" => "with TLS".to_owned(),
            _ => "without TLS".to_owned(),
        },
        Err(error) => error.code.to_owned(),
    }
}

const MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

#[tokio::test]
async fn six_modes() {
    let hba = [
        "hostssl all only_tls 127.0.0.1/32 scram-sha-256",
        "host all only_tls 127.0.0.1/32 reject",
        "hostnossl all no_tls 127.0.0.1/32 scram-sha-256",
        "host all no_tls 127.0.0.1/32 reject",
    ];
    let with = Secured::start(&["localhost", "127.0.0.1"], &hba).await;
    let without = whimbrel_testing::shared(15);
    let session = connect(&with.url("127.0.0.1", "")).await.expect("a session");
    session
        .run("CREATE ROLE only_tls LOGIN PASSWORD 'sea-otter'; CREATE ROLE no_tls LOGIN PASSWORD 'sea-otter'")
        .await
        .expect("roles");

    let mut table = String::new();
    for mode in MODES {
        let trusted = with.verify(mode);
        for (name, url) in [
            ("no TLS on the server", format!("{}{}", without.url("postgres"), with.verify(mode))),
            ("TLS, root known", with.url("127.0.0.1", &trusted)),
            ("TLS, no root", with.url("127.0.0.1", &format!("?sslmode={mode}"))),
            ("TLS is demanded", with.url_as("only_tls:sea-otter", "127.0.0.1", &trusted)),
            ("TLS is forbidden", with.url_as("no_tls:sea-otter", "127.0.0.1", &trusted)),
        ] {
            table.push_str(&format!("{mode:<11} {name:<20} {}\n", outcome(connect(&url).await).await));
        }
    }
    assert_snapshot!(table);

    let mut told_to_user = String::new();
    for url in [
        with.url_as("only_tls:sea-otter", "127.0.0.1", "?sslmode=disable"),
        with.url_as("no_tls:sea-otter", "127.0.0.1", "?sslmode=require"),
        with.url("127.0.0.1", "?sslmode=verify-full"),
        with.url("127.0.0.1", "?sslmode=verify-full&sslrootcert=system"),
    ] {
        told_to_user.push_str(&told(connect(&url).await));
    }
    with.settings().bind(|| assert_snapshot!("what_the_user_is_told", told_to_user));
}

#[tokio::test]
async fn a_certificate_of_an_unknown_root() {
    let server = Secured::start(&["localhost"], &[]).await;
    let (other, _) = authority(server.folder.path(), "other");
    let mut table = String::new();
    for mode in MODES {
        let url = server.url("localhost", &format!("?sslmode={mode}&sslrootcert={}", other.display()));
        table.push_str(&format!("{mode:<11} {}\n", outcome(connect(&url).await).await));
    }
    let url = server.url("localhost", &format!("?sslmode=verify-ca&sslrootcert={}", other.display()));
    let told = told(connect(&url).await);
    server.settings().bind(|| assert_snapshot!(format!("{table}\n{told}")));
}

#[tokio::test]
async fn a_certificate_for_another_name() {
    let server = Secured::start(&["db.example.org", "*.example.net"], &[]).await;
    assert_eq!(outcome(connect(&server.url("localhost", &server.verify("verify-ca"))).await).await, "with TLS");
    let told_by_name = told(connect(&server.url("localhost", &server.verify("verify-full"))).await);
    // hostaddr leads there, the name is only compared.
    for (name, expected) in [
        ("db.example.org", "with TLS"),
        ("any.example.net", "with TLS"),
        ("a.b.example.net", "connection.tls_wrong_name"),
    ] {
        let url = server.url(name, &format!("{}&hostaddr=127.0.0.1", server.verify("verify-full")));
        assert_eq!(outcome(connect(&url).await).await, expected, "{name}");
    }
    server.settings().bind(|| assert_snapshot!(told_by_name));
}

#[tokio::test]
async fn a_certificate_with_nothing_but_a_common_name() {
    let server = Secured::start(&["localhost"], &[]).await;
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, "localhost");
    server.certify(params).await;
    assert_eq!(outcome(connect(&server.url("localhost", &server.verify("verify-full"))).await).await, "with TLS");
    let error = connect(&server.url("127.0.0.1", &server.verify("verify-full"))).await.err().expect("another name");
    assert_eq!(error.code, "connection.tls_wrong_name");
}

#[tokio::test]
async fn a_certificate_out_of_date() {
    let server = Secured::start(&["localhost"], &[]).await;
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    params.not_before = date_time_ymd(2001, 1, 1);
    params.not_after = date_time_ymd(2002, 1, 1);
    server.certify(params).await;
    let told = told(connect(&server.url("localhost", &server.verify("verify-full"))).await);
    server.settings().bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn a_certificate_that_is_its_own_root() {
    let server = Secured::start(&["localhost"], &[]).await;
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    // As `openssl req -x509` makes them.
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).expect("signed").pem();
    let root = server.folder.path().join("self.crt");
    std::fs::write(&root, &certificate).expect("written");
    server.install(&certificate, &key).await;
    let with_root = |host: &str| server.url(host, &format!("?sslmode=verify-full&sslrootcert={}", root.display()));
    assert_eq!(outcome(connect(&with_root("localhost")).await).await, "with TLS");
    assert_eq!(outcome(connect(&with_root("127.0.0.1")).await).await, "connection.tls_wrong_name");
    assert_eq!(
        outcome(connect(&server.url("localhost", &server.verify("verify-ca"))).await).await,
        "connection.tls_untrusted"
    );
}

/// Made by `openssl x509 -req` as PostgreSQL's manual once had it: no extensions, and so X.509 version 1.
#[tokio::test]
async fn a_certificate_of_version_1() {
    let server = Secured::start(&["localhost"], &[]).await;
    let key = KeyPair::from_pem(include_str!("fixtures/version1.key")).expect("a key");
    server.install(include_str!("fixtures/version1.crt"), &key).await;
    let root = server.folder.path().join("version1-root.crt");
    std::fs::write(&root, include_str!("fixtures/version1-root.crt")).expect("written");
    let with_root = |host: &str, mode: &str, more: &str| {
        server.url(host, &format!("?sslmode={mode}&sslrootcert={}{more}", root.display()))
    };
    assert_eq!(outcome(connect(&server.url("localhost", "?sslmode=require")).await).await, "with TLS");
    for version in ["TLSv1.2", "TLSv1.3"] {
        let only = format!("&ssl_min_protocol_version={version}&ssl_max_protocol_version={version}");
        assert_eq!(
            outcome(connect(&with_root("localhost", "verify-full", &only)).await).await,
            "with TLS",
            "{version}"
        );
    }
    assert_eq!(outcome(connect(&with_root("127.0.0.1", "verify-ca", "")).await).await, "with TLS");
    let wrong_name = connect(&with_root("127.0.0.1", "verify-full", "")).await;
    assert_eq!(outcome(wrong_name).await, "connection.tls_wrong_name");
    let other_root = connect(&server.url("localhost", &server.verify("verify-ca"))).await;
    assert_eq!(outcome(other_root).await, "connection.tls_untrusted");
}

#[tokio::test]
async fn channel_binding_ties_the_login_to_the_certificate() {
    let server = Secured::start(&["localhost"], &[]).await;
    let url = server.url("localhost", "?sslmode=require&channel_binding=require");
    assert_eq!(outcome(connect(&url).await).await, "with TLS");
}

#[tokio::test]
async fn a_client_certificate_takes_the_place_of_a_password() {
    let server = Secured::start(&["localhost"], &["hostssl all app 127.0.0.1/32 cert"]).await;
    let session = connect(&server.url("localhost", "")).await.expect("a session");
    session.run("CREATE ROLE app LOGIN").await.expect("a role");
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, "app");
    let certificate = params.signed_by(&key, &server.issuer).expect("signed").pem();
    let (certificate_file, key_file) = (server.folder.path().join("app.crt"), server.folder.path().join("app.key"));
    std::fs::write(&certificate_file, certificate).expect("written");
    std::fs::write(&key_file, key.serialize_pem()).expect("written");
    std::fs::set_permissions(&key_file, PermissionsExt::from_mode(0o600)).expect("set");
    let url = server.url_as("app", "localhost", &server.verify("verify-full"));
    let files = format!("&sslcert={}&sslkey={}", certificate_file.display(), key_file.display());
    assert_eq!(outcome(connect(&format!("{url}{files}")).await).await, "with TLS");

    let without = told(connect(&url).await);
    std::fs::set_permissions(&key_file, PermissionsExt::from_mode(0o644)).expect("set");
    let readable = told(connect(&format!("{url}{files}")).await);
    let missing = told(connect(&format!("{url}&sslcert=/nowhere.crt&sslkey=/nowhere.key")).await);
    server.settings().bind(|| assert_snapshot!(format!("{without}\n{readable}\n{missing}")));
}

#[tokio::test]
async fn the_root_file_in_the_home_directory_is_used() {
    let server = Secured::start(&["localhost"], &[]).await;
    let folder = server.folder.path().join(".postgresql");
    std::fs::create_dir(&folder).expect("made");
    std::fs::copy(&server.root, folder.join("root.crt")).expect("copied");
    let home = server.folder.path().to_str().expect("UTF-8");
    let url = server.url("localhost", "?sslmode=verify-full");
    assert_eq!(outcome(connect_with(&url, &[("HOME", home)], None).await).await, "with TLS");
}

#[tokio::test]
async fn cancelling_goes_over_tls_too() {
    let server = Secured::start(&["localhost"], &["hostssl all all 127.0.0.1/32 scram-sha-256"]).await;
    let session = connect(&server.url("localhost", &server.verify("verify-full"))).await.expect("a session");
    let canceller = session.canceller();
    let other = connect(&server.url("localhost", "")).await.expect("a session");
    let is_running =
        format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {} AND state = 'active'", session.pid());
    let (result, ()) = tokio::join!(session.send("SELECT pg_sleep(600)"), async {
        while value(&other, &is_running).await == "0" {}
        canceller.cancel().await.expect("the server is reached");
    });
    assert_eq!(result.expect_err("cancelled").code, "57014");
}

#[tokio::test]
async fn tls_at_once_needs_a_server_that_knows_it() {
    let new = Secured::start_version(18, &["localhost"], &[]).await;
    let direct =
        |server: &Secured| server.url("localhost", &format!("{}&sslnegotiation=direct", server.verify("verify-full")));
    assert_eq!(outcome(connect(&direct(&new)).await).await, "with TLS");
    let old = Secured::start(&["localhost"], &[]).await;
    let told = told(connect(&direct(&old)).await);
    let mut settings = old.settings();
    settings.add_filter("said: .*", "said: (how the handshake broke)");
    settings.bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn a_certificate_that_was_revoked() {
    let server = Secured::start(&["localhost"], &[]).await;
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    params.serial_number = Some(SerialNumber::from(7_u64));
    server.certify(params).await;
    for (serial, expected) in [(8_u64, "with TLS"), (7, "connection.tls_revoked")] {
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2020, 1, 1),
            next_update: date_time_ymd(2120, 1, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: vec![RevokedCertParams {
                serial_number: SerialNumber::from(serial),
                revocation_time: date_time_ymd(2020, 1, 1),
                reason_code: None,
                invalidity_date: None,
            }],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let file = server.folder.path().join("revoked.crl");
        std::fs::write(&file, list.signed_by(&server.issuer).expect("signed").pem().expect("written as PEM"))
            .expect("written");
        let url = server.url("localhost", &format!("{}&sslcrl={}", server.verify("verify-full"), file.display()));
        assert_eq!(outcome(connect(&url).await).await, expected);
    }
}
