//! The server is reached and refuses: every reason of the guides, on a real one.

use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;
use whimbrel_testing::OwnServer;

use super::{connect, connect_with, settings, told};

const SETUP: &str = r#"
CREATE ROLE app LOGIN PASSWORD 'sea-otter';
CREATE ROLE "No Login" PASSWORD 'sea-otter';
CREATE ROLE busy LOGIN PASSWORD 'sea-otter' CONNECTION LIMIT 0;
CREATE ROLE rejected LOGIN PASSWORD 'sea-otter';
CREATE ROLE peer LOGIN;
CREATE DATABASE shop;
CREATE DATABASE "Closed Shop";
REVOKE CONNECT ON DATABASE "Closed Shop" FROM PUBLIC;
"#;

const HBA: &[&str] = &[
    "host all ghost 127.0.0.1/32 trust",
    "host all rejected 127.0.0.1/32 reject",
    "host all unix_user 127.0.0.1/32 ident",
    "local all peer peer",
];

async fn server() -> OwnServer {
    let server = OwnServer::start(15, &[], HBA);
    let session = connect(&server.url("postgres")).await.expect("a session");
    // CREATE DATABASE has to stand alone.
    for statement in SETUP.lines().filter(|line| !line.is_empty()) {
        session.run(statement).await.expect("set up");
    }
    server
}

#[tokio::test]
async fn by_every_reason() {
    let server = server().await;
    let port = server.port();
    let at = |user: &str, rest: &str| format!("postgres://{user}@127.0.0.1:{port}/{rest}");
    let settings = settings(&[(server.socket_dir(), "SOCKETS")]);
    let cases = [
        ("wrong_password", at("app:no-otter", "shop")),
        ("no_password", at("app", "shop")),
        ("no_database", at("app:sea-otter", "Shop%20of%20Lea")),
        ("no_role", at("ghost", "shop")),
        ("no_login", at("No%20Login:sea-otter", "shop")),
        ("no_privilege", at("app:sea-otter", "Closed%20Shop")),
        ("too_many", at("busy:sea-otter", "shop")),
        ("pg_hba", at("rejected:sea-otter", "shop")),
        ("peer", format!("host={} port={port} user=peer dbname=shop", server.socket_dir().display())),
        ("unknown_setting", at("app:sea-otter", "shop?options=-cno_such_setting%3D1")),
        ("not_a_standby", at("app:sea-otter", "shop?target_session_attrs=standby")),
        (
            "read_only",
            at("app:sea-otter", "shop?target_session_attrs=read-write&options=-cdefault_transaction_read_only%3Don"),
        ),
        ("no_channel_binding", at("app:sea-otter", "shop?channel_binding=require")),
        ("scram_not_allowed", at("app:sea-otter", "shop?require_auth=md5,password")),
        ("no_authentication", at("ghost", "shop?require_auth=!none")),
        ("no_tls", at("app:sea-otter", "shop?sslmode=require")),
        ("no_tls_to_verify", at("app:sea-otter", "shop?sslmode=verify-full&sslrootcert=system")),
    ];
    for (name, url) in cases {
        let told = told(connect(&url).await);
        assert!(!told.contains("sea-otter") && !told.contains("no-otter"), "{told}");
        settings.bind(|| assert_snapshot!(name, told));
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_by_where_it_was_found() {
    let server = server().await;
    let url = format!("postgres://app@127.0.0.1:{}/shop", server.port());
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().to_str().expect("UTF-8");
    let settings = settings(&[(folder.path(), "HOME")]);

    let variable = told(connect_with(&url, &[("PGPASSWORD", "no-otter")], None).await);
    let file = folder.path().join(".pgpass");
    std::fs::write(&file, "*:*:*:*:no-otter\n").expect("written");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).expect("set");
    let password_file = told(connect_with(&url, &[("HOME", home)], None).await);
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).expect("set");
    let open_file = told(connect_with(&url, &[("HOME", home)], None).await);
    settings.bind(|| assert_snapshot!(format!("{variable}\n{password_file}\n{open_file}")));
}

#[tokio::test]
async fn require_auth_lets_through_what_it_names() {
    let server = server().await;
    let url = format!("postgres://app:sea-otter@127.0.0.1:{}/shop", server.port());
    for allowed in ["scram-sha-256", "md5, scram-sha-256", "!none,!md5"] {
        assert_eq!(told(connect(&format!("{url}?require_auth={allowed}")).await), "connected", "{allowed}");
    }
}
