//! TLS: required, not offered, not to be trusted.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tempfile::TempDir;
use whimbrel_testing::{Database, OwnServer, shared};

use crate::common::{Project, Run};
use crate::{SMALL, assert_error, assert_run, with};

/// A server that lets nobody in without TLS, and the root that made its certificate.
struct Secured {
    database: Database,
    _server: OwnServer,
    folder: TempDir,
    root: PathBuf,
}

fn authority(folder: &Path, name: &str) -> (PathBuf, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let path = folder.join(format!("{name}.crt"));
    std::fs::write(&path, params.self_signed(&key).unwrap().pem()).unwrap();
    (path, Issuer::new(params, key))
}

/// A certificate for `localhost` that is valid.
fn of_localhost() -> CertificateParams {
    CertificateParams::new(vec!["localhost".to_owned()]).unwrap()
}

impl Secured {
    fn start(certificate: CertificateParams) -> Self {
        let server = OwnServer::start(
            15,
            &[],
            &["hostnossl all postgres 127.0.0.1/32 scram-sha-256", "hostnossl all all 127.0.0.1/32 reject"],
        );
        let database = server.database();
        database.psql("CREATE ROLE guest LOGIN PASSWORD 'sea-otter'");
        let folder = tempfile::tempdir().unwrap();
        // The server's user must be able to read what is in it.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let (root, issuer) = authority(folder.path(), "root");
        let key = KeyPair::generate().unwrap();
        let (certificate_file, key_file) = (folder.path().join("server.crt"), folder.path().join("server.key"));
        std::fs::write(&certificate_file, certificate.signed_by(&key, &issuer).unwrap().pem()).unwrap();
        std::fs::write(&key_file, key.serialize_pem()).unwrap();
        std::fs::set_permissions(&key_file, PermissionsExt::from_mode(0o600)).unwrap();
        let owner = server.socket_dir().metadata().unwrap();
        chown(&key_file, Some(owner.uid()), Some(owner.gid())).unwrap();
        for (name, file) in [("ssl_cert_file", &certificate_file), ("ssl_key_file", &key_file)] {
            database.psql(&format!("ALTER SYSTEM SET {name} = '{}'", file.display()));
        }
        database.psql("ALTER SYSTEM SET ssl = on");
        server.stop();
        server.start_again();
        Self { database, _server: server, folder, root }
    }

    /// A project that connects by the name `host` with these parameters, in an empty home.
    fn by(&self, host: &str, parameters: &str) -> Project {
        let url = self.database.url().replace("//postgres:", "//guest:").replace("@127.0.0.1:", &format!("@{host}:"));
        with(SMALL).with("DATABASE_URL", format!("{url}?{parameters}"))
    }

    fn root(&self) -> String {
        format!("sslrootcert={}", self.root.display())
    }
}

#[test]
fn tls_is_required() {
    let server = Secured::start(of_localhost());
    let run = server.by("localhost", "sslmode=disable").exits(5, ["status"]);
    assert!(run.stderr.contains("sslmode=require"), "{}", run.whole());
    assert_run!(run);
    assert_error!(
        "tls_is_required_json",
        server.by("localhost", "sslmode=disable").exits(5, ["status", "--format", "json"])
    );
    server.by("localhost", "sslmode=require").succeeds(["status"]);
    server.by("localhost", "").succeeds(["status"]);
}

#[test]
fn tls_is_not_offered() {
    let database = shared(15).database();
    let by = |mode: &str| with(SMALL).with("DATABASE_URL", format!("{}?sslmode={mode}", database.url()));
    assert_run!(by("require").exits(5, ["status"]));
    assert_error!("tls_is_not_offered_json", by("require").exits(5, ["status", "--format", "json"]));
    by("disable").succeeds(["status"]);
}

#[test]
fn the_certificate_is_not_trusted() {
    let server = Secured::start(of_localhost());
    assert_run!(server.by("localhost", "sslmode=verify-full").exits(5, ["status"]));
    let (other, _) = authority(server.folder.path(), "other");
    let untrusted = |run: Run| {
        let mut settings = insta::Settings::clone_current();
        settings.add_filter(r"/tmp/\.tmp\w+", "[certificates]");
        settings.bind(|| assert_run!(run));
    };
    let by_other = format!("sslmode=verify-full&sslrootcert={}", other.display());
    untrusted(server.by("localhost", &by_other).exits(5, ["status"]));
    let untrusted_json = server.by("localhost", &by_other).json(["status"]);
    assert_eq!(untrusted_json["error"]["code"], "connection.tls_untrusted");
    untrusted(server.by("127.0.0.1", &format!("sslmode=verify-full&{}", server.root())).exits(5, ["status"]));
    untrusted(server.by("localhost", "sslmode=verify-full&sslrootcert=nowhere.crt").exits(5, ["status"]));
    server.by("localhost", &format!("sslmode=verify-full&{}", server.root())).succeeds(["status"]);
}

#[test]
fn the_certificate_has_expired() {
    let mut certificate = of_localhost();
    certificate.not_before = date_time_ymd(2001, 1, 1);
    certificate.not_after = date_time_ymd(2002, 1, 1);
    let server = Secured::start(certificate);
    assert_run!(server.by("localhost", &format!("sslmode=verify-full&{}", server.root())).exits(5, ["status"]));
}
