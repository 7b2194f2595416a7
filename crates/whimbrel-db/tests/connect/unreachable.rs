//! Nobody there, or nobody who speaks PostgreSQL.

use insta::assert_snapshot;
use tokio::io::AsyncWriteExt;

use super::fake::{listen, message, read_startup};
use super::{connect, settings, told};

#[tokio::test]
async fn nothing_listens() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
    let told = told(connect(&format!("postgres://app:sea-otter@127.0.0.1:{free}/shop")).await);
    settings(&[]).bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn there_is_no_socket() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = told(connect(&format!("host={} user=app dbname=shop", folder.path().display())).await);
    settings(&[(folder.path(), "FOLDER")]).bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn the_host_has_no_address() {
    let told = told(connect("postgres://app:sea-otter@no-such-host.invalid/shop").await);
    let mut settings = settings(&[]);
    settings.add_filter("said: .*", "said: (the resolver's words)");
    settings.bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn nobody_answers() {
    let port = listen(|_, client| async move {
        let _held_open = client;
        std::future::pending::<()>().await;
    })
    .await;
    let told = told(connect(&format!("postgres://app:sea-otter@127.0.0.1:{port}/shop?connect_timeout=2")).await);
    settings(&[]).bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn the_connection_is_dropped_at_once() {
    let port = listen(|_, client| async move { drop(client) }).await;
    let told = told(connect(&format!("postgres://app:sea-otter@127.0.0.1:{port}/shop")).await);
    let mut settings = settings(&[]);
    // A client that is quick enough sees the end, one that is not a reset.
    settings.add_filter("said: .*", "said: (the system's words)");
    settings.bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn a_web_server_answers() {
    let port = listen(|_, mut client| async move {
        client.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n").await.expect("written");
        std::future::pending::<()>().await;
    })
    .await;
    for mode in ["disable", "require"] {
        let told = told(connect(&format!("postgres://app:sea-otter@127.0.0.1:{port}/shop?sslmode={mode}")).await);
        settings(&[]).bind(|| assert_snapshot!(format!("a_web_server_answers_{mode}"), told));
    }
}

#[tokio::test]
async fn the_server_is_too_old() {
    let port = listen(|_, mut client| async move {
        read_startup(&mut client).await;
        let answer = [
            message(b'R', &[0, 0, 0, 0]),
            message(b'S', b"server_version\x009.6.24\0"),
            message(b'K', &[0; 8]),
            message(b'Z', b"I"),
        ];
        client.write_all(&answer.concat()).await.expect("written");
        std::future::pending::<()>().await;
    })
    .await;
    let told = told(connect(&format!("postgres://app:sea-otter@127.0.0.1:{port}/shop")).await);
    settings(&[]).bind(|| assert_snapshot!(told));
}
